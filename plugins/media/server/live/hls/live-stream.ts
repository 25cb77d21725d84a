/** `v`: the picture as it was sent, with sound; `s`: a smaller picture with sound; `a`: sound alone. */
export type Variant = 'v' | 's' | 'a';

export const variants: readonly Variant[] = ['v', 's', 'a'];

/** One run of the encoder in one variant. */
export interface Run {
  readonly number: number;
  readonly variant: Variant;
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  readonly slate: boolean;
  /** Variants without which this run is not shown: picture and sound alone, or sound alone. */
  readonly variants: number;
  /** Of the picture as it was sent: a smaller one is made beside it. */
  readonly small: boolean;
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
  /** It was never made: players take another variant for so long. */
  readonly missing?: true;
}

/**
 * Segments of a variant in the order of a playlist, which only ever grows at its end. A run counts once picture and sound have got a segment: the
 * variants of a broadcast must have equally many discontinuities, by which players find their place when they change over. What an earlier run still
 * writes after a later one counts is left out: it would push aside what players know already.
 */
export function listedSegments(variant: Variant, runs: readonly Run[], segments: readonly StreamSegment[]): ListedSegment[] {
  if (variant === 's') return smallSegments(runs, segments);
  const whole = countingRuns(variant, runs, segments);
  return segments
    .flatMap((segment) => {
      const listed = segment.variant === variant ? whole.get(segment.run) : undefined;
      return listed && segment.id < listed.before ? [{ ...segment, of: listed.run }] : [];
    })
    .sort((a, b) => a.run - b.run || a.number - b.number);
}

/** Runs that count, as a variant has them, each with the place in the order of all segments from which a later one counts. */
function countingRuns(variant: Variant, runs: readonly Run[], segments: readonly StreamSegment[]) {
  const firsts = new Map<number, Map<Variant, number>>();
  for (const { run, variant: of, id } of segments) {
    if (of === 's') continue;
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
  return whole;
}

/**
 * The smaller picture, segment for segment beside the picture as it was sent, and as long: where a run has none, that picture stands in its place. One that
 * was given up in the middle of a run is missing from there to the run's end, which is known once a later run counts.
 */
function smallSegments(runs: readonly Run[], segments: readonly StreamSegment[]): ListedSegment[] {
  const pictures = listedSegments('v', runs, segments);
  const counting = countingRuns('v', runs, segments);
  const latest = Math.max(...counting.keys());
  const smallRuns = new Map(runs.filter(({ variant }) => variant === 's').map((run) => [run.number, run]));
  const made = new Map<string, StreamSegment>();
  const begun = new Set<number>();
  for (const segment of segments) {
    if (segment.variant !== 's' || segment.id >= (counting.get(segment.run)?.before ?? 0)) continue;
    made.set(`${segment.run}-${segment.number}`, segment);
    begun.add(segment.run);
  }
  const listed: ListedSegment[] = [];
  for (const picture of pictures) {
    const { run, number, seconds, beganAt } = picture;
    const small = made.get(`${run}-${number}`);
    const of = smallRuns.get(run);
    if (!picture.of.small || (run !== latest && !begun.has(run))) listed.push(picture);
    else if (small && of) listed.push({ ...small, seconds, beganAt, of });
    else if (of && run !== latest) listed.push({ ...picture, variant: 's', atByte: null, of, missing: true });
    else break;
  }
  return listed;
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
