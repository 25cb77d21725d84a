import { connect } from 'node:net';
import mysql, { type Connection, type FieldPacket, type ResultSetHeader } from 'mysql2';
import { WireWatch } from '../../wire-watch.ts';
import type { BoundSql, Cell, Column, RunOptions, RunResult, Session, SessionOptions, SqlValue } from '../dialect.ts';
import { cellOfField, columnOfField, lengthCoded, nameOf } from './types.ts';

/** How long telling the server to stop a statement may take. */
const cancelMs = 2_000;
/** Locks are waited for a little shorter than statements may last, so that the error says what it was. */
const lockShare = 0.8;
/** Statements of one session that the server keeps prepared. */
const keptStatements = 64;
/** Number of the error for a variable that the server does not have. */
const unknownVariable = 1193;

type Field = FieldPacket & { readonly schema: string };

/** What a statement under way reports; the driver's declarations leave it out. */
interface Execution {
  on(event: 'fields', heard: (fields: readonly Field[] | undefined) => void): this;
  on(event: 'result', heard: (row: readonly unknown[] | ResultSetHeader, index: number) => void): this;
  on(event: 'error', heard: (error: Error) => void): this;
  on(event: 'end', heard: () => void): this;
}
interface Typed {
  LONGLONG(value: number): unknown;
}

/** Opens a session, in UTC, strict, its text as it lies in the database; a read-only one cannot write whatever it is asked. */
export async function openMysql(options: SessionOptions): Promise<Session> {
  const watch = new WireWatch(options.limits);
  const connection = await connected(options, watch);
  const session = new MysqlSession(connection, watch, options);
  const give = () => session.destroy();
  options.signal.addEventListener('abort', give, { once: true });
  try {
    await setUp(session, options);
    return session;
  } catch (error) {
    session.destroy();
    throw error;
  } finally {
    options.signal.removeEventListener('abort', give);
  }
}

async function setUp(session: MysqlSession, { engine, statementMs, readOnly }: SessionOptions): Promise<void> {
  const seconds = Math.max(1, Math.floor((statementMs * lockShare) / 1_000));
  const limits = { mariadb: `max_statement_time = ${statementMs / 1_000}`, mysql: `max_execution_time = ${statementMs}` };
  const set = (limit: string) =>
    session.plain(
      `SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00',
        character_set_results = NULL, innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}, ${limit}`,
    );
  const [own, other] = engine === 'mysql' ? [limits.mysql, limits.mariadb] : [limits.mariadb, limits.mysql];
  try {
    await set(own);
  } catch (error) {
    // The one under the name of the other.
    if ((error as { errno?: number }).errno !== unknownVariable) throw error;
    await set(other);
  }
  if (readOnly) await session.plain('SET SESSION TRANSACTION READ ONLY');
}

function connected({ host, port, database, user, password, tls, limits, signal }: SessionOptions, watch: WireWatch | null): Promise<Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const socket = connect({ port, host, noDelay: true });
  // The driver checks a certificate against an address only where it finds the address here.
  Object.assign(socket, { _host: tls?.serverName ?? host });
  watch?.follow(socket);
  const connection = mysql.createConnection({
    host: tls?.serverName ?? host,
    stream: () => socket,
    user,
    password,
    database,
    connectTimeout: limits.connectMs,
    charset: 'UTF8MB4_GENERAL_CI',
    flags: ['-LOCAL_FILES'],
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
    maxPreparedStatements: keptStatements,
    // Otherwise the driver writes programs with names of columns in them.
    disableEval: true,
    typeCast: (field, next) => (lengthCoded.has(field.type) ? field.buffer() : next()),
    ...(tls
      ? {
          ssl: {
            ...(tls.ca ? { ca: tls.ca } : {}),
            ...(tls.cert ? { cert: tls.cert } : {}),
            ...(tls.key ? { key: tls.key } : {}),
            minVersion: 'TLSv1.2',
            rejectUnauthorized: true,
            verifyIdentity: true,
          },
        }
      : {}),
  });
  const give = () => {
    socket.destroy();
    reject(signal.reason as Error);
  };
  if (signal.aborted) give();
  signal.addEventListener('abort', give, { once: true });
  connection.on('error', (error: Error) => {
    socket.destroy();
    reject(error);
  });
  connection.connect((error) => {
    signal.removeEventListener('abort', give);
    if (error) {
      socket.destroy();
      return reject(error);
    }
    const { stream } = connection as unknown as { stream: typeof socket };
    if (stream !== socket) watch?.follow(stream);
    resolve(connection);
  });
  return promise;
}

class MysqlSession implements Session {
  readonly #connection: Connection;
  readonly #watch: WireWatch;
  readonly #options: SessionOptions;
  #busy = false;
  #lost = false;
  #failed: ((error: Error) => void) | null = null;

