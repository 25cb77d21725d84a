import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AmanahError } from '@amanah/errors';
import type { ByteRange, StoredFile } from '@amanah/plugin-api';

export interface SendOptions {
  readonly type: string;
  /** It never changes under its address: kept by everybody, or by whoever asked only. */
  readonly caching: 'public' | 'private';
}

/** Answers a file of the store, or the one range that was asked for: what players of byte ranges read. @throws HTTP_RANGE_NOT_THERE */
export async function sendStored(request: IncomingMessage, response: ServerResponse, file: StoredFile, { type, caching }: SendOptions): Promise<void> {
  const range = rangeOf(request.headers.range, file.bytes);
  if (range === 'none') {
    response.setHeader('Content-Range', `bytes */${file.bytes}`);
    throw new AmanahError('HTTP_RANGE_NOT_THERE');
  }
  const stream = request.method === 'HEAD' ? null : await file.stream(range ?? undefined);
  response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', `${caching}, max-age=31536000, immutable`);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Length', range ? range.end - range.start + 1 : file.bytes);
  if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  response.statusCode = range ? 206 : 200;
  if (!stream) return void response.end();
  // Whoever goes away in the middle ends the connection: half a file must not look like a whole one.
  await pipeline(stream, response).catch(() => response.destroy());
}

/** Several ranges are answered with the whole file, as is anything that is no range of bytes. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | 'none' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const [, from = '', to = ''] = found;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start > end || start >= bytes ? 'none' : { start, end };
}
