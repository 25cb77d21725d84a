import type { AdapterLimits } from '@amanah/adapter-api';
import type { Charset } from '../config.ts';
import type { Lexis } from '../lex-sql.ts';
import type { SqlFault } from '../sql-fault.ts';

/**
 * What a column holds, whatever the database calls it. `datetime` has no time zone, `instant` is a moment in UTC, `other` is known by its
 * text alone.
 */
export type ColumnKind =
  'text' | 'integer' | 'bigint' | 'decimal' | 'float' | 'boolean' | 'date' | 'time' | 'datetime' | 'instant' | 'binary' | 'json' | 'array' | 'other';

/** A column as the catalogue or a prepared statement tells of it; plain JSON, it is kept in the contract. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** In the database's own words: `varchar(60)`. */
  readonly declared: string;
  /** `true` also where the database does not tell. */
  readonly nullable: boolean;
  readonly comment?: string | undefined;
  /** Most characters of a text. */
  readonly maxLength?: number | undefined;
  /** The only values it takes. */
  readonly values?: readonly string[] | undefined;
  /** Read and sent as bytes in this set, because the database misreads it or its own conversion loses letters. */
  readonly charset?: Charset | undefined;
  /** What the database believes that set to be, in its own words: a collation. */
  readonly stored?: string | undefined;
  /** Order by it and comparison with it do not agree: no pages can be cut at it. */
  readonly unsortable?: boolean | undefined;
  /** Where the column of a result comes from, where the database tells. */
  readonly origin?: string | undefined;
}

/** A table or view; plain JSON. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly view: boolean;
  readonly comment: string | null;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[] | null;
  readonly indexes: readonly { readonly columns: readonly string[]; readonly unique: boolean }[];
}

/** What a database says of itself. */
export interface Catalogue {
  /** Such as `MariaDB 10.11.19`. */
  readonly product: string;
  readonly schema: string;
  readonly relations: readonly Relation[];
  /** Whether every table takes part in transactions, so that what was not committed was not done. */
  readonly transactional: boolean;
  /** What is odd with the database as a whole. */
  readonly remarks: readonly string[];
}

/** A value as a driver takes it. */
export type SqlValue = string | number | boolean | null | Buffer;
/** A value of a row: as JSON takes it, or bytes. */
export type Cell = string | number | boolean | null | Buffer | readonly unknown[];

/** Text with placeholders and the values for them. */
export interface BoundSql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

export interface RunResult {
  /** Names of the result's columns; empty when there is none. */
  readonly columns: readonly string[];
  /** Rows a write touched; `null` where the server does not tell. */
  readonly affected: number | null;
}

export interface RunOptions {
  /** Positions of columns wanted as they lie in the database. */
  readonly bytes?: ReadonlySet<number>;
  /** More rows than this are not wanted, so that the server need not make them; without it, all. */
  readonly most?: number;
}

/** One connection to a server, signed in and set up. It does one thing at a time. */
export interface Session {
  /** Whether it may still be used. */
  readonly alive: boolean;
  /**
   * Runs one statement. Each row goes to `take`; when that returns `false` the rest is not wanted, and the session is of no further use
   * unless the server had no more. Rejects with what the driver throws.
   */
  run(sql: BoundSql, take: (row: readonly Cell[]) => boolean, options?: RunOptions): Promise<RunResult>;
  /** Columns of a statement's result, without running it; `null` when the server cannot tell before. */
  describe(text: string): Promise<readonly Column[] | null>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Makes the server stop what it does for this session, over another connection if need be. Never rejects. */
  cancel(): Promise<void>;
  /** Ends it at once. */
  destroy(): void;
  /** Says goodbye, if that is quick. */
  end(): Promise<void>;
}

/** What a session is opened with. */
export interface SessionOptions {
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer; readonly serverName: string } | null;
  readonly limits: AdapterLimits;
  readonly statementMs: number;
  readonly readOnly: boolean;
  /** Ends the attempt to connect. */
  readonly signal: AbortSignal;
}

/** What differs from one kind of database to the next, and nothing else. */
export interface Dialect {
  readonly lexis: Lexis;
  /** Quotes the name of a table or column, whatever signs it has. */
  quote(name: string): string;
  /** The n-th placeholder, from 1. */
  placeholder(position: number): string;
  /** Whether a placeholder may stand at several places for one value. */
  readonly reusesPlaceholders: boolean;
  /** Expression that selects a column so that the session gives its cells as their kind says. */
  select(column: Column, quoted: string): string;
  /** Expression that makes of a placeholder a value to compare a column with. */
  compare(column: Column, placeholder: string): string;
  /** Signs that mean more than themselves in LIKE, and `!`, which takes that from them. */
  readonly patternSigns: RegExp;
  /** Ends a query after so many rows. */
  first(query: string, rows: number): string;
  /** A value as the driver wants it, from its JSON form. */
  value(kind: ColumnKind, value: SqlValue): SqlValue;
  open(options: SessionOptions): Promise<Session>;
  readCatalogue(session: Session, schemas: readonly string[]): Promise<Catalogue>;
  /** Whether `bytes` of `Session.run` works for any column; elsewhere the statement itself has to cast. */
  readonly givesBytes: boolean;
  /** The least a server can be asked. */
  readonly probe: string;
  /** Whether a write that was not committed was certainly not done. */
  revocable(verb: string, transactional: boolean): boolean;
  /** What an error of the driver means; `null` when it is none of the driver's. */
  fault(error: unknown): SqlFault | null;
}
