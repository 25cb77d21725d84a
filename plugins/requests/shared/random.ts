/** Numbers that look random and are the same for the same seed, so that what came of them can be met again. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  chance(share: number): boolean;
  of<Value>(values: readonly Value[]): Value;
}

/** Mulberry32: small, quick and good enough to vary documents and to play procedures. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, of: (values) => values[below(values.length)] as never };
}
