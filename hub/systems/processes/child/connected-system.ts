import { AdapterError, type Adapter, type AdapterContext, type AdapterLog, type Connection } from '@amanah/adapter-api';
import type { CallableSystem, SystemAccess } from '../contract.ts';
import { checkOperation, type CheckedOperation } from './checked-operation.ts';

/** Longest wait for a connection to close; then it is left to the end of the process. */
const closeMs = 5_000;

/** One system with one configuration. A changed configuration makes a new one; this one then lets its work end and closes. */
export class ConnectedSystem {
  readonly #adapter: Adapter<unknown>;
  readonly #system: CallableSystem;
  readonly #log: AdapterLog;
  readonly #closing = new AbortController();
  readonly #operations = new Map<string, CheckedOperation>();
  #connection: Promise<Connection> | null = null;
  #users = 0;
  #idle = Promise.withResolvers<void>();

  constructor(adapter: Adapter<unknown>, system: CallableSystem, log: AdapterLog) {
    this.#adapter = adapter;
    this.#system = system;
    this.#log = log;
  }

  get limits() {
    return this.#system.limits;
  }

  /** Connects ahead of the first call; a failure is that call's to tell. */
  warm(): void {
    void this.#connected().catch((error: unknown) => this.#log.warn({ err: error }, 'a system is not connected yet'));
  }

  /** Works with the connection, made anew when the last try failed. @throws AdapterError */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(await this.#connected());
    } finally {
      if (--this.#users === 0) this.#idle.resolve();
    }
  }

  /** A chosen operation by our name. @throws AdapterError `input-invalid` when there is none */
  operation(name: string): CheckedOperation {
    const known = this.#operations.get(name);
    if (known) return known;
    const chosen = Object.hasOwn(this.#system.operations, name) ? this.#system.operations[name] : undefined;
    const description = chosen && this.#system.contract.operations.find((one) => one.name === chosen.from);
    if (!chosen || !description) throw new AdapterError('input-invalid', `there is no operation ${name}`, { reached: 'no' });
    const checked = checkOperation(description, chosen);
    this.#operations.set(name, checked);
    return checked;
  }

  /** Waits until nobody uses it any more, then closes the connection. Never throws. */
  async retire(): Promise<void> {
    this.#idle = Promise.withResolvers();
    if (this.#users > 0) await this.#idle.promise;
    await this.close();
  }

  /** Closes now. Never throws. */
  async close(): Promise<void> {
    this.#closing.abort();
    const connection = await this.#connection?.catch(() => null);
    if (!connection) return;
    try {
      await Promise.race([connection.close(), new Promise((resolve) => setTimeout(resolve, closeMs).unref())]);
    } catch (error) {
      this.#log.warn({ err: error }, 'a connection did not close as it should');
    }
  }

  #connected(): Promise<Connection> {
    if (this.#connection) return this.#connection;
    const made = this.#connect();
    this.#connection = made;
    made.catch(() => {
      if (this.#connection === made) this.#connection = null;
    });
    return made;
  }

  async #connect(): Promise<Connection> {
    return this.#adapter.connect(readConfig(this.#adapter, this.#system), this.#system.contract, contextOf(this.#system, this.#log, this.#closing.signal));
  }
}

/** The connection part as the adapter's own schema reads it. @throws AdapterError `input-invalid` */
export function readConfig(adapter: Adapter<unknown>, { connection }: SystemAccess): unknown {
  const read = adapter.config.safeParse(connection);
  if (read.success) return read.data;
  const findings = read.error.issues.map(({ path, message }) => ({ path: `/connection/${path.join('/')}`, message }));
  throw new AdapterError('input-invalid', `the connection is not valid: ${findings[0]?.path} ${findings[0]?.message}`, { reached: 'no', findings });
}

/** What the adapter gets for one system. */
export function contextOf(system: SystemAccess, log: AdapterLog, signal: AbortSignal): AdapterContext {
  return {
    systemId: system.systemId,
    log,
    limits: system.limits,
    secret({ secret }) {
      const value = Object.hasOwn(system.secrets, secret) ? system.secrets[secret] : undefined;
      if (value === undefined) throw new AdapterError('input-invalid', `nobody has given the secret ${secret} yet`, { reached: 'no' });
      return value;
    },
    async file(path) {
      const content = Object.hasOwn(system.files, path) ? system.files[path] : undefined;
      if (!content) throw new AdapterError('input-invalid', `there is no file ${path}`, { reached: 'no' });
      return Buffer.from(content);
    },
    signal,
  };
}
