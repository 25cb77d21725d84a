import { grace } from '../schedule/occurrences.ts';
import { dayBegins, dayOf } from '../schedule/riyadh-time.ts';
import { lengthOf, lengthOfPart, variantsOf, within, type LinearVariant, type Part, type Source } from './source.ts';

/** An entry of the schedule at one of its times, with what can be sent of it. Moments are microseconds since 1970. */
export interface Planned {
  readonly entry: string;
  readonly playlist: string | null;
  readonly plannedAt: number;
  readonly sources: readonly Source[];
}

/** What a channel is to send as it is known now. */
export interface Plan {
  readonly kind: 'video' | 'audio';
  /** In the order in which they begin; none is empty. */
  readonly planned: readonly Planned[];
  readonly filler: { readonly playlist: string; readonly sources: readonly Source[] } | null;
  /** The programme that was logged last, as long as it may be sent: it goes on though it left its playlist or was encoded anew. */
  readonly current: Source | null;
}

/** A stretch of the stream that is decided: it never changes afterwards. */
export interface Stretch {
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly programme: string;
  readonly edition: number;
  readonly part: number;
  /** Within the part. */
  readonly from: number;
  readonly to: number;
  /** When the programme began on the channel. */
  readonly programmeAt: number;
  /** Whether the programme is over with it. */
  readonly last: boolean;
  readonly entry: string | null;
  readonly plannedAt: number | null;
  readonly playlist: string | null;
  /** The programme's place among those of its playlist. */
  readonly position: number;
  readonly discontinuity: number;
  readonly segments: Readonly<Partial<Record<LinearVariant, readonly [first: number, count: number]>>>;
}

/** Where one is: the next segment of a programme. */
interface Place {
  readonly of: Planned | null;
  readonly playlist: string | null;
  readonly position: number;
  readonly source: Source;
  readonly part: number;
  readonly mark: number;
  readonly programmeAt: number;
}

const second = 1_000_000;
/** When nobody listened for longer, the stream is joined where the schedule stands; else it goes on without a hole. */
export const longestUnheard = 1_800 * second;
/** One that begins no later than this begins at its beginning; later, in its middle. */
const lateStart = 120 * second;

/**
 * What follows the last stretch of a channel, at least until `until`: each segment follows the one before. An entry begins at the first border of a
 * segment after its time; what runs then is cut off, unless it ends within its grace. Whatever is not planned is the filler's. The same segments come
 * out at whatever instants it is asked, as long as the plan stays.
 */
export function extendTimeline(plan: Plan, last: Stretch | null, now: number, until: number): Stretch[] {
  const joins = last === null || last.endsAt < now - longestUnheard;
  let { at, place, finished } = joins ? joined(plan, now) : { at: last.endsAt, ...afterStretch(plan, last) };
  const stretches: Stretch[] = [];
  let before = last;
  while (at < until) {
    place = placeAt(plan, place, finished, at);
    if (!place) {
      const next = plan.planned.find(({ plannedAt }) => plannedAt > at);
      if (!next || next.plannedAt >= until) break;
      at = next.plannedAt;
      continue;
    }
    const part = place.source.parts[place.part]!;
    const [from, to] = [part.marks[place.mark]!, part.marks[place.mark + 1]!];
    const following = placeAfter(plan, place, at + to - from);
    const isLast = following?.programmeAt !== place.programmeAt;
    before = grown(plan, stretches, before, { place, part, from, to, at, last: isLast });
    at += to - from;
    finished = following ? null : place.of;
    place = following;
  }
  return stretches;
}

