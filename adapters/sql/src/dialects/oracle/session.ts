import oracledb, { type Connection, type Metadata } from 'oracledb';
import type { BoundSql, Cell, Column, RunOptions, RunResult, Session, SessionOptions } from '../dialect.ts';
import { columnOfMetadata } from './types.ts';

/** Rows that one round trip brings. */
const fetched = 100;

/** Address as the driver takes it. @throws TypeError for a name that would be read as more than a name */
export function oracleAddress({ host, port, database, tls }: Pick<SessionOptions, 'host' | 'port' | 'database' | 'tls'>): string {
  for (const part of [host, database]) if (!/^[\w.$#:-]+$/.test(part)) throw new TypeError(`${part} is no name of a host or service`);
  return `${tls ? 'tcps' : 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

/** Opens a session in thin mode. A read-only one begins each read with SET TRANSACTION READ ONLY. */
export async function openOracle(options: SessionOptions): Promise<Session> {
  const { user, password, tls, limits, statementMs, signal } = options;
  const seconds = Math.max(1, Math.ceil(limits.connectMs / 1_000));
  const wallet = tls && [tls.ca, tls.cert, tls.key].map((file) => file?.toString() ?? '').join('\n');
  const opening = oracledb.getConnection({
    user,
    password,
    connectString: oracleAddress(options),
    connectTimeout: seconds,
    transportConnectTimeout: seconds,
    ...(tls ? { walletContent: wallet, sslServerDNMatch: true } : {}),
  });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => {});
  const give = () => reject(signal.reason as Error);
  signal.addEventListener('abort', give, { once: true });
  try {
    signal.throwIfAborted();
    const connection = await Promise.race([opening, aborted]);
    // The driver's own limit on one round trip: it breaks off at the server.
    connection.callTimeout = statementMs;
    return new OracleSession(connection, options.readOnly);
  } catch (error) {
    opening.then((late) => late.close({ drop: true })).catch(() => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', give);
  }
}

/** One session; the connection is the driver's. */
export class OracleSession implements Session {
  readonly #connection: Connection;
  readonly #readOnly: boolean;
  #busy = false;
  #lost = false;

  constructor(connection: Connection, readOnly: boolean) {
    this.#connection = connection;
    this.#readOnly = readOnly;
  }

  get alive(): boolean {
    return !this.#lost && !this.#busy;
  }

  async run({ text, values }: BoundSql, take: (row: readonly Cell[]) => boolean, { most }: RunOptions = {}): Promise<RunResult> {
    return this.#doing(async () => {
      if (this.#readOnly) await this.#connection.execute('SET TRANSACTION READ ONLY', [], {});
      const options = {
        resultSet: true,
        outFormat: oracledb.OUT_FORMAT_ARRAY,
        autoCommit: false,
        fetchArraySize: Math.min(fetched, most ?? fetched),
        fetchTypeHandler,
      };
      const { resultSet, rowsAffected } = await this.#connection.execute(text, values, options);
      const columns = resultSet?.metaData.map(({ name }) => name) ?? [];
      for (let seen = 0; resultSet;) {
        const row = await resultSet.getRow();
        if (!row) break;
        seen++;
        if (!take(row.map(cellOf)) || (most !== undefined && seen >= most)) break;
      }
      await resultSet?.close();
      if (this.#readOnly) await this.#connection.rollback();
      return { columns, affected: rowsAffected ?? null };
    });
  }

  describe(text: string): Promise<readonly Column[] | null> {
    return this.#doing(async () => (await this.#connection.getStatementInfo(text)).metaData?.map(columnOfMetadata) ?? null);
  }

  /** A transaction begins with the first statement. */
  async begin(): Promise<void> {}

  commit(): Promise<void> {
    return this.#doing(() => this.#connection.commit());
  }

  rollback(): Promise<void> {
    return this.#doing(() => this.#connection.rollback());
  }

  async cancel(): Promise<void> {
    if (!this.#lost && this.#busy) await this.#connection.break().catch(() => {});
  }

  destroy(): void {
    this.#lost = true;
    this.#connection.close({ drop: true }).catch(() => {});
  }

  async end(): Promise<void> {
    this.#lost = true;
    await this.#connection.close().catch(() => {});
  }

  async #doing<T>(work: () => Promise<T>): Promise<T> {
    this.#busy = true;
    try {
      const result = await work();
      this.#busy = false;
      return result;
    } catch (error) {
      this.#busy = !(error as Error).message.startsWith('ORA-');
      throw error;
    }
  }
}

/** Numbers as text, long text and bytes at once instead of as streams. */
function fetchTypeHandler({ dbType }: Metadata): object | undefined {
  if (dbType === oracledb.DB_TYPE_NUMBER || dbType === oracledb.DB_TYPE_CLOB || dbType === oracledb.DB_TYPE_NCLOB || dbType === oracledb.DB_TYPE_LONG)
    return { type: oracledb.STRING };
  return dbType === oracledb.DB_TYPE_BLOB || dbType === oracledb.DB_TYPE_LONG_RAW ? { type: oracledb.BUFFER } : undefined;
}

/** Moments without a zone: the driver makes them of the clock of this process, so they are read by it again. */
function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (!(value instanceof Date)) return typeof value === 'string' ? value.replace(/^(-?)\.(?=\d+$)/, '$10.') : (value as Cell);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${String(value.getFullYear()).padStart(4, '0')}-${two(value.getMonth() + 1)}-${two(value.getDate())}`;
  return `${day}T${two(value.getHours())}:${two(value.getMinutes())}:${two(value.getSeconds())}.${String(value.getMilliseconds()).padStart(3, '0')}`;
}
