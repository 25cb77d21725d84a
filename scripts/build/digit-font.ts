import subsetFont from 'subset-font';

const ARABIC_ZERO = 0x660;
const LATIN_ZERO = 0x30;
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/**
 * A font that draws 0–9 with the shapes of ٠–٩. Who chooses Arabic digits sees them in every text and field of the page,
 * while what is stored, copied, typed and read aloud stays the same number.
 */
export async function digitsOverLatin(font: Buffer): Promise<Buffer> {
  const shapes = await subsetFont(font, DIGITS.map((digit) => String.fromCodePoint(ARABIC_ZERO + digit)).join(''), { targetFormat: 'sfnt' });
  const mapped = withTable(shapes, 'cmap', cmapOf(glyphsOf(tableOf(shapes, 'cmap'))));
  return subsetFont(mapped, DIGITS.join(''), { targetFormat: 'woff2' });
}

interface TableRecord {
  readonly tag: string;
  readonly bytes: Buffer;
}

function tablesOf(font: Buffer): TableRecord[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16;
    const start = font.readUInt32BE(at + 8);
    return { tag: font.toString('latin1', at, at + 4), bytes: font.subarray(start, start + font.readUInt32BE(at + 12)) };
  });
}

function tableOf(font: Buffer, tag: string): Buffer {
  const found = tablesOf(font).find((table) => table.tag === tag);
  if (!found) throw new Error(`the font has no table "${tag}"`);
  return found.bytes;
}

/** Glyph of each Arabic digit, from a character map of format 4 or 12. */
function glyphsOf(cmap: Buffer): number[] {
  const starts = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(4 + index * 8 + 4));
  for (const start of starts) {
    const map = cmap.subarray(start);
    const glyph = map.readUInt16BE(0) === 12 ? glyphInGroups(map) : map.readUInt16BE(0) === 4 ? glyphInSegments(map) : null;
    if (glyph) return DIGITS.map((digit) => glyph(ARABIC_ZERO + digit));
  }
  throw new Error('the font has no character map that can be read');
}

function glyphInGroups(map: Buffer): (character: number) => number {
  return (character) => {
    for (let at = 16; at < 16 + map.readUInt32BE(12) * 12; at += 12) {
      const first = map.readUInt32BE(at);
      if (character >= first && character <= map.readUInt32BE(at + 4)) return map.readUInt32BE(at + 8) + character - first;
    }
    return 0;
  };
}

function glyphInSegments(map: Buffer): (character: number) => number {
  const twice = map.readUInt16BE(6);
  return (character) => {
    for (let at = 0; at < twice; at += 2) {
      const first = map.readUInt16BE(16 + twice + at);
      if (character > map.readUInt16BE(14 + at) || character < first) continue;
      const offsetAt = 16 + 3 * twice + at;
      const offset = map.readUInt16BE(offsetAt);
      const delta = map.readUInt16BE(16 + 2 * twice + at);
      return offset === 0 ? (character + delta) & 0xffff : (map.readUInt16BE(offsetAt + offset + 2 * (character - first)) + delta) & 0xffff;
    }
    return 0;
  };
}

/** A character map of format 12 that gives 0–9 these glyphs. */
function cmapOf(glyphs: readonly number[]): Buffer {
  const groups = glyphs.map((glyph, digit) => [LATIN_ZERO + digit, LATIN_ZERO + digit, glyph]);
  const words = [0x00000001, 0x0003000a, 12, 0x000c0000, 16 + groups.length * 12, 0, groups.length, ...groups.flat()];
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes;
}

/** The same font with one table replaced; checksums are left empty, since the next step writes them anew. */
function withTable(font: Buffer, tag: string, bytes: Buffer): Buffer {
  const tables = tablesOf(font).map((table) => (table.tag === tag ? { tag, bytes } : table));
  const head = Buffer.alloc(12 + tables.length * 16);
  font.copy(head, 0, 0, 12);
  const parts: Buffer[] = [head];
  let at = head.length;
  tables.forEach((table, index) => {
    const entry = 12 + index * 16;
    head.write(table.tag, entry, 'latin1');
    head.writeUInt32BE(at, entry + 8);
    head.writeUInt32BE(table.bytes.length, entry + 12);
    const padded = Buffer.concat([table.bytes, Buffer.alloc((4 - (table.bytes.length % 4)) % 4)]);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat(parts);
}
