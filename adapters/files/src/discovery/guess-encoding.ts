import type { Encoding } from '../kind.ts';
import { saidEncoding } from '../rows/decode-text.ts';

/** Encoding of the beginning of a file: what it says itself, else UTF-8 where it can be, else the Arabic one whose common letter pairs it has. */
export function guessEncoding(start: Buffer): Encoding {
  const said = saidEncoding(start);
  if (said) return said;
  const zeros = [0, 0];
  for (const [index, byte] of start.subarray(0, 1_000).entries()) if (byte === 0) zeros[index % 2]! += 1;
  if (Math.max(...zeros) > Math.min(start.length, 1_000) / 8) return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
  if (isUtf8(start)) return 'utf-8';
  // "ال" and the letters around it: the two tables agree up to the letter ghain and differ from there on.
  const text = start.toString('latin1');
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/\xc7\xe4/g) > count(/\xc7\xe1/g) ? 'iso-8859-6' : 'windows-1256';
}

/** The last character may have been cut. */
function isUtf8(start: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