/** Adds a segment to the last stretch, or begins another one. */
function grown(
  plan: Plan,
  stretches: Stretch[],
  before: Stretch | null,
  { place, part, from, to, at, last }: { place: Place; part: Part; from: number; to: number; at: number; last: boolean },
): Stretch {
  const { of, playlist, position, source, programmeAt } = place;
  const goesOn =
    before !== null &&
    before.programme === source.programme &&
    before.edition === source.edition &&
    before.part === part.number &&
    before.programmeAt === programmeAt &&
    before.to === from;
  const open = goesOn && stretches.length > 0 ? before : null;
  const begin = open ? open.from : from;
  const segments: Partial<Record<LinearVariant, readonly [number, number]>> = {};
  for (const variant of variantsOf(plan.kind)) {
    const earlier = before?.segments[variant] ?? [0, 0];
    const first = open ? earlier[0] : earlier[0] + earlier[1];
    segments[variant] = [first, within(part.starts[variant] ?? [], begin, to)[1]];
  }
  const stretch: Stretch = {
    beginsAt: open?.beginsAt ?? at,
    endsAt: at + to - from,
    programme: source.programme,
    edition: source.edition,
    part: part.number,
    from: begin,
    to,
    programmeAt,
    last,
    entry: of?.entry ?? null,
    plannedAt: of?.plannedAt ?? null,
    playlist,
    position,
    discontinuity: before === null ? 0 : before.discontinuity + (goesOn ? 0 : 1),
    segments,
  };
  if (open) stretches[stretches.length - 1] = stretch;
  else stretches.push(stretch);
  return stretch;
}

/** What is sent at a border: the place that was reached, unless something else is due. */
function placeAt(plan: Plan, place: Place | null, finished: Planned | null, at: number): Place | null {
  if (place?.of) {
    const running = place.of;
    const next = plan.planned.findLast(({ plannedAt }) => plannedAt <= at && plannedAt > running.plannedAt);
    return next && remaining(place) > Math.min(graceOf(running), graceOf(next)) ? beginning(next, at) : place;
  }
  const due = plan.planned.findLast(({ plannedAt }) => plannedAt <= at);
  if (due && !isSame(due, finished) && at < endOf(due)) return at - due.plannedAt <= lateStart ? beginning(due, at) : inside(due, due.plannedAt, at);
  return place ?? fillerFrom(plan, phaseOf(plan, at), at);
}

/** The next segment of the same entry or of the filler; `null`: the entry is over. */
function placeAfter(plan: Plan, place: Place, at: number): Place | null {
  const { source, part, mark, of, position } = place;
  if (mark + 2 < source.parts[part]!.marks.length) return { ...place, mark: mark + 1 };
  if (part + 1 < source.parts.length) return { ...place, part: part + 1, mark: 0 };
  return programmeAfter(plan, of, { programme: source.programme, playlist: place.playlist, position }, at);
}

/** The programme after another one of an entry or of the filler. One that has left the list has made room for the next one at its place. */
function programmeAfter(plan: Plan, of: Planned | null, before: Pick<Stretch, 'programme' | 'playlist' | 'position'>, at: number): Place | null {
  const sources = of ? of.sources : plan.filler?.playlist === before.playlist ? plan.filler?.sources : undefined;
  if (!sources) return null;
  const isThere = sources[before.position]?.programme === before.programme;
  const found = isThere ? before.position : sources.findIndex(({ programme }) => programme === before.programme);
  const position = found < 0 ? before.position : found + 1;
  if (!of) return fillerFrom(plan, position, at);
  const source = sources[position];
  return source ? { ...beginning(of, at), position, source } : null;
}

/** Where a stretch that was logged leads. */
function afterStretch(plan: Plan, last: Stretch): { readonly place: Place | null; readonly finished: Planned | null } {
  const of = last.entry === null ? null : (plan.planned.find(({ entry, plannedAt }) => entry === last.entry && plannedAt === last.plannedAt) ?? null);
  if (last.entry !== null && !of) return { place: null, finished: null };
  const going = last.last ? null : goingOn(plan, last, of);
  if (going) return { place: going, finished: null };
  const next = programmeAfter(plan, of, last, last.endsAt);
  return { place: next, finished: next ? null : of };
}

function goingOn({ current }: Plan, last: Stretch, of: Planned | null): Place | null {
  if (!current || current.programme !== last.programme || current.edition !== last.edition) return null;
  const { playlist, position, programmeAt } = last;
  const part = current.parts.findIndex(({ number, marks }) => number > last.part || (number === last.part && marks.at(-1)! > last.to));
  if (part < 0) return null;
  const { number, marks } = current.parts[part]!;
  const mark = number === last.part ? marks.findIndex((one) => one >= last.to) : 0;
  return { of, playlist, position, source: current, part, mark, programmeAt };
}

