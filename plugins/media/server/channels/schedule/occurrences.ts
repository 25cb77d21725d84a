import { dayMs, weekdayOf } from './riyadh-time.ts';

/** When an entry of a schedule begins: once, or at the same hour of several days. Moments in milliseconds since 1970. */
export interface Pattern {
  readonly firstAt: number;
  readonly repeat: 'once' | 'daily' | 'weekly';
  /** 0 = Sunday; for `weekly`. */
  readonly weekdays: readonly number[];
  readonly lastAt: number;
}

/** One time that an entry begins. */
export interface Occurrence<Entry> {
  readonly entry: Entry;
  readonly beginsAt: number;
  readonly endsAt: number;
}

/** What the schedule knows of an entry: when, and how long it plays. */
export type Timed = Pattern & { readonly id: string; readonly seconds: number };

/** Times that an entry begins from a moment (counted) to another (not counted), in order. */
export function beginningsOf({ firstAt, repeat, weekdays, lastAt }: Pattern, from: number, to: number): number[] {
  const begins: number[] = [];
  const skipped = repeat === 'once' ? 0 : Math.max(0, Math.ceil((from - firstAt) / dayMs));
  for (let at = firstAt + skipped * dayMs; at <= lastAt && at < to; at += dayMs) {
    if (at >= from && (repeat !== 'weekly' || weekdays.includes(weekdayOf(at)))) begins.push(at);
    if (repeat === 'once') break;
  }
  return begins;
}

/** All occurrences that run within a stretch of time, also those that began before it, in the order in which they begin. What has no length has none. */
export function occurrencesOf<Entry extends Timed>(entries: readonly Entry[], from: number, to: number): Occurrence<Entry>[] {
  return entries
    .filter(({ seconds }) => seconds > 0)
    .flatMap((entry) => {
      const ms = Math.round(entry.seconds * 1_000);
      return beginningsOf(entry, from - ms + 1, to).map((beginsAt) => ({ entry, beginsAt, endsAt: beginsAt + ms }));
    })
    .sort((a, b) => a.beginsAt - b.beginsAt || a.entry.id.localeCompare(b.entry.id));
}

/**
 * How far an entry may lie over its neighbour, in milliseconds: a tenth of its length, at most a minute, of the shorter of both. The one that runs comes to
 * its end then, so that nobody need leave gaps for a programme of ten minutes and one second.
 */
export function grace(seconds: number): number {
  return Math.min(60_000, Math.round(seconds * 100));
}

/** Where the first two entries meet that may not; `null`: nowhere. */
export function firstOverlap<Entry extends Timed>(
  candidate: Timed,
  others: readonly Entry[],
): { readonly mine: Occurrence<Timed>; readonly other: Occurrence<Entry> } | null {
  const longest = Math.max(0, candidate.seconds, ...others.map(({ seconds }) => seconds)) * 1_000;
  const mine = occurrencesOf([candidate], candidate.firstAt, candidate.lastAt + 1);
  const theirs = occurrencesOf(others, candidate.firstAt - longest, candidate.lastAt + longest + 1);
  let from = 0;
  for (const one of mine) {
    while (from < theirs.length && theirs[from]!.beginsAt < one.beginsAt - longest) from += 1;
    for (let index = from; index < theirs.length && theirs[index]!.beginsAt < one.endsAt; index++) {
      const other = theirs[index]!;
      const [first, second] = one.beginsAt <= other.beginsAt ? [one, other] : [other, one];
      const allowed = Math.min(grace(first.entry.seconds), grace(second.entry.seconds));
      if (second.beginsAt < first.endsAt - allowed) return { mine: one, other };
    }
  }
  return null;
}
