import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A document with its tag and day: who has it already is told so and gets nothing again. */
export function answerWhenChanged(
  request: IncomingMessage,
  response: ServerResponse,
  { text, type, modified, maxAge }: { readonly text: string; readonly type: string; readonly modified: Date; readonly maxAge: number },
): void {
  const bytes = Buffer.from(text);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Last-Modified', modified.toUTCString());
  response.setHeader('Cache-Control', `public, max-age=${maxAge}`);
  const known = request.headers['if-none-match'];
  const since = request.headers['if-modified-since'];
  const same =
    known === undefined ? since !== undefined && Date.parse(since) >= Math.floor(modified.getTime() / 1_000) * 1_000 : known.split(/\s*,\s*/).includes(etag);
  if (same) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
