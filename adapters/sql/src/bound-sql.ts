import type { BoundSql, Dialect, SqlValue } from './dialects/dialect.ts';

/** Collects the values of a statement while its text is written; the text only ever gets placeholders. */
export class SqlWriter {
  readonly values: SqlValue[] = [];
  /** The values as the exchange record shows them. */
  readonly shown: unknown[] = [];
  readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** Takes a value and gives its placeholder; `shown` where the value is sent as bytes. */
  add(value: SqlValue, shown: unknown = value): string {
    this.values.push(value);
    this.shown.push(shown);
    return this.dialect.placeholder(this.values.length);
  }

  bound(text: string): BoundSql {
    return { text, values: this.values };
  }
}
