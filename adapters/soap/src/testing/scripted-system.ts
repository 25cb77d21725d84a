import { AdapterError, type AdapterAnswer, type AdapterContext, type Connection, type Contract } from '@amanah/adapter-api';
import { startRecordingSystem, type Received, type RecordingSystem } from '@amanah/testing';
import { adapter } from '../adapter.ts';
import { config as configSchema } from '../config.ts';

/** What a test says that a system answers. */
export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A local HTTP system that answers as a test says, and keeps what it receives. */
export interface ScriptedSystem extends RecordingSystem {
  answer: (request: Received) => Told;
}

export async function startScripted(answer: ScriptedSystem['answer'] = () => ({})): Promise<ScriptedSystem> {
  const recording = await startRecordingSystem((request, response) => {
    const { status = 200, headers = {}, body = '' } = system.answer(request);
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', ...headers }).end(body);
  });
  const system: ScriptedSystem = { ...recording, answer };
  return system;
}

/** A connection to a system, with what it says and records. */
export interface Connected {
  readonly contract: Contract;
  readonly connection: Connection;
  readonly sent: string[];
  readonly recordedAnswers: string[];
  /** Calls an operation, by its own name; writes with a key unless `key` is null. */
  call(operation: string, input: unknown, options?: { readonly key?: string | null; readonly cursor?: string }): Promise<AdapterAnswer>;
}

/** Reads a description from files and connects to the system it tells of. */
export async function connectTo(
  settings: Readonly<Record<string, unknown>>,
  { files = {}, secrets = {} }: { readonly files?: Readonly<Record<string, string | Buffer>>; readonly secrets?: Readonly<Record<string, string>> } = {},
): Promise<Connected> {
  const ctx: AdapterContext = {
    systemId: 'scripted',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    limits: { connectMs: 2_000, answerMs: 5_000, idleMs: 5_000, maxAnswerBytes: 5_000_000, maxHeaderBytes: 16_384, atOnce: 4 },
    secret({ secret }) {
      const value = secrets[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `the secret ${secret} is not given`);
      return value;
    },
    async file(path) {
      const content = files[path];
      if (content === undefined) throw new AdapterError('input-invalid', `there is no file ${path}`);
      return Buffer.from(content);
    },
    signal: new AbortController().signal,
  };
  const config = configSchema.parse(settings);
  const contract = await adapter.discover(config, ctx);
  const connection = await adapter.connect(config, JSON.parse(JSON.stringify(contract)) as Contract, ctx);
  const sent: string[] = [];
  const recordedAnswers: string[] = [];
  const text = (message: Uint8Array | string) => (typeof message === 'string' ? message : Buffer.from(message).toString());
  return {
    contract,
    connection,
    sent,
    recordedAnswers,
    call: (operation, input, { key = 'key-1', cursor } = {}) =>
      connection.call({
        operation: contract.operations.find(({ name }) => name === operation || name.endsWith(`.${operation}`))?.name ?? operation,
        input,
        cursor: cursor ?? null,
        signal: AbortSignal.timeout(10_000),
        idempotencyKey: key,
        requestId: 'request-1',
        exchange: { sent: (message) => void sent.push(text(message)), received: (message) => void recordedAnswers.push(text(message)) },
      }),
  };
}

/** An envelope of SOAP 1.1, or of 1.2. */
export function envelope(body: string, header = '', namespace = 'http://schemas.xmlsoap.org/soap/envelope/'): string {
  return `<?xml version="1.0"?><s:Envelope xmlns:s="${namespace}">${header === '' ? '' : `<s:Header>${header}</s:Header>`}<s:Body>${body}</s:Body></s:Envelope>`;
}

export const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
