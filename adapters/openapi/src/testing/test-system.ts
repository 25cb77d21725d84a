import type { ServerResponse } from 'node:http';
import { AdapterError, type AdapterAnswer, type AdapterContext, type AdapterLimits, type Connection, type Contract } from '@amanah/adapter-api';
import { startRecordingSystem, type Received, type RecordingSystem } from '@amanah/testing';
import { adapter } from '../adapter.ts';
import { config as configSchema, type OpenApiConfig } from '../config.ts';

/** What a test says that a system answers. */
export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** JSON, unless it is bytes or the headers say otherwise. */
  readonly body?: unknown;
}

/** A local HTTP system for tests, which keeps what it receives. */
export interface TestSystem extends RecordingSystem {
  /** Answers from now on. */
  answer: (request: Received, response: ServerResponse) => Told | null | Promise<Told | null>;
}

export async function startSystem(answer: TestSystem['answer'] = () => ({ body: {} })): Promise<TestSystem> {
  const recording = await startRecordingSystem(
    (request, response) => void Promise.resolve(system.answer(request, response)).then((told) => told && send(response, told)),
  );
  const system: TestSystem = { ...recording, answer };
  return system;
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Told): void {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  response.writeHead(status, { ...(body === undefined || named ? {} : { 'content-type': 'application/json' }), ...headers }).end(bytes);
}

export const testLimits: AdapterLimits = { connectMs: 2_000, answerMs: 5_000, idleMs: 5_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 16_384, atOnce: 4 };

/** A context with secrets and files in memory; `said` gathers what was logged. */
export function testContext(
  parts: { secrets?: Readonly<Record<string, string>>; files?: Readonly<Record<string, Buffer | string>>; limits?: Partial<AdapterLimits> } = {},
): AdapterContext & { readonly said: string[] } {
  const said: string[] = [];
  const line = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`);
  return {
    said,
    systemId: 'test',
    log: { debug: line, info: line, warn: line, error: line },
    limits: { ...testLimits, ...parts.limits },
    secret({ secret }) {
      const value = parts.secrets?.[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `the secret ${secret} is not given`);
      return value;
    },
    async file(path) {
      const content = parts.files?.[path];
      if (content === undefined) throw new AdapterError('input-invalid', `there is no file ${path}`);
      return Buffer.from(content);
    },
    signal: new AbortController().signal,
  };
}

export interface TestConnection {
  readonly contract: Contract;
  readonly connection: Connection;
  readonly context: ReturnType<typeof testContext>;
  /** Messages that were handed to the exchange record. */
  readonly recorded: string[];
  call(operation: string, input?: unknown, options?: { key?: string; cursor?: string; signal?: AbortSignal }): Promise<AdapterAnswer>;
}

/** Discovers a document and connects to it, as the process around an adapter does. */
export async function connectTo(
  document: object | string,
  given: Omit<Partial<Parameters<typeof configSchema.parse>[0] & object>, 'document'> & Record<string, unknown> = {},
  parts: Parameters<typeof testContext>[0] = {},
): Promise<TestConnection> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const context = testContext({ ...parts, files: { 'openapi.json': text, ...parts.files } });
  const parsed: OpenApiConfig = configSchema.parse({ document: { file: 'openapi.json' }, ...given });
  const contract = await adapter.discover(parsed, context);
  // What is kept of a contract goes through JSON.
  const kept = JSON.parse(JSON.stringify(contract)) as Contract;
  const connection = await adapter.connect(parsed, kept, context);
  const recorded: string[] = [];
  const keep = (message: Uint8Array | string) => void recorded.push(Buffer.from(message as Uint8Array).toString('latin1'));
  return {
    contract,
    connection,
    context,
    recorded,
    call: (operation, input = {}, { key, cursor, signal } = {}) =>
      connection.call({
        operation,
        input,
        cursor: cursor ?? null,
        signal: signal ?? AbortSignal.timeout(10_000),
        idempotencyKey: key ?? null,
        requestId: 'request-1',
        exchange: { sent: keep, received: keep },
      }),
  };
}

/** How a call ended, for comparison. */
export async function endingOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return { ok: await work };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    const { outcome, reached, message, fault, findings } = error;
    return { outcome, reached, message, ...(fault ? { fault } : {}), ...(findings ? { findings } : {}) };
  }
}
