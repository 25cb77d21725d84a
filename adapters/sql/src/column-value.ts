import { AdapterError, type InputFinding } from '@amanah/adapter-api';
import { decodeText, encodeText } from './charset.ts';
import type { Cell, Column, SqlValue } from './dialects/dialect.ts';

type Typed = Pick<Column, 'kind' | 'charset'>;

/** Says that one field of the input cannot be sent; nothing was. */
export function unsendable(findings: readonly InputFinding[]): AdapterError {
  return new AdapterError('input-invalid', findings.map(({ path, message }) => `${path}: ${message}`).join('; '), { reached: 'no', findings });
}

/** A value of the input as it is sent. @throws AdapterError `input-invalid` */
export function toSqlValue({ kind, charset }: Typed, value: unknown, path: string): SqlValue {
  if (value === null || value === undefined) return null;
  const refused = (message: string) => unsendable([{ path, message }]);
  if (typeof value === 'object') throw refused('must be a single value');
  if (charset) {
    const encoded = encodeText(String(value), charset);
    if ('unknown' in encoded) throw refused(`"${encoded.unknown}" cannot be written in ${charset}`);
    return encoded.bytes;
  }
  switch (kind) {
    case 'binary':
      if (typeof value !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) throw refused('must be base64');
      return Buffer.from(value, 'base64');
    case 'bigint':
    case 'decimal':
      if (!/^-?\d{1,65}(?:\.\d{1,40})?$/.test(String(value))) throw refused('must be a number in digits');
      return String(value);
    case 'integer':
      if (!Number.isSafeInteger(Number(value)) || value === '') throw refused('must be a whole number');
      return Number(value);
    case 'float':
      if (!Number.isFinite(Number(value)) || value === '') throw refused('must be a number');
      return Number(value);
    case 'boolean':
      if (typeof value !== 'boolean') throw refused('must be true or false');
      return value;
    default: {
      if (typeof value === 'string' && value.includes('\0')) throw refused('must not hold the sign U+0000');
      if (typeof value === 'string' && !value.isWellFormed()) throw refused('holds half a sign');
      return value as SqlValue;
    }
  }
}

/** A cell of a row as JSON. @throws AdapterError `contract-violation` when it should be bytes and is not */
export function fromCell(column: Pick<Column, 'name' | 'charset'> | undefined, cell: Cell): unknown {
  if (!Buffer.isBuffer(cell)) {
    if (column?.charset && cell !== null)
      throw new AdapterError('contract-violation', `the column ${column.name} came as ${typeof cell} instead of bytes in ${column.charset}`);
    return cell;
  }
  return column?.charset ? decodeText(cell, column.charset) : cell.toString('base64');
}
