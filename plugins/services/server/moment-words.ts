import type { Language } from '@amanah/errors';

/** A moment on the Amanah's clock, in words. */
export function momentWords(iso: string, language: Language): string {
  const region = language === 'ar' ? 'ar-SA' : 'en-GB';
  return new Intl.DateTimeFormat(`${region}-u-ca-gregory-nu-latn`, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Riyadh' }).format(new Date(iso));
}