/** Where the schedule stands at a moment, as if it had run all the while: the segment that is on then, and when it began. */
function joined(plan: Plan, now: number): { readonly at: number; readonly place: Place | null; readonly finished: Planned | null } {
  const due = plan.planned.findLast(({ plannedAt }) => plannedAt <= now);
  if (due && now < endOf(due)) {
    const place = inside(due, due.plannedAt, now);
    return { at: startOf(place), place, finished: null };
  }
  const from = Math.max(due ? endOf(due) : 0, dayBegins(dayOf(now / 1_000)) * 1_000);
  const round = plan.filler ? plan.filler.sources.reduce((sum, one) => sum + lengthOf(one), 0) : 0;
  if (!plan.filler || round === 0) return { at: now, place: null, finished: null };
  const first = phaseOf(plan, from);
  const { sources } = plan.filler;
  let begins = now - ((now - from) % round);
  for (let step = 0; ; step++) {
    const position = (first + step) % sources.length;
    const length = lengthOf(sources[position]!);
    if (now < begins + length || step >= sources.length) {
      const place = placeWithin(fillerFrom(plan, position, begins)!, now - begins);
      return { at: startOf(place), place, finished: null };
    }
    begins += length;
  }
}

/** With which programme the filler begins in a gap: another one in each, the same for everybody who asks. */
function phaseOf({ filler }: Plan, at: number): number {
  if (!filler) return 0;
  const round = filler.sources.reduce((sum, one) => sum + lengthOf(one), 0);
  let left = round === 0 ? 0 : at % round;
  return Math.max(
    0,
    filler.sources.findIndex((source) => (left -= lengthOf(source)) < 0),
  );
}

function fillerFrom({ filler }: Plan, position: number, at: number): Place | null {
  if (!filler || filler.sources.length === 0) return null;
  const index = position % filler.sources.length;
  return { of: null, playlist: filler.playlist, position: index, source: filler.sources[index]!, part: 0, mark: 0, programmeAt: at };
}

function beginning(of: Planned, at: number): Place {
  return { of, playlist: of.playlist, position: 0, source: of.sources[0]!, part: 0, mark: 0, programmeAt: at };
}

/** The place at a moment in an entry that began at another. */
function inside(of: Planned, began: number, at: number): Place {
  let begins = began;
  for (const [position, source] of of.sources.entries()) {
    const length = lengthOf(source);
    if (at < begins + length || position === of.sources.length - 1) return placeWithin({ ...beginning(of, begins), position, source }, at - begins);
    begins += length;
  }
  return beginning(of, began);
}

/** The place so long after a programme's beginning. */
function placeWithin(place: Place, offset: number): Place {
  let left = offset;
  for (const [part, one] of place.source.parts.entries()) {
    const length = lengthOfPart(one);
    if (left < length)
      return {
        ...place,
        part,
        mark: Math.max(
          0,
          one.marks.findLastIndex((mark) => mark - one.marks[0]! <= left),
        ),
      };
    left -= length;
  }
  const part = place.source.parts.length - 1;
  return { ...place, part, mark: place.source.parts[part]!.marks.length - 2 };
}

/** When the segment at a place begins, by the programme's own beginning. */
function startOf({ source, part, mark, programmeAt }: Place): number {
  const { marks } = source.parts[part]!;
  return programmeAt + source.parts.slice(0, part).reduce((sum, one) => sum + lengthOfPart(one), 0) + marks[mark]! - marks[0]!;
}

/** What is left of an entry from a place on. */
function remaining({ of, source, part, mark, position }: Place): number {
  const { marks } = source.parts[part]!;
  const parts = source.parts.slice(part + 1).reduce((sum, one) => sum + lengthOfPart(one), 0);
  const others = (of?.sources.slice(position + 1) ?? []).reduce((sum, one) => sum + lengthOf(one), 0);
  return marks.at(-1)! - marks[mark]! + parts + others;
}

function totalOf({ sources }: Planned): number {
  return sources.reduce((sum, source) => sum + lengthOf(source), 0);
}

function endOf(planned: Planned): number {
  return planned.plannedAt + totalOf(planned);
}

function graceOf(planned: Planned): number {
  return grace(totalOf(planned) / second) * 1_000;
}

function isSame(one: Planned, other: Planned | null): boolean {
  return one.entry === other?.entry && one.plannedAt === other.plannedAt;
}
