import type { EntryContent, NewEntry, ScheduleEntry } from '../../../shared/channels.ts';
import { dayLater, weekdayOfDay } from '../../../shared/riyadh-days.ts';

/** An entry of the schedule while it is written. */
export interface EntryDraft {
  readonly kind: EntryContent['kind'];
  readonly content: string | null;
  readonly day: string | null;
  readonly time: string;
  readonly repeat: NewEntry['repeat'];
  readonly weekdays: readonly number[];
  readonly until: string | null;
  /** As it is typed. */
  readonly minutes: string;
}

export type Fault = 'content' | 'day' | 'time' | 'weekdays' | 'until' | 'minutes';

const hourForm = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const usualWeeks = 12;

export function freshDraft(day: string): EntryDraft {
  return {
    kind: 'programme',
    content: null,
    day,
    time: '18:00',
    repeat: 'once',
    weekdays: [weekdayOfDay(day)],
    until: dayLater(day, 7 * usualWeeks),
    minutes: '60',
  };
}

export function draftOf({ content, day, time, repeat, weekdays, until, minutes }: ScheduleEntry): EntryDraft {
  return {
    kind: content.kind,
    content: content.id,
    day,
    time,
    repeat,
    weekdays: weekdays.length > 0 ? weekdays : [weekdayOfDay(day)],
    until: until ?? dayLater(day, 7 * usualWeeks),
    minutes: String(minutes ?? 60),
  };
}

/** What is still missing or wrong. */
export function faultsOf({ kind, content, day, time, repeat, weekdays, until, minutes }: EntryDraft): ReadonlySet<Fault> {
  const faults = new Set<Fault>();
  if (content === null) faults.add('content');
  if (day === null) faults.add('day');
  if (!hourForm.test(time.trim())) faults.add('time');
  if (repeat === 'weekly' && weekdays.length === 0) faults.add('weekdays');
  if (repeat !== 'once' && (until === null || (day !== null && until < day))) faults.add('until');
  if (kind === 'broadcast' && !(Number.isInteger(Number(minutes)) && Number(minutes) >= 1 && Number(minutes) <= 1_440)) faults.add('minutes');
  return faults;
}

/** As the hub takes it; only of one without faults. */
export function entryOf({ kind, content, day, time, repeat, weekdays, until, minutes }: EntryDraft): NewEntry {
  const typed = time.trim();
  return {
    content: { kind, id: content! },
    day: day!,
    time: /^\d:/.test(typed) ? `0${typed}` : typed,
    repeat,
    weekdays: repeat === 'weekly' ? [...weekdays].sort() : [],
    until: repeat === 'once' ? null : until,
    minutes: kind === 'broadcast' ? Number(minutes) : null,
  };
}
