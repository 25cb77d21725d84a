/** Whether a character can be drawn. */
export type Covers = (codePoint: number) => boolean;

/** What our faces can draw: a character that every weight of one family has. */
export function coverageOf(families: readonly (readonly Buffer[])[]): Covers {
  const tables = families.map((weights) => weights.map(charactersOf));
  return (codePoint) => tables.some((weights) => weights.every((has) => has(codePoint)));
}

/** Reads the `cmap` of a TrueType font: a segment map (format 4), or groups beyond the first plane (format 12), where there are. */
function charactersOf(font: Buffer): Covers {
  const cmap = tableAt(font, 'cmap');
  const offsets = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, at) => cmap + font.readUInt32BE(cmap + 4 + at * 8 + 4));
  const of = (format: number) => offsets.find((at) => font.readUInt16BE(at) === format);
  const groups = of(12);
  if (groups !== undefined) return within(rangesOfGroups(font, groups));
  const segments = of(4);
  if (segments === undefined) throw new Error('a font without a character map that is read here');
  return within(rangesOfSegments(font, segments));
}

type Range = readonly [first: number, last: number];

function rangesOfGroups(font: Buffer, at: number): Range[] {
  return Array.from({ length: font.readUInt32BE(at + 12) }, (_, group) => {
    const place = at + 16 + group * 12;
    return [font.readUInt32BE(place), font.readUInt32BE(place + 4)];
  });
}

function rangesOfSegments(font: Buffer, at: number): Range[] {
  const twice = font.readUInt16BE(at + 6);
  const ends = at + 14;
  const starts = ends + twice + 2;
  return Array.from({ length: twice / 2 }, (_, segment): Range => [font.readUInt16BE(starts + segment * 2), font.readUInt16BE(ends + segment * 2)]).filter(
    ([first]) => first !== 0xffff,
  );
}

function within(ranges: readonly Range[]): Covers {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  return (codePoint) => {
    let low = 0;
    let high = sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = sorted[middle]!;
      if (codePoint < first) high = middle - 1;
      else if (codePoint > last) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function tableAt(font: Buffer, name: string): number {
  for (let at = 12; at < 12 + font.readUInt16BE(4) * 16; at += 16) if (font.toString('latin1', at, at + 4) === name) return font.readUInt32BE(at + 8);
  throw new Error(`a font without ${name}`);
}
