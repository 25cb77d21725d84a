import type { Category, NotificationSettings } from '../shared/settings.ts';

/** The Kingdom keeps UTC+3 all year. */
const riyadhMs = 3 * 3_600_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;

export type OutsideChannel = 'mail' | 'sms';

/** What is to become of a notice on one channel. */
export type Plan =
  | { readonly state: 'suppressed'; readonly reason: 'preference' }
  | { readonly state: 'waiting'; readonly at: Date }
  | { readonly state: 'delayed'; readonly reason: 'quiet-hours' | 'daily-mail'; readonly at: Date };

interface Planned {
  readonly channel: OutsideChannel;
  readonly category: Category;
  readonly urgent: boolean;
}

/** When and whether a notice goes out on a channel, by the person's settings. Urgent ones wait for nothing; security is never left out. */
export function plan({ channel, category, urgent }: Planned, settings: NotificationSettings, now: Date): Plan {
  const { mail, sms } = settings.choices[category];
  if (channel === 'mail' ? mail === 'off' : !sms) return { state: 'suppressed', reason: 'preference' };
  if (channel === 'mail' && mail === 'daily' && !urgent) return { state: 'delayed', reason: 'daily-mail', at: nextHour(settings.dailyHour, now) };
  const at = urgent ? now : afterQuiet(settings.quiet, now);
  return at > now ? { state: 'delayed', reason: 'quiet-hours', at } : { state: 'waiting', at };
}

/** The moment itself, or the end of the quiet hours that it falls into. They may go over midnight. */
export function afterQuiet(quiet: NotificationSettings['quiet'], at: Date): Date {
  if (!quiet || quiet.from === quiet.until) return at;
  const minute = minuteOfDay(at);
  const within = quiet.from < quiet.until ? minute >= quiet.from && minute < quiet.until : minute >= quiet.from || minute < quiet.until;
  return within ? nextMinuteOfDay(quiet.until, at) : at;
}

/** The next time that it is this hour in Riyadh. */
function nextHour(hour: number, after: Date): Date {
  return nextMinuteOfDay(hour * 60, after);
}

function nextMinuteOfDay(minute: number, after: Date): Date {
  const midnight = Math.floor((after.getTime() + riyadhMs) / dayMs) * dayMs - riyadhMs;
  const today = midnight + minute * minuteMs;
  return new Date(today > after.getTime() ? today : today + dayMs);
}

function minuteOfDay(at: Date): number {
  return Math.floor(((at.getTime() + riyadhMs) % dayMs) / minuteMs);
}

/** Wait before the attempt after `failed` failures: ten seconds, twice as long each time, half an hour at most. */
export function retryAt(failed: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(10_000 * 2 ** Math.max(0, failed - 1), 30 * minuteMs));
}
