/** A stretch of a line along a gap between columns or a corridor between rows. */
export interface Stretch {
  readonly line: string;
  readonly from: number;
  readonly to: number;
}

/** Gives stretches that lie side by side tracks of their own, and lets those that do not meet share one. */
export function assignTracks(stretches: readonly Stretch[]): { readonly of: ReadonlyMap<string, number>; readonly count: number } {
  const ends: number[] = [];
  const of = new Map<string, number>();
  const sorted = stretches.map((one) => ({ line: one.line, low: Math.min(one.from, one.to), high: Math.max(one.from, one.to) })).sort((a, b) => a.low - b.low);
  for (const { line, low, high } of sorted) {
    const free = ends.findIndex((end) => end < low);
    const track = free === -1 ? ends.length : free;
    ends[track] = high;
    of.set(line, track);
  }
  return { of, count: ends.length };
}
