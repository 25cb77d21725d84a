import type { Metadata } from 'oracledb';
import type { Column, ColumnKind } from '../dialect.ts';

/** What a type of Oracle holds. Numbers are text whatever their size: a NUMBER without a scale may hold anything. DATE has a time. */
export function kindOfDeclared(declared: string): ColumnKind {
  const type = declared.replace(/\(\d+\)/g, '').toUpperCase();
  if (/^(?:N?VARCHAR2?|N?CHAR|N?CLOB|LONG)$/.test(type.replace(/\(.*$/, ''))) return 'text';
  if (/^(?:BLOB|RAW|LONG RAW)/.test(type)) return 'binary';
  if (/^(?:NUMBER|FLOAT)/.test(type)) return 'decimal';
  if (/^BINARY_(?:FLOAT|DOUBLE)/.test(type)) return 'float';
  if (/^TIMESTAMP.*(?:TIME ZONE|TZ)/.test(type)) return 'instant';
  if (/^(?:DATE|TIMESTAMP)/.test(type)) return 'datetime';
  return type === 'BOOLEAN' ? 'boolean' : 'other';
}

/** A column of a statement's result. */
export function columnOfMetadata({ name, dbTypeName = 'unknown', nullable = true }: Metadata): Column {
  const kind = kindOfDeclared(dbTypeName);
  // The driver gives moments with a zone as moments of the process; without one they can be trusted.
  return { name, kind: kind === 'instant' ? 'datetime' : kind, declared: dbTypeName, nullable };
}
