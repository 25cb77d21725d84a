import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmanahError } from '@amanah/errors';

const built = new URL('../../dist/', import.meta.url);

interface Script {
  readonly plain: Buffer;
  /** The same, packed by the build. */
  readonly small: Buffer;
  readonly etag: string;
}

const read = new Map<string, Script>();

/**
 * Answers with the script that the build made last of an extension of the plugin: for addresses that stay, which pages of the portal, micro-frontends and
 * other sites name with one line. It holds no address of a person and sets nothing in the browser.
 * @throws HTTP_NOT_FOUND before the first build
 */
export async function sendBuiltScript(request: IncomingMessage, response: ServerResponse, plugin: string, exported: string): Promise<void> {
  const { plain, small, etag } = await scriptOf(`plugin/${plugin}/${exported}`);
  const packed = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = packed ? small : plain;
  response.setHeader('Cache-Control', 'public, max-age=300, stale-while-revalidate=86400');
  response.setHeader('ETag', etag);
  response.appendHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  if (packed) response.setHeader('Content-Encoding', 'br');
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** The built file of an entry, read once each time it is built anew. */
async function scriptOf(name: string): Promise<Script> {
  try {
    const { importMap } = JSON.parse(await readFile(new URL('manifest.json', built), 'utf8')) as { importMap: { imports: Record<string, string> } };
    const address = importMap.imports[name];
    if (!address) throw new AmanahError('HTTP_NOT_FOUND', { detail: `no built script ${name}` });
    const known = read.get(address);
    if (known) return known;
    const [plain, small] = await Promise.all([readFile(new URL(`.${address}`, built)), readFile(new URL(`.${address}.br`, built))]);
    const made = { plain, small, etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` };
    read.set(address, made);
    return made;
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('HTTP_NOT_FOUND', { detail: `no built script ${name}`, cause: error });
  }
}
