const dayMs = 86_400_000;
/** Years that are taken of each calendar; others are refused, never guessed. */
const years = { hijri: [1356, 1500], gregorian: [1937, 2077] } as const;
/** 1 Muharram 1356, and how long a month is in the middle. */
const firstDay = Date.UTC(1937, 2, 14);
const monthDays = 29.530_588;
const latin = (text: string) =>
  text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
const ummAlQura = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' });

/**
 * ISO Gregorian date of a day as an older register wrote it: `1448/05/12`, `12/05/1448`, `2026-10-23`, in any digits; the year tells the calendar.
 * `null` when there is no such day: the thirtieth of a month of twenty-nine, a thirteenth month, a year out of range.
 */
export function dayOfText(text: string): string | null {
  const said = latin(text).trim();
  const [, y, m, d] = /^(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})$/.exec(said) ?? [];
  const [, day = d, month = m, year = y] = /^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$/.exec(said) ?? [];
  if (!year || !month || !day) return null;
  const parts = [Number(year), Number(month), Number(day)] as const;
  return parts[0] < years.gregorian[0] ? gregorianOf(...parts) : gregorianDay(...parts);
}

function gregorianDay(year: number, month: number, day: number): string | null {
  if (year > years.gregorian[1]) return null;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null;
}

function gregorianOf(year: number, month: number, day: number): string | null {
  const [first, last] = years.hijri;
  if (year < first || year > last || month < 1 || month > 12 || day < 1 || day > 30) return null;
  const about = Math.round(((year - first) * 12 + month - 1) * monthDays) + day - 1;
  // The tables move a month by a day or two against the middle: the day itself is among its neighbours, or nowhere.
  for (let near = about - 3; near <= about + 3; near++) {
    const at = new Date(firstDay + near * dayMs);
    const part = Object.fromEntries(ummAlQura.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    if (part['year'] === year && part['month'] === month && part['day'] === day) return at.toISOString().slice(0, 10);
  }
  return null;
}
