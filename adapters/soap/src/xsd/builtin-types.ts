import { nameCharacters } from '../xml/qualified-name.ts';

/** How a value of a built-in type stands in JSON; numbers are taken only where no digit can be lost. */
export type JsonKind = 'text' | 'integer' | 'number' | 'boolean' | 'base64' | 'hex' | 'name';

export interface BuiltinType {
  readonly name: string;
  readonly kind: JsonKind;
  readonly whiteSpace: 'preserve' | 'replace' | 'collapse';
  /** Of the text, with the `u` flag; absent when any text will do. */
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** One of the integers without bounds of its own, which bounds of a derived type may make a number. */
  readonly wholeNumber?: true;
  /** `xs:NMTOKENS` and the like: a list of this. */
  readonly listOf?: string;
}

const zone = '(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?';
const year = '-?(?:[1-9][0-9]{3,}|0[0-9]{3})';
const month = '(?:0[1-9]|1[0-2])';
const day = '(?:0[1-9]|[12][0-9]|3[01])';
const clock = '(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|24:00:00(?:\\.0+)?)';
const ncName = `[${nameCharacters.start}][${nameCharacters.rest}]*`;
const safe = Number.MAX_SAFE_INTEGER;

const text = (name: string, pattern?: string): BuiltinType => ({ name, kind: 'text', whiteSpace: 'collapse', ...(pattern ? { pattern: `^${pattern}$` } : {}) });
const integer = (name: string, minimum: number, maximum: number): BuiltinType => ({ name, kind: 'integer', whiteSpace: 'collapse', minimum, maximum });
const whole = (name: string, pattern: string): BuiltinType => ({ ...text(name, pattern), wholeNumber: true });
const list = (name: string, listOf: string): BuiltinType => ({ name, kind: 'text', whiteSpace: 'collapse', listOf });

const types: readonly BuiltinType[] = [
  { name: 'anySimpleType', kind: 'text', whiteSpace: 'preserve' },
  { name: 'anyAtomicType', kind: 'text', whiteSpace: 'preserve' },
  { name: 'string', kind: 'text', whiteSpace: 'preserve' },
  { name: 'normalizedString', kind: 'text', whiteSpace: 'replace' },
  text('token'),
  text('language', '[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*'),
  text('Name', `[:${nameCharacters.start}][:${nameCharacters.rest}]*`),
  text('NCName', ncName),
  text('ID', ncName),
  text('IDREF', ncName),
  text('ENTITY', ncName),
  text('NMTOKEN', `[:${nameCharacters.rest}]+`),
  list('IDREFS', 'IDREF'),
  list('ENTITIES', 'ENTITY'),
  list('NMTOKENS', 'NMTOKEN'),
  text('anyURI'),
  { name: 'boolean', kind: 'boolean', whiteSpace: 'collapse' },
  { name: 'float', kind: 'number', whiteSpace: 'collapse' },
  { name: 'double', kind: 'number', whiteSpace: 'collapse' },
  text('decimal', '[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)'),
  whole('integer', '[+-]?[0-9]+'),
  whole('nonPositiveInteger', '(?:-[0-9]+|[+]?0+)'),
  whole('negativeInteger', '-0*[1-9][0-9]*'),
  whole('nonNegativeInteger', '(?:[+]?[0-9]+|-0+)'),
  whole('positiveInteger', '[+]?0*[1-9][0-9]*'),
  whole('long', '[+-]?[0-9]+'),
  whole('unsignedLong', '(?:[+]?[0-9]+|-0+)'),
  integer('int', -2_147_483_648, 2_147_483_647),
  integer('short', -32_768, 32_767),
  integer('byte', -128, 127),
  integer('unsignedInt', 0, 4_294_967_295),
  integer('unsignedShort', 0, 65_535),
  integer('unsignedByte', 0, 255),
  text('duration', '-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?'),
  text('dateTime', `${year}-${month}-${day}T${clock}${zone}`),
  text('time', `${clock}${zone}`),
  text('date', `${year}-${month}-${day}${zone}`),
  text('gYearMonth', `${year}-${month}${zone}`),
  text('gYear', `${year}${zone}`),
  text('gMonthDay', `--${month}-${day}${zone}`),
  text('gDay', `---${day}${zone}`),
  text('gMonth', `--${month}${zone}`),
  { name: 'hexBinary', kind: 'hex', whiteSpace: 'collapse' },
  { name: 'base64Binary', kind: 'base64', whiteSpace: 'collapse' },
  { name: 'QName', kind: 'name', whiteSpace: 'collapse' },
  { name: 'NOTATION', kind: 'name', whiteSpace: 'collapse' },
];

/** The simple types of XML Schema 1.0 itself, by local name. */
export const builtinTypes: ReadonlyMap<string, BuiltinType> = new Map(types.map((one) => [one.name, one]));

/** Whole numbers up to this size are numbers in JSON; beyond it digits would be lost. */
export const safeInteger = safe;