  constructor(connection: Connection, watch: WireWatch, options: SessionOptions) {
    this.#connection = connection;
    this.#watch = watch;
    this.#options = options;
    connection.on('error', (error: Error) => {
      this.#lost = true;
      this.#failed?.(error);
    });
    connection.on('end', () => void (this.#lost = true));
  }

  get alive(): boolean {
    return !this.#lost && !this.#busy;
  }

  run({ text, values }: BoundSql, take: (row: readonly Cell[]) => boolean, { bytes }: RunOptions = {}): Promise<RunResult> {
    return this.#doing<RunResult>((done, failed) => {
      let fields: readonly Field[] = [];
      let seen = 0;
      let header: ResultSetHeader | null = null;
      const execution = this.#connection.execute({ sql: text, values: values.map(sent), rowsAsArray: true }) as unknown as Execution;
      const result = () => ({ columns: fields.map(nameOf), affected: header?.affectedRows ?? seen });
      execution.on('fields', (found) => {
        if (found && fields.length === 0) fields = found;
      });
      execution.on('result', (row, index) => {
        if (!Array.isArray(row)) return void (header = row as ResultSetHeader);
        // Of a procedure's results the first is the answer.
        if (index > 0) return;
        seen++;
        try {
          // Resolved while the server still sends: the session stays busy, and so is given up.
          if (!take(row.map((value, at) => cellOfField(fields[at]!, value, bytes?.has(at) ?? false)))) done(result(), false);
        } catch (error) {
          failed(error as Error);
        }
      });
      execution.on('error', failed);
      execution.on('end', () => done(result(), true));
    });
  }

  /** Anything without input of others. */
  plain(text: string): Promise<void> {
    return this.#doing<void>((done, failed) => void this.#connection.query(text, (error) => (error ? failed(error) : done(undefined, true))));
  }

  describe(text: string): Promise<readonly Column[] | null> {
    return this.#doing<readonly Column[] | null>((done, failed) => {
      this.#connection.prepare(text, (error, statement) => {
        if (error) return failed(error);
        const { columns } = statement as unknown as { columns: readonly Field[] };
        this.#connection.unprepare(text);
        // What a procedure or RETURNING gives back is told only when it is run.
        done(columns.length === 0 ? null : columns.map(columnOfField), true);
      });
    });
  }

  begin(): Promise<void> {
    return this.plain('START TRANSACTION');
  }

  commit(): Promise<void> {
    return this.plain('COMMIT');
  }

  rollback(): Promise<void> {
    return this.plain('ROLLBACK');
  }

  async cancel(): Promise<void> {
    const { threadId } = this.#connection;
    if (this.#lost || !this.#busy || !Number.isInteger(threadId)) return;
    const limits = { ...this.#options.limits, connectMs: cancelMs };
    const signal = AbortSignal.timeout(cancelMs);
    try {
      const other = await connected({ ...this.#options, limits, signal }, null);
      const killed = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => killed.resolve(), { once: true });
      other.query(`KILL QUERY ${threadId}`, () => killed.resolve());
      await killed.promise;
      other.destroy();
    } catch {
      // The server's own limit ends the statement.
    }
  }

  destroy(): void {
    this.#lost = true;
    this.#watch.end();
    this.#failed?.(Object.assign(new Error('the session was ended'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }));
    this.#connection.destroy();
  }

  async end(): Promise<void> {
    if (!this.alive) return this.destroy();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, cancelMs);
    this.#connection.end(() => resolve());
    await promise;
    clearTimeout(timer);
    this.destroy();
  }

  #doing<T>(work: (done: (result: T, over: boolean) => void, failed: (error: Error) => void) => void): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#busy = true;
    this.#watch.begin();
    const settle = (over: boolean) => {
      this.#watch.end();
      this.#failed = null;
      if (over) this.#busy = false;
    };
    const failed = (error: Error & { sqlState?: string; fatal?: boolean }) => {
      // The server's own error leaves the session as it was; anything else does not.
      settle(Boolean(error.sqlState) && !error.fatal);
      reject(error);
    };
    this.#failed = failed;
    if (this.#lost) failed(Object.assign(new Error('the session is gone'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }));
    else
      work((result, over) => {
        settle(over);
        resolve(result);
      }, failed);
    return promise;
  }
}

/** Whole numbers as such: as the floating point numbers that the driver makes of them, LIMIT would refuse them. */
function sent(value: SqlValue): unknown {
  return typeof value === 'number' && Number.isInteger(value) ? (mysql as unknown as { TypedParameter: Typed }).TypedParameter.LONGLONG(value) : value;
}
