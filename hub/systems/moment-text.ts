import type { Language } from '@amanah/errors';

/** A moment as people of the Amanah write it, in the time of Riyadh: day and time, or the time alone when it is today. */
export function momentText(at: Date, language: Language, now: Date = new Date()): string {
  const locale = language === 'ar' ? 'ar-SA-u-ca-gregory-nu-latn' : 'en-GB';
  const day = (moment: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(moment);
  const format = day(at) === day(now) ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(locale, { ...format, timeZone: 'Asia/Riyadh' }).format(at);
}
