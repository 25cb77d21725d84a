import type { OwnRequest, TimelineEntry } from '../../shared/answers/request-answers.ts';

/** One pearl of the thread. */
export interface Passed extends TimelineEntry {
  readonly id: string;
  readonly now: boolean;
}

type Told = Pick<OwnRequest, 'timeline' | 'state' | 'ended' | 'changedAt'>;

/**
 * What happened, oldest first, and where it stands now: the last entry where it says so itself, else one of its own. The same thing said twice at once, by a decision
 * and by the state it led to, is told once.
 */
export function progressOf({ timeline, state, ended, changedAt }: Told): readonly Passed[] {
  const told = timeline.filter((entry, at) => {
    const before = timeline[at - 1];
    return !(before && before.title === entry.title && entry.kind === 'state');
  });
  const passed = told.map((entry, at): Passed => ({ ...entry, id: String(at), now: false }));
  if (ended) return passed;
  const last = passed.at(-1);
  if (last && last.title === state.title) return [...passed.slice(0, -1), { ...last, now: true }];
  return [...passed, { id: 'now', now: true, at: changedAt, kind: 'state', title: state.title, step: null, by: null, reasons: [], note: null }];
}
