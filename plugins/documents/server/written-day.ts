import { AmanahError } from '@amanah/errors';
import type { Locale } from '@amanah/plugin-api';

/** A day in both calendars, as it is printed; no Hijri where the official tables end. */
export interface WrittenDay {
  readonly hijri: string | null;
  readonly gregorian: string;
}
export type WrittenDays = Readonly<Record<Locale, WrittenDay>>;

/** The Umm al-Qura tables cover 1356–1500H (identifiers.md, section 8). */
const firstDay = '1937-03-14';
const lastDay = '2077-11-16';

const locales = { ar: 'ar-SA', en: 'en-GB' } as const;
const eras = { ar: { hijri: 'هـ', gregorian: 'م' }, en: { hijri: ' AH', gregorian: '' } } as const;
const calendars = { hijri: 'islamic-umalqura', gregorian: 'gregory' } as const;

const formats = Object.fromEntries(
  Object.entries(locales).flatMap(([language, locale]) =>
    Object.entries(calendars).map(([name, calendar]) => [
      `${language} ${name}`,
      new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}-nu-latn`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
    ]),
  ),
);

function written(at: Date, language: Locale, calendar: 'hijri' | 'gregorian'): string {
  const parts = formats[`${language} ${calendar}`]!.formatToParts(at);
  const part = (...types: string[]) => parts.find(({ type }) => types.includes(type))?.value ?? '';
  return `${part('day')} ${part('month')} ${part('year', 'relatedYear')}${eras[language][calendar]}`;
}

/** An ISO day in words: `13 جمادى الآخرة 1448هـ` and `23 نوفمبر 2026م`, and the same in English. @throws DOCUMENTS_NOT_MADE when there is no such day */
export function writtenDay(iso: string): WrittenDays {
  const at = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso) throw new AmanahError('DOCUMENTS_NOT_MADE', { detail: `no day: ${iso}` });
  const inTables = iso >= firstDay && iso <= lastDay;
  const day = (language: Locale): WrittenDay => ({
    hijri: inTables ? written(at, language, 'hijri') : null,
    gregorian: written(at, language, 'gregorian'),
  });
  return { ar: day('ar'), en: day('en') };
}

const riyadhDay = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', { timeZone: 'Asia/Riyadh', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The ISO day on which an instant falls in Riyadh. */
export function dayInRiyadh(at: Date): string {
  return riyadhDay.format(at);
}
