import type { z } from 'zod';
import type { fieldSchema } from '../kind.ts';
import { asciiDigits, canBeHijri, dateReader, gregorian } from '../rows/dates.ts';

type ProposedField = z.input<typeof fieldSchema>;

const dateFormats = [
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'dd/MM/yyyy',
  'dd-MM-yyyy',
  'dd.MM.yyyy',
  'd/M/yyyy',
  'yyyyMMdd',
  'yyyy-MM-dd HH:mm:ss',
  'dd/MM/yyyy HH:mm',
] as const;
const words: ReadonlySet<string> = new Set(['true', 'false', 'yes', 'no', 'نعم', 'لا']);
/** Numbers with so many digits are names of something; nobody adds them up, and their zeros count. */
const identifierDigits = 7;

/** Type of a column from its values, all of which must fit; `text` fits always. */
export function guessType(values: readonly string[]): Pick<ProposedField, 'type' | 'format'> {
  const given = values.map((value) => asciiDigits(value.trim())).filter((value) => value !== '');
  if (given.length === 0) return {};
  const all = (fits: (value: string) => boolean) => given.every(fits);
  if (all((value) => words.has(value.toLowerCase()))) return { type: 'boolean' };
  for (const format of dateFormats) {
    const read = dateReader(format);
    const dates = given.map(read);
    if (dates.some((date) => date === null)) continue;
    if (dates.every((date) => date!.year >= 1300 && date!.year <= 1500 && canBeHijri(date!))) return { type: 'hijri-date', format };
    if (dates.every((date) => date!.year >= 1900 && date!.year <= 2100 && gregorian(date!) !== null))
      return { type: format.includes('H') ? 'date-time' : 'date', format };
  }
  if (all((value) => /^-?(?:0|[1-9]\d*)$/.test(value) && value.replace('-', '').length < identifierDigits)) return { type: 'integer' };
  if (all((value) => /^-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?$/.test(value)) && given.some((value) => value.includes('.')))
    return { type: 'decimal' };
  return {};
}

/**
 * Fields from the headings of columns (or paths) and their values. A heading in Latin letters gives its own name, another one a number.
 * `from` is left out where it is the name itself.
 */
export function guessFields(columns: readonly { readonly from: string | number; readonly values: readonly string[] }[]): Record<string, ProposedField> {
  const fields: Record<string, ProposedField> = {};
  columns.forEach(({ from, values }, index) => {
    const plain = typeof from === 'string' ? camelCase(from) : '';
    const name = plain !== '' && !fields[plain] ? plain : `column${index + 1}`;
    fields[name] = { ...(from === name ? {} : { from }), ...guessType(values) };
  });
  return fields;
}

/** The column that names a row: every value there, each once, and a name that says so, else the first such one. */
export function guessKey(fields: Readonly<Record<string, ProposedField>>, columns: readonly { readonly values: readonly string[] }[]): readonly string[] {
  const names = Object.keys(fields).filter((_name, index) => {
    const values = columns[index]!.values.map((value) => value.trim());
    return values.length >= 2 && values.every((value) => value !== '') && new Set(values).size === values.length;
  });
  const telling = names.find((name) => /number|code|id$|^no$/i.test(name) || /رقم|معرف|معرّف|كود/.test(String(fields[name]?.from)));
  const key = telling ?? names.find((name) => (fields[name]?.type ?? 'text') === 'text');
  return key === undefined ? [] : [key];
}

/** `Licence No.` → `licenceNo`; empty for what has no Latin letters. */
export function camelCase(text: string): string {
  const parts = text.normalize('NFKD').match(/[A-Za-z]+|\d+/g) ?? [];
  const joined = parts.map((part, index) => (index === 0 ? part.charAt(0).toLowerCase() : part.charAt(0).toUpperCase()) + camelRest(part)).join('');
  return joined
    .replace(/^\d+/, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .slice(0, 63);
}

function camelRest(part: string): string {
  const rest = part.slice(1);
  return rest === rest.toUpperCase() ? rest.toLowerCase() : rest;
}
