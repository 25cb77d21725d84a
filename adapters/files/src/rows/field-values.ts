import type { Field } from '../kind.ts';
import { asciiDigits, canBeHijri, dateReader, gregorian } from './dates.ts';
import { type Reason, reason } from './raw-row.ts';

/** A date that a file has as such (XLSX), in ISO 8601. */
export class FileDate {
  readonly iso: string;

  constructor(iso: string) {
    this.iso = iso;
  }
}

type Read = { readonly value: string | number | boolean } | { readonly expected: string };

/** What `format` is when a field does not say. */
const dateFormats = { date: 'yyyy-MM-dd', 'date-time': 'yyyy-MM-dd HH:mm:ss', 'hijri-date': 'yyyy/MM/dd' } as const;
const yes: ReadonlySet<string> = new Set(['true', '1', 'yes', 'y', 'نعم']);
const no: ReadonlySet<string> = new Set(['false', '0', 'no', 'n', 'لا']);

/** Turns the values of one row into those of its fields; the reasons say what is not as the kind says. */
export function rowReader(fields: Readonly<Record<string, Field>>): (raw: readonly unknown[]) => { values: Record<string, unknown>; reasons: Reason[] } {
  const readers = Object.entries(fields).map(([name, field]) => ({ name, field, read: fieldReader(field) }));
  return (raw) => {
    const values: Record<string, unknown> = {};
    const reasons: Reason[] = [];
    readers.forEach(({ name, field, read }, index) => {
      const text = textOf(raw[index]);
      if (text === undefined) return void reasons.push(reason(name, 'one value', raw[index]));
      if (text === '') {
        if (field.required) reasons.push(reason(name, 'a value', ''));
        values[name] = null;
        return;
      }
      if (text.includes('\ufffd')) return void reasons.push(reason(name, 'characters of the encoding', text));
      const found = read(text);
      if ('expected' in found) reasons.push(reason(name, found.expected, text));
      else values[name] = found.value;
    });
    return { values, reasons };
  };
}

/** `undefined` for what is no single value. */
function textOf(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return '';
  if (typeof raw === 'string') return raw.trim();
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  return raw instanceof FileDate ? raw.iso : undefined;
}

function fieldReader(field: Field): (text: string) => Read {
  const { codes, pattern, maxLength, min, max } = field;
  const convert = converter(field);
  const whole = pattern === undefined ? null : new RegExp(`^(?:${pattern})$`, 'u');
  return (text) => {
    if (maxLength !== undefined && text.length > maxLength) return { expected: `at most ${maxLength} characters` };
    if (codes) return Object.hasOwn(codes, text) ? { value: codes[text]! } : { expected: `one of ${Object.keys(codes).join(', ')}` };
    const found = convert(text);
    if ('expected' in found) return found;
    if (whole && !whole.test(String(found.value))) return { expected: `${pattern}` };
    const number = Number(found.value);
    if (min !== undefined && !(number >= min)) return { expected: `at least ${min}` };
    if (max !== undefined && !(number <= max)) return { expected: `at most ${max}` };
    return found;
  };
}

function converter({ type, format }: Field): (text: string) => Read {
  switch (type) {
    case 'text':
      return (value) => ({ value });
    case 'integer':
      return (text) => {
        const plain = numberText(text);
        return plain !== null && Number.isSafeInteger(Number(plain)) ? { value: Number(plain) } : { expected: 'a whole number' };
      };
    case 'number':
      return (text) => {
        const plain = numberText(text);
        return plain === null ? { expected: 'a number' } : { value: Number(plain) };
      };
    case 'decimal':
      return (text) => {
        const plain = numberText(text);
        return plain === null || /e/i.test(plain) ? { expected: 'a decimal number' } : { value: plain };
      };
    case 'boolean':
      return (text) => {
        const word = asciiDigits(text).toLowerCase();
        return yes.has(word) ? { value: true } : no.has(word) ? { value: false } : { expected: 'true or false' };
      };
    default:
      return dateConverter(type, format ?? dateFormats[type]);
  }
}

function dateConverter(type: 'date' | 'date-time' | 'hijri-date', format: string): (text: string) => Read {
  const read = dateReader(format);
  const expected = { expected: `${type === 'hijri-date' ? 'a Hijri date' : 'a date'} ${format}` };
  return (text) => {
    // A date of XLSX is one already.
    if (type !== 'hijri-date' && /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?$/.test(text)) {
      const [day = '', time = '00:00:00'] = text.split('T');
      if (gregorian({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8)), time: null }) === day)
        return { value: type === 'date' ? day : `${day}T${time}` };
    }
    const ascii = asciiDigits(text);
    const written = read(ascii);
    if (!written) return expected;
    if (type === 'hijri-date') return canBeHijri(written) ? { value: ascii } : expected;
    const iso = gregorian(type === 'date' ? { ...written, time: null } : { ...written, time: written.time ?? '00:00:00' });
    return iso === null ? expected : { value: iso };
  };
}

/** A number as JSON writes it: ASCII digits, a point, no separators of thousands; `null` for what is none. */
function numberText(text: string): string | null {
  const ascii = asciiDigits(text)
    .replace(/[\u200e\u200f\u061c\u00a0\s]/g, '')
    .replace(/^\+/, '')
    .replace(/^(.*)-$/, '-$1');
  const plain = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(ascii) ? ascii.replaceAll(',', '') : ascii;
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(plain) && Number.isFinite(Number(plain)) ? plain : null;
}
