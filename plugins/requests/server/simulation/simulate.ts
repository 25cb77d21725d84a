import type { Procedure } from '../../procedure/definition.ts';
import { randomOf } from '../../shared/random.ts';
import type { WorkingCalendar } from '../requests/working-calendar.ts';
import { OneRequest, type Course } from './one-request.ts';
import type { RecordedPast } from './past.ts';

export interface SimulationInput {
  readonly procedure: Procedure;
  readonly past: RecordedPast;
  readonly calendar: WorkingCalendar;
  /** How many requests are played. */
  readonly requests: number;
  /** The same seed gives the same answer. */
  readonly seed: number;
  /** When the first one is sent; the others follow hour by hour, so that working days fall differently for each. */
  readonly from: Date;
}

/** Times of what came to its own end; `null` where nothing did. */
export interface Times {
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

export interface SimulatedStep extends Times {
  readonly step: string;
  readonly visits: number;
  /** Visits that a timer, a message or an ending cut short. */
  readonly cutShort: number;
  /** Nothing was recorded of it: its time is what its service level allows. */
  readonly assumed: boolean;
}

export interface SimulatedEnd {
  readonly state: string;
  readonly ending: Course['ending'];
  /** Where it stands still, when it is stuck or goes on for ever. */
  readonly at?: string;
  readonly count: number;
}

export interface SimulationResult extends Times {
  readonly requests: number;
  /** In the order of the procedure's file. */
  readonly steps: readonly SimulatedStep[];
  readonly timers: readonly { readonly timer: string; readonly fired: number }[];
  /** The most frequent first. */
  readonly ends: readonly SimulatedEnd[];
}

const hourMs = 3_600_000;

/** Plays requests through a procedure with the times and decisions of the past. Pure: nothing is read or written. */
export function simulate({ procedure, past, calendar, requests, seed, from }: SimulationInput): SimulationResult {
  const random = randomOf(seed);
  const courses = Array.from({ length: requests }, (_none, at) =>
    new OneRequest({ procedure, past, calendar, random, startedAt: new Date(from.getTime() + at * hourMs) }).run(),
  );
  const ended = courses.filter(({ ending }) => ending !== 'stuck' && ending !== 'endless');
  return {
    requests,
    ...timesOf(ended.map(({ ms }) => ms)),
    steps: stepsOf(procedure, courses),
    timers: [...counted(courses.flatMap(({ timers }) => timers))].map(([timer, fired]) => ({ timer, fired })),
    ends: endsOf(courses),
  };
}

function stepsOf(procedure: Procedure, courses: readonly Course[]): SimulatedStep[] {
  const visits = Map.groupBy(
    courses.flatMap((course) => course.visits),
    ({ step }) => step,
  );
  return [...procedure.nodes.keys()].flatMap((step): SimulatedStep[] => {
    const all = visits.get(step) ?? [];
    const [first] = all;
    if (!first) return [];
    const finished = all.flatMap(({ ms }) => (ms === null ? [] : [ms]));
    return [{ step, visits: all.length, cutShort: all.length - finished.length, assumed: first.assumed, ...timesOf(finished) }];
  });
}

function endsOf(courses: readonly Course[]): SimulatedEnd[] {
  const kinds = new Map<string, SimulatedEnd>();
  for (const { state, ending, at } of courses) {
    const standing = ending === 'stuck' || ending === 'endless' ? at : undefined;
    const key = `${ending} ${state} ${standing ?? ''}`;
    const count = (kinds.get(key)?.count ?? 0) + 1;
    kinds.set(key, { state, ending, count, ...(standing !== undefined && { at: standing }) });
  }
  return [...kinds.values()].toSorted((one, other) => other.count - one.count);
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Median and ninetieth percentile by nearest rank. */
function timesOf(all: readonly number[]): Times {
  const sorted = all.toSorted((one, other) => one - other);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { medianMs: rank(0.5), p90Ms: rank(0.9) };
}
