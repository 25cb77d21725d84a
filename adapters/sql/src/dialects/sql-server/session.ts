import { connect } from 'node:net';
import { Connection, Request, TYPES, type ConnectionConfiguration } from 'tedious';
import { WireWatch } from '../../wire-watch.ts';
import type { BoundSql, Cell, Column, RunOptions, RunResult, Session, SessionOptions, SqlValue } from '../dialect.ts';
import { columnOfServer } from './types.ts';

/** How long the server may take to say that it stopped. */
const cancelMs = 2_000;
/** Locks are waited for a little shorter than statements may last, so that the error says what it was. */
const lockShare = 0.8;

interface Cells {
  readonly value: unknown;
  readonly metadata: { readonly colName: string };
}

/** Configuration of the driver; no retries of its own, since whoever calls decides about them. */
export function sqlServerConfiguration(options: SessionOptions, watch: WireWatch): ConnectionConfiguration {
  const { host, port, database, user, password, tls, limits, statementMs, readOnly } = options;
  let connected = false;
  return {
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      port,
      database,
      appName: 'amanah-hub',
      encrypt: tls !== null,
      trustServerCertificate: false,
      ...(tls
        ? {
            serverName: tls.serverName,
            cryptoCredentialsDetails: {
              ...(tls.ca ? { ca: tls.ca } : {}),
              ...(tls.cert ? { cert: tls.cert } : {}),
              ...(tls.key ? { key: tls.key } : {}),
              minVersion: 'TLSv1.2',
            },
          }
        : {}),
      connectTimeout: limits.connectMs,
      requestTimeout: statementMs,
      cancelTimeout: cancelMs,
      maxRetriesOnTransientErrors: 0,
      readOnlyIntent: readOnly,
      useUTC: true,
      textsize: limits.maxAnswerBytes,
      // Asked a second time when the server sends the client to another host: the one that is configured is spoken to, and no other.
      connector: () =>
        new Promise((resolve, reject) => {
          if (connected) return reject(new Error('the server sends its clients to another host, which is not followed'));
          connected = true;
          const socket = connect({ port, host, noDelay: true });
          watch.follow(socket);
          socket.once('connect', () => resolve(socket)).once('error', reject);
        }),
    },
  };
}

/** Opens a session. SQL Server has no read-only transactions: what a read does is always taken back. */
export async function openSqlServer(options: SessionOptions): Promise<Session> {
  const watch = new WireWatch(options.limits);
  const connection = new Connection(sqlServerConfiguration(options, watch));
  connection.on('error', () => {});
  const give = () => connection.close();
  options.signal.addEventListener('abort', give, { once: true });
  try {
    options.signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
    const session = new SqlServerSession(connection, watch, options.readOnly);
    await session.setUp(Math.ceil(options.statementMs * lockShare));
    return session;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    options.signal.removeEventListener('abort', give);
  }
}

class SqlServerSession implements Session {
  readonly #connection: Connection;
  readonly #watch: WireWatch;
  readonly #readOnly: boolean;
  #busy = false;
  #lost = false;
  /** Called when what is under way has ended. */
  #settled = () => {};

