import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmanahError } from '@amanah/errors';
import send from 'send';

/** How long a file may be kept: it never changes under its name, for everybody or for whoever asked; or it is asked for again each time. */
export type DiskFileCaching = 'public-immutable' | 'private-immutable' | 'revalidate';

const cacheControl: Readonly<Record<DiskFileCaching, string>> = {
  'public-immutable': 'public, max-age=31536000, immutable',
  'private-immutable': 'private, max-age=31536000, immutable',
  revalidate: 'no-cache',
};
/** Names that programs make: nothing hidden, nothing that leads elsewhere. */
const plainPath = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/**
 * Answers a protocol's request with a file of a folder on this machine, straight from the disk: ranges, `ETag` and conditions, `HEAD`. The media type
 * follows from the name's ending unless the handler has set one. Resolves when the answer has ended, whether or not the caller stayed for it.
 * @param path under `root`, names of ASCII letters, digits, `.`, `_`, `-`; any other is not there
 * @throws HTTP_NOT_FOUND, HTTP_RANGE_NOT_THERE
 */
export async function sendDiskFile(
  request: IncomingMessage,
  response: ServerResponse,
  { root, path, caching }: { readonly root: string; readonly path: string; readonly caching: DiskFileCaching },
): Promise<void> {
  if (!plainPath.test(path)) throw new AmanahError('HTTP_NOT_FOUND');
  const before = response.getHeader('Cache-Control');
  response.setHeader('Cache-Control', cacheControl[caching]);
  try {
    await new Promise<void>((resolve, reject) => {
      response.once('close', resolve);
      send(request, path, { root, index: false, dotfiles: 'deny' })
        .on('error', reject)
        .on('directory', () => reject(new AmanahError('HTTP_NOT_FOUND')))
        .pipe(response);
    });
  } catch (error) {
    // What the caller has asked for under a condition is another file now (RFC 9110, 13.1.1).
    if ((error as { status?: number }).status === 412) return void response.writeHead(412).end();
    if (before !== undefined && !response.headersSent) response.setHeader('Cache-Control', before);
    throw known(error);
  }
}

function known(error: unknown): unknown {
  const { status } = error as { status?: number };
  if (status === 416) return new AmanahError('HTTP_RANGE_NOT_THERE');
  if (status === 404 || status === 403 || status === 400) return new AmanahError('HTTP_NOT_FOUND', { cause: error });
  return error;
}
