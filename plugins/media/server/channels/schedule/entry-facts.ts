import { AmanahError } from '@amanah/errors';
import type { NewEntry, ScheduleEntry } from '../../../shared/channels.ts';
import { dayMs, dayOf, momentOf, timeOf } from './riyadh-time.ts';
import type { Entry, EntryFacts } from './schedule-store.ts';

const longestRepeatDays = 400;

/** An entry as people write it, in Riyadh's time, as the store keeps it. @throws MEDIA_SCHEDULE_INVALID with each faulty field */
export function factsOf({ content, day, time, repeat, weekdays, until, minutes }: NewEntry, now: number): EntryFacts {
  const firstAt = momentOf(day, time);
  const lastAt = repeat === 'once' ? firstAt : until === null ? Number.NaN : momentOf(until, time);
  const faults = [
    [repeat !== 'once' && until === null, 'until', 'missing'],
    [lastAt < firstAt, 'until', 'before'],
    [lastAt - firstAt > longestRepeatDays * dayMs, 'until', 'far'],
    [lastAt < now - dayMs, 'day', 'past'],
    [repeat === 'weekly' && weekdays.length === 0, 'weekdays', 'missing'],
    [content.kind === 'broadcast' && minutes === null, 'minutes', 'missing'],
    // A broadcast happens once.
    [content.kind === 'broadcast' && repeat !== 'once', 'repeat', 'broadcast'],
  ] as const;
  const fields = faults.flatMap(([wrong, path, message]) => (wrong ? [{ path, message }] : []));
  if (fields.length > 0) throw new AmanahError('MEDIA_SCHEDULE_INVALID', { fields });
  return {
    content,
    firstAt,
    repeat,
    weekdays: repeat === 'weekly' ? [...new Set(weekdays)].sort((a, b) => a - b) : [],
    lastAt,
    minutes: content.kind === 'broadcast' ? minutes : null,
  };
}

/** An entry of the store as people read it. */
export function scheduleEntryOf({ id, version, content, firstAt, repeat, weekdays, lastAt, minutes, title, seconds, empty }: Entry): ScheduleEntry {
  const until = repeat === 'once' ? null : dayOf(lastAt);
  return { id, version, content, day: dayOf(firstAt), time: timeOf(firstAt), repeat, weekdays: [...weekdays], until, minutes, title, seconds, empty };
}
