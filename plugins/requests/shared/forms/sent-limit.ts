import type { UploadRules } from './form-types.ts';

/** What phones make of one picture. The server makes it anew, small enough for the field, before it is kept. */
const mostPictureBytes = 20 * 1024 ** 2;

/** Longest file that may be sent for a field, by its name or ending. */
export function sentLimit(name: string, { maxBytes }: Pick<UploadRules, 'maxBytes'>): number {
  return /\.(?:jpe?g|png)$/i.test(name) ? Math.max(maxBytes, mostPictureBytes) : maxBytes;
}
