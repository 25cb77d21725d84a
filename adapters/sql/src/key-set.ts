import { AdapterError } from '@amanah/adapter-api';
import type { SqlWriter } from './bound-sql.ts';
import { toSqlValue } from './column-value.ts';
import type { Column } from './dialects/dialect.ts';
import type { JsonRow } from './operation.ts';

/** Kinds whose order in the database is that of their comparison there, and which JSON carries without loss. */
const sortable: ReadonlySet<Column['kind']> = new Set([
  'text',
  'integer',
  'bigint',
  'decimal',
  'boolean',
  'date',
  'time',
  'datetime',
  'instant',
  'binary',
  'other',
]);

/** Whether pages can be cut at a column. */
export function pagesBy(column: Column): boolean {
  return !column.unsortable && sortable.has(column.kind);
}

/** A value bound for comparison with a column. */
export function compared(writer: SqlWriter, column: Column, value: unknown, path: string): string {
  return writer.dialect.compare(column, writer.add(writer.dialect.value(column.kind, toSqlValue(column, value, path)), value));
}

/**
 * The condition for rows after those at which a page ended. Written out, since not every database compares lists; the first comparison
 * again by itself, since by it alone an index is entered in the right place.
 */
export function afterCondition(writer: SqlWriter, columns: readonly Column[], after: readonly unknown[], descending: boolean): string {
  const than = descending ? '<' : '>';
  const name = (column: Column) => writer.dialect.quote(column.name);
  const bound = (at: number) => compared(writer, columns[at]!, after[at], '');
  const steps = columns.map((column, at) => {
    const equal = columns.slice(0, at).map((one, before) => `${name(one)} = ${bound(before)}`);
    return `(${[...equal, `${name(column)} ${than} ${bound(at)}`].join(' AND ')})`;
  });
  const [first] = columns;
  const condition = steps.length > 1 ? `(${steps.join(' OR ')})` : steps.join('');
  return columns.length > 1 && first ? `${condition} AND ${name(first)} ${than}= ${bound(0)}` : condition;
}

/** What stands in the columns of the order in one row; a page cannot end where one of them is null. @throws AdapterError `contract-violation` */
export function placeOf(row: JsonRow, columns: readonly Column[]): (string | number | boolean)[] {
  return columns.map(({ name }) => {
    const value = row[name];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw new AdapterError('contract-violation', `${name} is null in a row, and pages are cut at it`, { reached: 'yes' });
  });
}

/** Rows with the same place in the order would be lost between two pages. @throws AdapterError `contract-violation` */
export function assertDistinct(rows: readonly JsonRow[], columns: readonly Column[]): void {
  let before = '';
  for (const row of rows) {
    const place = JSON.stringify(placeOf(row, columns));
    if (place === before)
      throw new AdapterError('contract-violation', `two rows have the same ${columns.map(({ name }) => name).join(', ')}: it does not tell rows apart`, {
        reached: 'yes',
      });
    before = place;
  }
}
