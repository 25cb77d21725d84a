import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';

export interface Column<Item> {
  readonly id: string;
  readonly label: string;
  readonly cell: (item: Item) => ReactNode;
  /** Numbers stand at the end edge, in figures of equal width. */
  readonly numeric?: boolean;
  readonly sortable?: boolean;
  /** Names the row for screen readers; one column. */
  readonly rowHeader?: boolean;
}
export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}
export interface TableProps<Item> {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly rows: readonly Item[];
  readonly rowKey: (item: Item) => string;
  readonly sort?: Sort;
  /** The caller sorts: long tables are sorted by the server. */
  readonly onSort?: (sort: Sort) => void;
  readonly empty?: ReactNode;
}

/**
 * A real HTML table in a region of its own that scrolls sideways, so the page never does. Not a React Aria grid:
 * readers walk a table cell by cell by themselves, and the links in its cells stay in the tab order.
 */
export function Table<Item>({ label, columns, rows, rowKey, sort, onSort, empty }: TableProps<Item>) {
  if (rows.length === 0 && empty) return <div className="am-card">{empty}</div>;
  return (
    <div className="am-table-region" role="region" tabIndex={0} aria-label={text('tableScroll', { name: label })}>
      <table className="am-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} {...(sort ? { sort } : {})} {...(onSort ? { onSort } : {})} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <tr key={rowKey(item)}>
              {columns.map((column) =>
                column.rowHeader ? (
                  <th key={column.id} scope="row">
                    {column.cell(item)}
                  </th>
                ) : (
                  <td key={column.id} className={column.numeric ? 'am-table__number' : undefined}>
                    {column.cell(item)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell<Item>({ column, sort, onSort }: { readonly column: Column<Item>; readonly sort?: Sort; readonly onSort?: (sort: Sort) => void }) {
  const className = column.numeric ? 'am-table__number' : undefined;
  if (!column.sortable || !onSort)
    return (
      <th scope="col" className={className}>
        {column.label}
      </th>
    );
  const sorted = sort?.column === column.id ? sort.direction : undefined;
  const next = sorted === 'ascending' ? 'descending' : 'ascending';
  return (
    <th scope="col" className={className} aria-sort={sorted ?? 'none'}>
      <button type="button" className="am-table__sort" onClick={() => onSort({ column: column.id, direction: next })}>
        {column.label}
        <Icon name={sorted === 'ascending' ? 'chevron-up' : sorted === 'descending' ? 'chevron-down' : 'chevrons-up-down'} size="sm" />
      </button>
    </th>
  );
}
