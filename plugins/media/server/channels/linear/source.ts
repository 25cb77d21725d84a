/** Variants of a channel's stream: a high and a low picture, both with sound, and sound alone. A radio has the last only. */
export type LinearVariant = 'h' | 'l' | 'a';

export function variantsOf(kind: 'video' | 'audio'): readonly LinearVariant[] {
  return kind === 'video' ? ['h', 'l', 'a'] : ['a'];
}

/**
 * What goes through without a break: an edition, or one run of a broadcast's encoder. All times are whole microseconds from the part's own zero, so that
 * sums lose nothing.
 */
export interface Part {
  readonly number: number;
  /** Where the segments of the leading variant begin, and last where the last one ends. */
  readonly marks: readonly number[];
  /** Where the segments of each variant begin. */
  readonly starts: Readonly<Partial<Record<LinearVariant, readonly number[]>>>;
}

/** A programme as a channel plays it: its parts one after another. `edition` 0 is the recording of a broadcast. */
export interface Source {
  readonly programme: string;
  readonly edition: number;
  readonly parts: readonly Part[];
}

export function lengthOfPart({ marks }: Part): number {
  return marks.at(-1)! - marks[0]!;
}

export function lengthOf({ parts }: Source): number {
  return parts.reduce((sum, part) => sum + lengthOfPart(part), 0);
}

/** Sound and picture are not cut at quite the same instant: what begins so little before a border belongs behind it. */
const tolerance = 100_000;

/** Which segments of a variant belong to a stretch of the leading one: first index, and how many. */
export function within(starts: readonly number[], from: number, to: number): readonly [first: number, count: number] {
  const first = starts.findIndex((start) => start >= from - tolerance);
  if (first < 0) return [starts.length, 0];
  const end = starts.findIndex((start) => start >= to - tolerance);
  return [first, Math.max(0, (end < 0 ? starts.length : end) - first)];
}
