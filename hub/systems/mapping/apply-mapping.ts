import type { InputFinding } from '@amanah/adapter-api';
import { readDate, writeDate } from './dates.ts';
import { arabicDigits, asciiDigits } from './digits.ts';
import { evaluate } from './expression.ts';
import type { FieldMapping, Mapping } from './mapping.ts';
import { placeOf, readPlace, writePlace } from './place.ts';

/** `input`: from our side to the system; `output`: from the system to ours. */
export type MappingSide = 'input' | 'output';

/** A value that a mapping cannot turn into what it should become. */
export class MappingFailed extends Error {
  /** JSON pointer of the field it comes from. */
  readonly finding: InputFinding;

  constructor(from: string | undefined, message: string) {
    super(`${from ?? 'the expression'}: ${message}`);
    this.name = 'MappingFailed';
    this.finding = { path: from === undefined ? '' : `/${placeOf(from).join('/')}`, message };
  }
}

/** Turns a value into what the other side takes. @throws MappingFailed saying which field */
export async function applyMapping(mapping: Mapping, value: unknown, side: MappingSide): Promise<unknown> {
  if ('expression' in mapping) {
    try {
      return await evaluate(mapping.expression, value);
    } catch (error) {
      throw new MappingFailed(undefined, (error as Error).message);
    }
  }
  let result: unknown = {};
  for (const field of mapping.fields) {
    const found = field.from === undefined ? field.constant : readPlace(value, placeOf(field.from));
    if (found === undefined) continue;
    const turned = field.from === undefined ? found : throughLists(found, starsOf(field.from), (one) => turn(field, one, side));
    result = writePlace(result, placeOf(field.to), turned);
  }
  return result;
}

const starsOf = (path: string) => placeOf(path).filter((step) => step === '*').length;

function throughLists(value: unknown, depth: number, map: (one: unknown) => unknown): unknown {
  if (depth > 0 && Array.isArray(value)) return value.map((one) => throughLists(one, depth - 1, map));
  return value === undefined ? undefined : map(value);
}

function turn(field: FieldMapping, value: unknown, side: MappingSide): unknown {
  if (value === null) return null;
  return side === 'output' ? toOurs(field, value) : toTheirs(field, value);
}

function toOurs(field: FieldMapping, value: unknown): unknown {
  const plain = (field.digits || field.date) && typeof value === 'string' ? asciiDigits(value) : value;
  const coded = field.codes ? codeOf(field, plain) : plain;
  return asType(field, field.date ? ourDate(field, coded) : coded);
}

function toTheirs(field: FieldMapping, value: unknown): unknown {
  const coded = field.codes ? codeOf(field, value) : value;
  const written = asType(field, field.date ? theirDate(field, coded) : coded);
  if (!field.digits || typeof written !== 'string') return written;
  return field.digits === 'arabic' ? arabicDigits(written) : asciiDigits(written);
}

function codeOf(field: FieldMapping, value: unknown): unknown {
  const code = typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
  const { codes = {} } = field;
  if (Object.hasOwn(codes, code)) return codes[code];
  throw new MappingFailed(field.from, `${JSON.stringify(code.slice(0, 40))} is not in its list of codes`);
}

/** Blank and all zeros are how older systems write that there is no date. */
function ourDate(field: FieldMapping, value: unknown): string | null {
  const text = String(value);
  if (/^[\s0/.-]*$/.test(text)) return null;
  const form = field.date as NonNullable<FieldMapping['date']>;
  return readDate(text, form) ?? fail(field, `${shapeOf(text)} is no ${form.calendar} date written ${form.pattern}`);
}

function theirDate(field: FieldMapping, value: unknown): string {
  const form = field.date as NonNullable<FieldMapping['date']>;
  const written = typeof value === 'string' ? writeDate(value, form) : null;
  return written ?? fail(field, `${shapeOf(String(value))} is no date (yyyy-MM-dd) that the ${form.calendar} calendar reaches`);
}

function asType(field: FieldMapping, value: unknown): unknown {
  if (field.as === undefined || value === null) return value;
  const text = typeof value === 'object' ? null : String(value).trim();
  if (text === null) return fail(field, `a ${Array.isArray(value) ? 'list' : 'group of fields'} is no ${field.as}`);
  if (field.as === 'text') return typeof value === 'string' ? value : text;
  if (field.as === 'number') {
    if (/^[+-]?\d+(?:\.\d+)?$/.test(asciiDigits(text))) return Number(asciiDigits(text));
    return fail(field, `${shapeOf(text)} is no number`);
  }
  if (/^(?:true|1)$/i.test(text)) return true;
  if (/^(?:false|0)$/i.test(text)) return false;
  return fail(field, `${shapeOf(text)} is no boolean`);
}

function fail(field: FieldMapping, message: string): never {
  throw new MappingFailed(field.from, message);
}

/** What a value looks like without saying what it is: people's data stays out of logs. */
function shapeOf(text: string): string {
  return JSON.stringify(text.slice(0, 40).replace(/\d/g, '9').replace(/\p{L}/gu, 'x'));
}
