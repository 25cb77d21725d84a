import { Transform, type Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Upload } from '@amanah/plugin-api';
import type { Request } from 'express';

const longestName = 200;
/** A telephone that lost its network is let go after this; one that is slow is not. */
const longestSilenceMs = 60_000;
const unknownType = 'application/octet-stream';

/** A request's body as a file on its way to a handler; `close` lets go of it, whatever was read, so that the answer can still be sent. */
export interface UploadBody extends Upload {
  close(): void;
}

/** @throws HTTP_TOO_LARGE before anything is read, when the sender announces more; HTTP_INVALID_INPUT for a name that is none */
export function uploadBody(request: Request, maxBytes: number, silenceMs = longestSilenceMs): UploadBody {
  const announced = request.headers['content-length'];
  const bytes = announced === undefined ? null : Number(announced);
  if (bytes !== null && bytes > maxBytes) throw tooLarge(maxBytes);
  const name = fileName(request.get('X-File-Name'));
  const stream = bounded(request, maxBytes);
  request.setTimeout(silenceMs, () => stream.destroy(new AmanahError('HTTP_REQUEST_TIMEOUT', { detail: `nothing came for ${silenceMs} ms` })));
  return {
    stream,
    name,
    type: request.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() || unknownType,
    bytes,
    close() {
      request.setTimeout(0);
      request.unpipe();
      stream.destroy();
      // The rest is thrown away as it comes: a connection with half a body on it could carry no further request.
      request.resume();
    },
  };
}

/** The request's bytes; the request itself stays open when the handler stops reading. */
function bounded(request: Request, maxBytes: number): Readable {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  // A handler that has not begun to read yet must not end the process.
  stream.on('error', () => {});
  request.once('close', () => {
    if (!request.complete) stream.destroy(new AmanahError('HTTP_MALFORMED', { detail: 'the sender went away before the end of the file' }));
  });
  return request.pipe(stream);
}

/**
 * What people read as the file's name. Marks that turn the direction of writing would show `photo_gpj.exe` as a picture, and control characters
 * would break headers and logs.
 */
export function fileName(header: string | undefined): string | null {
  if (!header) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(header);
  } catch (error) {
    throw new AmanahError('HTTP_INVALID_INPUT', { detail: 'X-File-Name is not percent-encoded UTF-8', cause: error });
  }
  const last = decoded.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.replace(/^\.+/, '') === '' ? null : shortened(clean);
}

/** Its ending says what opens it: that stays. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= longestName) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  return letters.slice(0, longestName - ending.length).join('') + ending;
}

function tooLarge(maxBytes: number): AmanahError {
  return new AmanahError('HTTP_TOO_LARGE', { detail: `more than ${maxBytes} bytes` });
}
