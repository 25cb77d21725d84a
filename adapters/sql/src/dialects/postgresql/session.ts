import { connect, Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { once } from 'node:events';
import pg from 'pg';
import { WireWatch } from '../../wire-watch.ts';
import type { BoundSql, Cell, Column, RunOptions, RunResult, Session, SessionOptions } from '../dialect.ts';
import { describeStatement, runPortal } from './portal-query.ts';

/** A cancel request is 16 bytes and has no answer; a server that does not take it within this time is left alone. */
const cancelMs = 2_000;
/** Locks are waited for a little shorter than statements may last, so that the error says what it was. */
const lockShare = 0.8;

/** Opens a session, in UTC, with ISO dates; a read-only one cannot write whatever it is asked. Rejects with what the driver throws. */
export async function openPostgres(options: SessionOptions): Promise<Session> {
  const { host, port, database, user, password, tls, limits, statementMs, readOnly, signal } = options;
  const socket = new Socket();
  const watch = new WireWatch(limits);
  watch.follow(socket);
  const settings = {
    default_transaction_read_only: readOnly ? 'on' : 'off',
    statement_timeout: statementMs,
    lock_timeout: Math.ceil(statementMs * lockShare),
    idle_in_transaction_session_timeout: statementMs,
    timezone: 'UTC',
    datestyle: 'ISO,YMD',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    extra_float_digits: 1,
    standard_conforming_strings: 'on',
  };
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    application_name: 'amanah-hub',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    ssl: tls
      ? {
          ...tls,
          minVersion: 'TLSv1.2',
          rejectUnauthorized: true,
          checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkServerIdentity(tls.serverName, certificate),
        }
      : false,
    stream: () => socket,
  });
  // Heard elsewhere: by the query under way, or by `alive`.
  client.on('error', () => {});
  const timer = setTimeout(() => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })), limits.connectMs);
  const give = () => void socket.destroy(signal.reason as Error);
  signal.addEventListener('abort', give, { once: true });
  try {
    signal.throwIfAborted();
    await client.connect();
    const { stream } = (client as unknown as { connection: pg.Connection }).connection;
    if (stream !== socket) watch.follow(stream);
    return new PostgresSession(client, watch, socket, { host, port });
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', give);
  }
}

/** What the server told a session about itself, for cancel requests. */
interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

class PostgresSession implements Session {
  readonly #client: pg.Client;
  readonly #watch: WireWatch;
  readonly #socket: Socket;
  readonly #at: { readonly host: string; readonly port: number };
  #busy = false;
  #lost = false;

  constructor(client: pg.Client, watch: WireWatch, socket: Socket, at: { host: string; port: number }) {
    this.#client = client;
    this.#watch = watch;
    this.#socket = socket;
    this.#at = at;
    const gone = () => void (this.#lost = true);
    client.on('error', gone).on('end', gone);
  }

  get alive(): boolean {
    return !this.#lost && !this.#busy && !this.#socket.destroyed;
  }

  run(sql: BoundSql, take: (row: readonly Cell[]) => boolean, { most = 0 }: RunOptions = {}): Promise<RunResult> {
    return this.#doing(() => runPortal(this.#client, sql, { most, take }));
  }

  async describe(text: string): Promise<readonly Column[]> {
    const fields = await this.#doing(() => describeStatement(this.#client, text));
    const origins = new Map<string, string>();
    const types = new Map<number, { declared: string; enumerated: readonly string[] }>();
    await this.run({ text: originsSql, values: [list(fields.map(({ tableID }) => tableID))] }, ([table, column, name]) => {
      origins.set(`${String(table)}.${String(column)}`, String(name));
      return true;
    });
    await this.run({ text: typesSql, values: [list(fields.map(({ dataTypeID }) => dataTypeID))] }, ([oid, declared, labels]) => {
      types.set(Number(oid), { declared: String(declared), enumerated: (labels ?? []) as string[] });
      return true;
    });
    return fields.map(({ name, kind, tableID, columnID, dataTypeID }) => {
      const { declared = 'unknown', enumerated = [] } = types.get(dataTypeID) ?? {};
      const base = { name, declared, nullable: true, origin: origins.get(`${tableID}.${columnID}`) };
      return enumerated.length > 0 ? { ...base, kind: 'text', values: enumerated } : { ...base, kind };
    });
  }

  async begin(): Promise<void> {
    await this.#plain('BEGIN');
  }

  async commit(): Promise<void> {
    await this.#plain('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.#plain('ROLLBACK');
  }

  async cancel(): Promise<void> {
    const { processID, secretKey } = this.#client as unknown as BackendKey;
    if (this.#lost || !this.#busy || !processID) return;
    const packet = Buffer.alloc(16);
    packet.writeInt32BE(16, 0);
    packet.writeInt32BE(80_877_102, 4);
    packet.writeInt32BE(processID, 8);
    packet.writeInt32BE(secretKey, 12);
    const socket = connect(this.#at.port, this.#at.host, () => socket.end(packet)).resume();
    const timer = setTimeout(() => socket.destroy(), cancelMs);
    // The server closes when it has signalled the other one.
    await once(socket, 'close').catch(() => {});
    clearTimeout(timer);
  }

  destroy(): void {
    this.#lost = true;
    this.#watch.end();
    this.#socket.destroy();
  }

  async end(): Promise<void> {
    if (!this.alive) return this.destroy();
    this.#lost = true;
    const timer = setTimeout(() => this.#socket.destroy(), cancelMs);
    await this.#client.end().catch(() => {});
    clearTimeout(timer);
    this.destroy();
  }

  async #plain(text: string): Promise<void> {
    await this.run({ text, values: [] }, () => true);
  }

  async #doing<T>(work: () => Promise<T>): Promise<T> {
    this.#busy = true;
    this.#watch.begin();
    try {
      const result = await work();
      this.#busy = false;
      return result;
    } catch (error) {
      // The server's own error leaves the session as it was; anything else does not.
      this.#busy = !(error instanceof pg.DatabaseError);
      throw error;
    } finally {
      this.#watch.end();
    }
  }
}

const list = (numbers: readonly number[]) => `{${[...new Set(numbers)].join(',')}}`;

const originsSql = `SELECT a.attrelid, a.attnum, n.nspname || '.' || c.relname || '.' || a.attname
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE a.attrelid = ANY ($1::oid[])`;
const typesSql = `SELECT t.oid, pg_catalog.format_type(t.oid, NULL),
  (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
  FROM pg_catalog.pg_type t WHERE t.oid = ANY ($1::oid[])`;
