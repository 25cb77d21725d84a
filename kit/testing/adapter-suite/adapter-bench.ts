import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { AdapterError, type AdapterAnswer, type AdapterContext, type AdapterLimits, type Connection, type Contract } from '@amanah/adapter-api';
import type { Counterpart } from './counterpart.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

/** Limits under which the suite runs an adapter, small enough that a fault shows soon. */
export const suiteLimits: AdapterLimits = {
  connectMs: 2_000,
  answerMs: 5_000,
  idleMs: 5_000,
  maxAnswerBytes: 1_000_000,
  maxHeaderBytes: 16_384,
  atOnce: 4,
};

/** How one call ended, whatever it was. */
export interface Ended {
  readonly answer: AdapterAnswer | null;
  readonly error: unknown;
}

/** An adapter connected to its counterpart through a fault proxy, with everything it says kept. */
export class AdapterBench<C> {
  readonly counterpart: Counterpart<C>;
  readonly proxy: FaultProxy;
  readonly contract: Contract;
  /** Log lines, errors and recorded messages, as text: where a secret must never stand. */
  readonly said: string[] = [];
  #connection: Connection;
  readonly #closing = new AbortController();

  private constructor(counterpart: Counterpart<C>, proxy: FaultProxy, contract: Contract, connection: Connection) {
    this.counterpart = counterpart;
    this.proxy = proxy;
    this.contract = contract;
    this.#connection = connection;
  }

  static async open<C>(counterpart: Counterpart<C>): Promise<AdapterBench<C>> {
    const proxy = await startFaultProxy(counterpart.server);
    const config = counterpart.config(proxy);
    const lines: string[] = [];
    const context = contextOf(counterpart, counterpart.secrets, lines, new AbortController().signal);
    const contract = await counterpart.adapter.discover(config, context);
    const bench = new AdapterBench(counterpart, proxy, contract, await counterpart.adapter.connect(config, contract, context));
    bench.said.push(...lines);
    return bench;
  }

  /** A further connection with other secrets; the caller closes it. */
  async connect(secrets: Readonly<Record<string, string>> = this.counterpart.secrets): Promise<Connection> {
    const context = contextOf(this.counterpart, secrets, this.said, this.#closing.signal);
    return this.counterpart.adapter.connect(this.counterpart.config(this.proxy), this.contract, context);
  }

  discover(): Promise<Contract> {
    return this.counterpart.adapter.discover(
      this.counterpart.config(this.proxy),
      contextOf(this.counterpart, this.counterpart.secrets, this.said, this.#closing.signal),
    );
  }

  /** One call that ends by `deadlineMs`; never throws. */
  async call(operation: string, input: unknown, options: { deadlineMs?: number; key?: string; cursor?: string; connection?: Connection } = {}): Promise<Ended> {
    const keep = (message: Uint8Array | string) => void this.said.push(typeof message === 'string' ? message : Buffer.from(message).toString('latin1'));
    const { deadlineMs = 5_000, key = null, cursor = null, connection = this.#connection } = options;
    try {
      const answer = await connection.call({
        operation,
        input,
        cursor,
        signal: AbortSignal.timeout(deadlineMs),
        idempotencyKey: key,
        requestId: randomUUID(),
        exchange: { sent: keep, received: keep },
      });
      this.said.push(JSON.stringify(answer.output));
      return { answer, error: null };
    } catch (error) {
      this.said.push(inspect(error, { depth: 10 }), JSON.stringify(error) ?? '', String((error as Error)?.stack));
      return { answer: null, error };
    }
  }

  read(options: { deadlineMs?: number; connection?: Connection } = {}): Promise<Ended> {
    return this.call(this.counterpart.read.operation, this.counterpart.read.input, options);
  }

  write(mark: string, options: { deadlineMs?: number } = {}): Promise<Ended> {
    const { write } = this.counterpart;
    if (!write) throw new Error('this counterpart cannot be written to');
    return this.call(write.operation, write.input(mark), { ...options, key: `key-${mark}` });
  }

  async probe(connection: Connection = this.#connection): Promise<unknown> {
    return connection.probe(AbortSignal.timeout(5_000)).then(
      () => null,
      (error: unknown) => {
        this.said.push(inspect(error, { depth: 10 }));
        return error;
      },
    );
  }

  /** Everything works again, on a fresh connection where the old one does not get over it. */
  async heal(): Promise<void> {
    this.proxy.set('none');
    await this.counterpart.heal();
  }

  async closeConnection(): Promise<void> {
    await this.#connection.close();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection.close();
    await this.proxy.close();
    await this.counterpart.close();
  }
}

function contextOf<C>(counterpart: Counterpart<C>, secrets: Readonly<Record<string, string>>, said: string[], signal: AbortSignal): AdapterContext {
  const line = (fields: object, message: string) => void said.push(`${message} ${inspect(fields, { depth: 10 })}`);
  return {
    systemId: 'suite',
    log: { debug: line, info: line, warn: line, error: line },
    limits: suiteLimits,
    secret({ secret }) {
      const value = secrets[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `the secret ${secret} is not given`);
      return value;
    },
    async file(path) {
      const bytes = counterpart.files?.[path];
      if (!bytes) throw new AdapterError('input-invalid', `there is no file ${path}`);
      return Buffer.from(bytes);
    },
    signal,
  };
}
