import { Agent, request as send, type Dispatcher } from 'undici';
import type { AdapterLimits } from './adapter.ts';
import { AdapterError, type Reached } from './adapter-error.ts';

/** Redirects followed for a read, on declared origins only. */
const maxRedirects = 3;

export interface HttpClientOptions {
  /** Origins that may be asked (`https://host:port`); anything else, also by a redirect, is refused. */
  readonly origins: readonly string[];
  readonly limits: Pick<AdapterLimits, 'connectMs' | 'answerMs' | 'idleMs' | 'maxAnswerBytes' | 'maxHeaderBytes' | 'atOnce'>;
  /** Certification authority, client certificate and key, PEM. */
  readonly tls?: { readonly ca?: Buffer | string; readonly cert?: Buffer | string; readonly key?: Buffer | string; readonly passphrase?: string };
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly signal: AbortSignal;
  /** A write goes over a connection of its own: on one kept alive, a close by the other side could not be told from a lost reply. */
  readonly effect: 'read' | 'write';
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** HTTP with bounds: declared origins, size, time, no redirect of a write. Every status is an answer; only a missing or broken one throws. */
export interface HttpClient {
  /** @throws AdapterError `unreachable`, `timeout`, `too-large`, `contract-violation` (not HTTP, leads elsewhere), `cancelled` */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Opens an HTTP client for one system. */
export function createHttpClient({ origins, limits, tls = {} }: HttpClientOptions): HttpClient {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  const options = {
    connect: { timeout: limits.connectMs, ...tls },
    headersTimeout: limits.answerMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.maxHeaderBytes,
    connections: limits.atOnce,
  };
  const agents = { read: new Agent(options), write: new Agent({ ...options, pipelining: 0 }) };

  const ask = async (request: HttpRequest, url: URL, hops: number): Promise<HttpAnswer> => {
    if (!allowed.has(url.origin))
      throw new AdapterError('contract-violation', `leads to ${url.origin}, which is not declared`, { reached: hops > 0 ? 'yes' : 'no' });
    const answer = await once(agents[request.effect], request, url, limits.maxAnswerBytes);
    const location = answer.headers['location'];
    if (!location || ![301, 302, 303, 307, 308].includes(answer.status) || request.effect === 'write') return answer;
    if (hops >= maxRedirects) throw new AdapterError('contract-violation', `more than ${maxRedirects} redirects`, { reached: 'yes' });
    const next = URL.parse(location, url);
    if (!next) throw new AdapterError('contract-violation', 'redirects to what is no address', { reached: 'yes' });
    return ask(request, next, hops + 1);
  };

  return {
    request: (request) => ask(request, request.url, 0),
    close: async () => void (await Promise.all([agents.read.destroy(), agents.write.destroy()])),
  };
}

async function once(agent: Dispatcher, { method, headers, body, signal }: HttpRequest, url: URL, maxBytes: number): Promise<HttpAnswer> {
  let answer: Dispatcher.ResponseData;
  try {
    answer = await send(url, {
      dispatcher: agent,
      method: method as Dispatcher.HttpMethod,
      ...(headers ? { headers: { ...headers } } : {}),
      body: body ?? null,
      signal,
    });
  } catch (error) {
    throw lost(error, signal, 'maybe');
  }
  const declared = Number(answer.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    if (declared > maxBytes) throw new AdapterError('too-large', `${declared} bytes, ${maxBytes} allowed`, { reached: 'yes' });
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new AdapterError('too-large', `more than ${maxBytes} bytes`, { reached: 'yes' });
      chunks.push(chunk);
    }
  } catch (error) {
    answer.body.on('error', () => {}).destroy();
    throw error instanceof AdapterError ? error : lost(error, signal, 'maybe');
  }
  const flat = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return { status: answer.statusCode, headers: Object.fromEntries(flat) as Record<string, string>, body: Buffer.concat(chunks) };
}

/** Errors that come before anything was sent. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
]);

function lost(error: unknown, signal: AbortSignal, after: Reached): AdapterError {
  const { code = '', message, cause } = error as NodeJS.ErrnoException & { cause?: { code?: string } };
  const known = code || cause?.code || '';
  if (signal.aborted) {
    const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
    return new AdapterError(late ? 'timeout' : 'cancelled', late ? 'the deadline passed' : 'the caller went away', { reached: after, cause: error });
  }
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(known)) return new AdapterError('timeout', 'no answer in time', { reached: after, cause: error });
  if (known === 'UND_ERR_HEADERS_OVERFLOW') return new AdapterError('too-large', 'the headers are over their limit', { reached: 'yes', cause: error });
  if (known.startsWith('HPE_')) return new AdapterError('contract-violation', `not HTTP (${known})`, { reached: after, cause: error });
  const unsent = beforeSending.has(known) || /CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(known);
  return new AdapterError('unreachable', known || message, { reached: unsent ? 'no' : after, cause: error });
}
