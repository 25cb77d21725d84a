/** The official Umm al-Qura tables cover these Hijri years; dates outside are refused, never guessed. */
const FIRST_YEAR = 1356;
const LAST_YEAR = 1500;
const DAY_MS = 86_400_000;
/** 1 Muharram 1356. */
const FIRST_DAY_MS = Date.UTC(1937, 2, 14);
const MEAN_MONTH_DAYS = 29.530_588;

const ummAlQura = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' });

interface HijriDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function hijriOf(ms: number): HijriDay {
  const parts = ummAlQura.formatToParts(ms);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { year: value('year'), month: value('month'), day: value('day') };
}

/** ISO Gregorian date of an Umm al-Qura date (`1448-06-13`); null when there is no such day within 1356–1500H. */
export function gregorianOfHijri(hijri: string): string | null {
  const [, year = 0, month = 0, day = 0] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(hijri)?.map(Number) ?? [];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 30) return null;
  const about = Math.round(((year - FIRST_YEAR) * 12 + month - 1) * MEAN_MONTH_DAYS) + day - 1;
  // The tables move a month by a day or two against the mean; the day itself is among its neighbours.
  for (let shift = -3; shift <= 3; shift++) {
    const ms = FIRST_DAY_MS + (about + shift) * DAY_MS;
    const found = hijriOf(ms);
    if (found.year === year && found.month === month && found.day === day) return new Date(ms).toISOString().slice(0, 10);
  }
  return null;
}
