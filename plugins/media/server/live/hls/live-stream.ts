export type Variant = 'v' | 'a';

/** One run of the encoder in one variant. */
export interface Run {
  readonly number: number;
  readonly variant: Variant;
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  readonly slate: boolean;
  /** Variants that this run has. */
  readonly variants: number;
  readonly initBytes: number;
  /** Where its init section lies in the packed file. */
  readonly initAt: number | null;
}

export interface StreamSegment {
  readonly id: number;
  readonly variant: Variant;
  readonly run: number;
  readonly number: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Milliseconds since 1970 at which its first picture arrived. */
  readonly beganAt: number;
  readonly atByte: number | null;
}

/** A segment as a playlist lists it: with the run that it belongs to. */
export interface ListedSegment extends StreamSegment {
  readonly of: Run;
}

/**
 * Segments of a variant in the order of a playlist. A run counts once every variant that it has got a segment: the variants of a broadcast must have
 * equally many discontinuities, by which players find their place when they change over.
 */
export function listedSegments(variant: Variant, runs: readonly Run[], segments: readonly StreamSegment[]): ListedSegment[] {
  const begun = new Map<number, Set<Variant>>();
  for (const { run, variant: of } of segments) begun.set(run, (begun.get(run) ?? new Set()).add(of));
  const whole = new Map(runs.filter((run) => run.variant === variant && (begun.get(run.number)?.size ?? 0) >= run.variants).map((run) => [run.number, run]));
  return segments
    .filter((segment) => segment.variant === variant && whole.has(segment.run))
    .map((segment) => ({ ...segment, of: whole.get(segment.run)! }))
    .sort((a, b) => a.run - b.run || a.number - b.number);
}

/** The part of a recording between two moments (seconds from its beginning), at the borders of segments; `null`: to its end. */
export function trimmed(segments: readonly ListedSegment[], from: number | null, to: number | null): ListedSegment[] {
  let at = 0;
  return segments.filter(({ seconds }) => {
    const begins = at;
    at += seconds;
    return at > (from ?? 0) + 0.001 && begins < (to ?? Number.POSITIVE_INFINITY) - 0.001;
  });
}

export function secondsOf(segments: readonly Pick<StreamSegment, 'seconds'>[]): number {
  return segments.reduce((sum, { seconds }) => sum + seconds, 0);
}
