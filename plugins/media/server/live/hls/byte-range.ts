import type { ByteRange } from '@amanah/plugin-api';

/** One range of `Range: bytes=…` within a file of so many bytes; `null`: the whole file is wanted, or several ranges at once; `beyond`: it has no such part. */
export function parseRange(header: string | undefined, bytes: number): ByteRange | 'beyond' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const last = bytes - 1;
  const range =
    found[1] === ''
      ? { start: Math.max(0, bytes - Number(found[2])), end: last }
      : { start: Number(found[1]), end: found[2] === '' ? last : Math.min(last, Number(found[2])) };
  return range.start > last || range.start > range.end ? 'beyond' : range;
}
