import { pipeline } from 'node:stream/promises';
import { AmanahError } from '@amanah/errors';
import type { ByteRange, FileAnswer } from '@amanah/plugin-api';
import { create as contentDisposition } from 'content-disposition';
import type { Request, Response } from 'express';

/** Shut off from the portal: no scripts, no forms, an origin of its own. Chromium's viewer of PDFs works under it, also in a frame beside a case; other sites frame it not. */
const sandboxed =
  "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * Sends a file, or the part of it that was asked for (one range; several are answered whole). It is kept by nobody unless the route allows it,
 * and never read as another type than it says.
 */
export async function sendFile(request: Request, response: Response, file: FileAnswer, cacheSeconds: number | null): Promise<void> {
  const range = rangeOf(request, file.bytes);
  if (range === 'none') {
    response.setHeader('Content-Range', `bytes */${file.bytes}`);
    throw new AmanahError('HTTP_RANGE_NOT_THERE');
  }
  // Opened before anything is said of it: what is gone is answered as an error.
  const stream = request.method === 'HEAD' ? null : await file.stream(range ?? undefined);
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Disposition', contentDisposition(file.name, { type: file.disposition }));
  response.setHeader('Cache-Control', cacheSeconds === null ? 'private, no-store' : `public, max-age=${cacheSeconds}`);
  response.setHeader('Accept-Ranges', 'bytes');
  if (file.disposition === 'inline') {
    response.setHeader('Content-Security-Policy', sandboxed);
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
  }
  if (range) response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
  response.setHeader('Content-Length', range ? range.end - range.start + 1 : file.bytes);
  if (!stream) return void response.end();
  // Who goes away in the middle, or a store that breaks off, ends the connection: half a file must not look like a whole one.
  await pipeline(stream, response).catch((error: unknown) => request.context.log.info({ err: error }, 'a file was not sent to its end'));
}

/** There is no validator that a condition (`If-Range`) could be true of, so that it gets the whole. */
function rangeOf(request: Request, bytes: number): ByteRange | 'none' | null {
  if (request.headers['if-range'] !== undefined) return null;
  const ranges = request.range(bytes);
  if (ranges === -1) return 'none';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  const { start, end } = ranges[0]!;
  return { start, end };
}
