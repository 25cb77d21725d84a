import pg from 'pg';
import type { Cell, ColumnKind } from '../dialect.ts';

/** Types by their number in every PostgreSQL (pg_type.dat). */
const kinds: Readonly<Record<number, ColumnKind>> = {
  16: 'boolean',
  17: 'binary',
  18: 'text',
  19: 'text',
  20: 'bigint',
  21: 'integer',
  23: 'integer',
  25: 'text',
  26: 'bigint',
  114: 'json',
  700: 'float',
  701: 'float',
  1042: 'text',
  1043: 'text',
  1082: 'date',
  1083: 'time',
  1114: 'datetime',
  1184: 'instant',
  1266: 'time',
  1700: 'decimal',
  3802: 'json',
};
/** Arrays of them, by the number of the array. */
const arrays: Readonly<Record<number, ColumnKind>> = {
  1000: 'boolean',
  1005: 'integer',
  1007: 'integer',
  1009: 'text',
  1014: 'text',
  1015: 'text',
  1016: 'bigint',
  1021: 'float',
  1022: 'float',
  1115: 'datetime',
  1182: 'date',
  1185: 'instant',
  1231: 'decimal',
  2951: 'other',
};

/** What a column of this type holds; a type that is not built in is known by its text. */
export function kindOfType(oid: number): ColumnKind {
  return oid in arrays ? 'array' : (kinds[oid] ?? 'other');
}

type ArrayParser = { create(text: string, each: (entry: string) => Cell): { parse(): unknown[] } };
// The declaration calls it a function; the package exports an object with `create`.
const arrayParser = (pg.types as unknown as { arrayParser: ArrayParser }).arrayParser;

/** A value from the text that the server writes (ISO dates, hex bytes). */
export function cellOf(oid: number, text: string | null): Cell {
  if (text === null) return null;
  const within = arrays[oid];
  return within ? arrayParser.create(text, (entry) => scalar(within, entry)).parse() : scalar(kindOfType(oid), text);
}

function scalar(kind: ColumnKind, text: string): Cell {
  switch (kind) {
    case 'boolean':
      return text === 't';
    case 'integer':
      return Number(text);
    case 'float': {
      const value = Number(text);
      return Number.isFinite(value) ? value : null;
    }
    case 'binary':
      return Buffer.from(text.slice(2), 'hex');
    case 'datetime':
      return text.replace(' ', 'T');
    case 'instant':
      // The session is in UTC.
      return text.replace(' ', 'T').replace(/\+00$/, 'Z');
    default:
      return text;
  }
}