  constructor(connection: Connection, watch: WireWatch, readOnly: boolean) {
    this.#connection = connection;
    this.#watch = watch;
    this.#readOnly = readOnly;
    connection.on('end', () => void (this.#lost = true)).on('error', () => void (this.#lost = true));
  }

  get alive(): boolean {
    return !this.#lost && !this.#busy;
  }

  async setUp(lockMs: number): Promise<void> {
    await this.#execute({ text: `SET LOCK_TIMEOUT ${lockMs}; SET XACT_ABORT ON`, values: [] }, () => true, {}, 'batch');
  }

  async run(sql: BoundSql, take: (row: readonly Cell[]) => boolean, options: RunOptions = {}): Promise<RunResult> {
    if (!this.#readOnly) return this.#execute(sql, take, options);
    await this.begin();
    try {
      return await this.#execute(sql, take, options);
    } finally {
      if (this.alive) await this.rollback();
    }
  }

  async describe(text: string): Promise<readonly Column[] | null> {
    const last = Math.max(0, ...[...text.matchAll(/@p(\d+)/g)].map(([, number]) => Number(number)));
    const declared = Array.from({ length: last }, (_, at) => `@p${at + 1} nvarchar(4000)`).join(', ');
    const columns: Column[] = [];
    const sql = { text: 'EXEC sys.sp_describe_first_result_set @tsql = @p1, @params = @p2', values: [text, declared] };
    await this.run(sql, (row) => columns.push(columnOfServer(row)) > 0);
    return columns.length > 0 ? columns : null;
  }

  begin(): Promise<void> {
    return this.#transaction((done) => this.#connection.beginTransaction(done));
  }

  commit(): Promise<void> {
    return this.#transaction((done) => this.#connection.commitTransaction(done));
  }

  rollback(): Promise<void> {
    return this.#transaction((done) => this.#connection.rollbackTransaction(done));
  }

  async cancel(): Promise<void> {
    if (this.#lost || !this.#busy) return;
    this.#connection.cancel();
    // Torn down before the server has heard of it, it would go on.
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, cancelMs);
    this.#settled = resolve;
    await promise;
    clearTimeout(timer);
  }

  destroy(): void {
    this.#lost = true;
    this.#watch.end();
    this.#connection.close();
  }

  async end(): Promise<void> {
    this.destroy();
  }

  #transaction(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    return this.#doing((done, failed) => act((error) => (error ? failed(error) : done())));
  }

  #execute({ text, values }: BoundSql, take: (row: readonly Cell[]) => boolean, { most }: RunOptions, way: 'call' | 'batch' = 'call'): Promise<RunResult> {
    return this.#doing<RunResult>((done, failed) => {
      let columns: readonly string[] = [];
      let wanted = true;
      let seen = 0;
      const request = new Request(text, (error, affected) => (error && wanted ? failed(error) : done({ columns, affected: affected ?? null })));
      request.on('columnMetadata', (found) => {
        if (columns.length === 0 && Array.isArray(found)) columns = found.map(({ colName }) => colName);
      });
      request.on('row', (row: readonly Cells[]) => {
        if (!wanted) return;
        seen++;
        wanted = take(row.map(({ value }) => cellOf(value))) && !(most !== undefined && seen >= most);
        if (!wanted) this.#connection.cancel();
      });
      for (const [at, value] of values.entries()) request.addParameter(`p${at + 1}`, typeOf(value), value);
      if (way === 'batch') this.#connection.execSqlBatch(request);
      else this.#connection.execSql(request);
    });
  }

  #doing<T>(work: (done: (result: T) => void, failed: (error: Error) => void) => void): Promise<T> {
    this.#busy = true;
    this.#watch.begin();
    return new Promise((resolve, reject) => {
      const settle = (over: boolean) => {
        this.#watch.end();
        if (over) this.#busy = false;
        this.#settled();
      };
      work(
        (result) => {
          settle(true);
          resolve(result);
        },
        (error) => {
          // An error with a number is the server's own.
          settle(typeof (error as { number?: unknown }).number === 'number');
          reject(error);
        },
      );
    });
  }
}

/** Moments come without a zone of their own: the driver reads them as UTC. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date) return value.toISOString().slice(0, -1);
  return value === undefined ? null : (value as Cell);
}

function typeOf(value: SqlValue): (typeof TYPES)[keyof typeof TYPES] {
  if (Buffer.isBuffer(value)) return TYPES.VarBinary;
  if (typeof value === 'boolean') return TYPES.Bit;
  if (typeof value === 'number') return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? TYPES.Int : TYPES.BigInt) : TYPES.Float;
  return TYPES.NVarChar;
}
