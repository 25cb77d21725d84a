import { randomUUID } from 'node:crypto';
import { AdapterError, type AdapterAnswer, type AdapterContext, type AdapterLimits, type Connection, type Contract } from '@amanah/adapter-api';
import { adapter } from '../adapter.ts';

/** Limits of the tests; a test that is about one of them gives its own. */
const limits: AdapterLimits = { connectMs: 3_000, answerMs: 20_000, idleMs: 20_000, maxAnswerBytes: 5_000_000, maxHeaderBytes: 16_384, atOnce: 4 };

export interface CallOptions {
  readonly cursor?: string | undefined;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** A system as the hub would hold it: the contract found now, connected. */
export interface OpenSystem {
  readonly contract: Contract;
  readonly connection: Connection;
  /** Both messages of the last call. */
  readonly messages: { sent: string | null; received: string | null };
  call(operation: string, input: unknown, options?: CallOptions): Promise<AdapterAnswer>;
  /** How a call ended that must not end well. */
  failure(operation: string, input: unknown, options?: CallOptions): Promise<AdapterError>;
}

const opened: Connection[] = [];

/** Closes what the tests opened. */
export async function closeSystems(): Promise<void> {
  await Promise.all(opened.splice(0).map((connection) => connection.close()));
}

/** What an adapter gets; `secrets` by name. */
export function testContext(
  secrets: Readonly<Record<string, string>>,
  own: Partial<AdapterLimits> = {},
  files: Readonly<Record<string, string>> = {},
): AdapterContext {
  const quiet = () => {};
  return {
    systemId: 'test',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    limits: { ...limits, ...own },
    secret({ secret }) {
      const value = secrets[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `the secret ${secret} is not given`);
      return value;
    },
    file: async (path) => Buffer.from(files[path] ?? ''),
    signal: new AbortController().signal,
  };
}

/** Reads the contract of a configuration and connects. */
export async function openSystem(raw: object, ctx: AdapterContext, accepted?: Contract): Promise<OpenSystem> {
  const config = adapter.config.parse(raw);
  const contract = accepted ?? (await adapter.discover(config, ctx));
  const connection = await adapter.connect(config, contract, ctx);
  opened.push(connection);
  const messages: OpenSystem['messages'] = { sent: null, received: null };
  const call: OpenSystem['call'] = (operation, input, { cursor = null, key = null, signal = AbortSignal.timeout(30_000) } = {} as never) => {
    messages.sent = messages.received = null;
    const exchange = { sent: (text: unknown) => void (messages.sent = String(text)), received: (text: unknown) => void (messages.received = String(text)) };
    return connection.call({ operation, input, cursor, signal, idempotencyKey: key, requestId: randomUUID(), exchange });
  };
  const failure: OpenSystem['failure'] = async (operation, input, options) => {
    const end = await call(operation, input, options).catch((error: unknown) => error);
    if (end instanceof AdapterError) return end;
    throw new Error(`${operation} did not end with an AdapterError`, { cause: end });
  };
  return { contract, connection, messages, call, failure };
}

/** All pages of a list, one after the other; `between` is done after each. */
export async function allPages(
  system: OpenSystem,
  operation: string,
  input: unknown,
  between: (page: number) => Promise<void> = async () => {},
): Promise<readonly object[]> {
  const rows: object[] = [];
  let cursor: string | undefined;
  let page = 0;
  do {
    const answer = await system.call(operation, input, { cursor });
    rows.push(...(answer.output as { rows: object[] }).rows);
    cursor = answer.next;
    await between(++page);
  } while (cursor !== undefined);
  return rows;
}
