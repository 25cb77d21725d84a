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
 * Segments of a variant in the order of a playlist, which only ever grows at its end. A run counts once every variant that it has got a segment: the
 * variants of a broadcast must have equally many discontinuities, by which players find their place when they change over. What an earlier run still
 * writes after a later one counts is left out: it would push aside what players know already.
 */
export function listedSegments(variant: Variant, runs: readonly Run[], segments: readonly StreamSegment[]): ListedSegment[] {
  const firsts = new Map<number, Map<Variant, number>>();
  for (const { run, variant: of, id } of segments) {
    const ids = firsts.get(run) ?? new Map<Variant, number>();
    ids.set(of, Math.min(id, ids.get(of) ?? id));
    firsts.set(run, ids);
  }
  const whole = new Map<number, { readonly run: Run; readonly before: number }>();
  let before = Number.POSITIVE_INFINITY;
  for (const run of runs.filter((one) => one.variant === variant).sort((a, b) => b.number - a.number)) {
    const ids = firsts.get(run.number);
    if (!ids || ids.size < run.variants) continue;
    const countsFrom = Math.max(...ids.values());
    if (countsFrom > before) continue;
    whole.set(run.number, { run, before });
    before = countsFrom;
  }
  return segments
    .flatMap((segment) => {
      const listed = segment.variant === variant ? whole.get(segment.run) : undefined;
      return listed && segment.id < listed.before ? [{ ...segment, of: listed.run }] : [];
    })
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
