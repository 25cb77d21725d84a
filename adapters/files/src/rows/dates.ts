/** A day, or a moment of one, as a file has it; months and days are within their bounds, no calendar is asked yet. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: string | null;
}

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
};

/** Reads dates of one pattern: `null` for a text that is none. */
export function dateReader(pattern: string): (text: string) => WrittenDate | null {
  const expression = new RegExp(`^${pattern.replace(/yyyy|MM?|dd?|HH?|mm|ss|[^yMdHms]/g, (part) => tokens[part] ?? part.replace(/[.\-/]/, '\\$&'))}$`);
  return (text) => {
    const { year, month, day, hour, minute, second } = expression.exec(text)?.groups ?? {};
    if (!year || !month || !day || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
    if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
    const time = hour === undefined ? null : [hour, minute ?? '0', second ?? '0'].map((part) => part.padStart(2, '0')).join(':');
    return { year: Number(year), month: Number(month), day: Number(day), time };
  };
}

/** ISO 8601 in the Gregorian calendar; `null` for a day that it does not have. */
export function gregorian({ year, month, day, time }: WrittenDate): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1) return null;
  const iso = date.toISOString().slice(0, 10);
  return time === null ? iso : `${iso}T${time}`;
}

/** Whether it can be a Hijri date: such months have at most 30 days. Which have them is the calendar's to say, and older systems disagree. */
export function canBeHijri({ year, day }: WrittenDate): boolean {
  return year >= 1200 && year <= 1600 && day <= 30;
}

/** Arabic and Persian digits, and the signs that stand among them, as ASCII. */
export function asciiDigits(text: string): string {
  if (!/[\u0660-\u066c\u06f0-\u06f9]/.test(text)) return text;
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',');
}
