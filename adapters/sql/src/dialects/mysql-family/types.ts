import iconv from 'iconv-lite';
import type { FieldPacket } from 'mysql2';
import type { Cell, Column, ColumnKind } from '../dialect.ts';

/** Types of the wire that carry bytes or text with their length before them. */
export const lengthCoded: ReadonlySet<string> = new Set([
  'VARCHAR',
  'BIT',
  'JSON',
  'ENUM',
  'SET',
  'TINY_BLOB',
  'MEDIUM_BLOB',
  'LONG_BLOB',
  'BLOB',
  'VAR_STRING',
  'STRING',
  'GEOMETRY',
]);

const wire: Readonly<Record<number, readonly [string, ColumnKind]>> = {
  0x00: ['decimal', 'decimal'],
  0x01: ['tinyint', 'integer'],
  0x02: ['smallint', 'integer'],
  0x03: ['int', 'integer'],
  0x04: ['float', 'float'],
  0x05: ['double', 'float'],
  0x07: ['timestamp', 'instant'],
  0x08: ['bigint', 'bigint'],
  0x09: ['mediumint', 'integer'],
  0x0a: ['date', 'date'],
  0x0b: ['time', 'time'],
  0x0c: ['datetime', 'datetime'],
  0x0d: ['year', 'integer'],
  0x0e: ['date', 'date'],
  0xf5: ['json', 'json'],
  0xf6: ['decimal', 'decimal'],
  0xff: ['geometry', 'binary'],
};
const bit = 0x10;
const binaryCharset = 63;
const enumFlag = 0x100;
const setFlag = 0x800;

/** Collations of cp1256 by their number: of their own conversion eight letters come out as question marks. */
const arabic: Readonly<Record<number, string>> = { 57: 'cp1256_general_ci', 67: 'cp1256_bin' };

type Field = FieldPacket & { readonly schema: string };

/** What a column of a result holds, as the wire tells. */
export function columnOfField(field: Field): Column {
  const { columnType = 0, characterSet, columnLength = 0, flags } = field;
  const name = nameOf(field);
  const origin = field.orgTable ? { origin: [field.schema, field.orgTable, decodedName(field.orgName, field)].join('.') } : {};
  const base = { name, nullable: true, ...origin };
  if (columnType === bit) return { ...base, kind: columnLength === 1 ? 'boolean' : 'bigint', declared: `bit(${columnLength})` };
  const [declared, kind] = wire[columnType] ?? ['', null];
  if (kind) return { ...base, kind, declared };
  if (characterSet === binaryCharset) return { ...base, kind: 'binary', declared: 'binary' };
  const listed = typeof flags === 'number' && (flags & (enumFlag | setFlag)) !== 0;
  const stored = arabic[characterSet ?? 0];
  if (stored && !listed) return { ...base, kind: 'text', declared: 'text', charset: 'windows-1256', stored };
  // Sent as UTF-8, a letter that the column's set has and the server does not know would compare as another.
  const foreign = !/^(?:utf8|cesu8|ascii)$/.test(field.encoding ?? '');
  return { ...base, kind: 'text', declared: 'text', ...(listed || foreign ? { unsortable: true } : {}) };
}

/** Names come in UTF-8, whatever the column holds; the driver reads them as if they were of its character set. */
export function nameOf(field: Field): string {
  return decodedName(field.name, field);
}

function decodedName(name: string, { encoding = 'utf8' }: Field): string {
  return /^(?:utf8|cesu8|binary)$/.test(encoding) ? name : iconv.encode(name, encoding).toString('utf8');
}

/** A cell as it came over the wire. `asBytes`: text wanted as it lies in the database. */
export function cellOfField(field: Field, value: unknown, asBytes: boolean): Cell {
  if (value === null || value === undefined) return null;
  const { columnType = 0, characterSet, encoding = 'utf8', columnLength } = field;
  if (Buffer.isBuffer(value)) {
    if (columnType === bit) return columnLength === 1 ? value.some((byte) => byte !== 0) : BigInt(`0x${value.toString('hex') || '0'}`).toString();
    if (columnType === 0xf5) return value.toString('utf8');
    // A copy: the driver's buffer is that of a whole packet, and lives as long as the value.
    if (asBytes || characterSet === binaryCharset || columnType === 0xff) return Buffer.from(value);
    // What MySQL calls latin1 is Windows-1252.
    return iconv.decode(value, encoding === 'latin1' ? 'windows-1252' : encoding, { stripBOM: false });
  }
  const kind = wire[columnType]?.[1];
  if (typeof value === 'string' && (kind === 'date' || kind === 'datetime' || kind === 'instant')) return dated(kind, value);
  if (columnType === 0x04) return shortest(Number(value));
  return value as Cell;
}

/** `0000-00-00` says that there is no date. */
function dated(kind: 'date' | 'datetime' | 'instant', text: string): string | null {
  if (text.startsWith('0000-00-00')) return null;
  if (kind === 'date') return text;
  return `${text.replace(' ', 'T')}${kind === 'instant' ? 'Z' : ''}`;
}

/** The shortest number that is this one in four bytes: 1.1, not 1.100000023841858. */
function shortest(value: number): number {
  return [6, 7, 8].map((digits) => Number(value.toPrecision(digits))).find((short) => Math.fround(short) === value) ?? value;
}
