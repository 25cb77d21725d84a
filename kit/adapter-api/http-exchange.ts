import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { AdapterError } from './adapter-error.ts';
import type { HttpAnswer, HttpRequest } from './http-messages.ts';

/**
 * One request over a dispatcher and its whole answer. It knows the moment at which the request is given to an open connection: what
 * fails before that has reached nobody.
 * @throws AdapterError as `HttpClient.request`
 */
export async function sendOnce(dispatcher: Dispatcher, request: HttpRequest, maxBytes: number, alerts: ReadonlyMap<number, string>): Promise<HttpAnswer> {
  const answer = await new Promise<HttpAnswer>((resolve, reject) => {
    const exchange = new Exchange(request, maxBytes, alerts, resolve, reject);
    if (!exchange.over) exchange.begin(dispatcher);
  });
  return { ...answer, body: await decoded(answer, request.method, maxBytes) };
}

/** Takes what undici tells of one exchange; settles once, at the latest when the signal says so. */
class Exchange implements Dispatcher.DispatchHandler {
  over = false;
  readonly #request: HttpRequest;
  readonly #maxBytes: number;
  /** TLS alerts by the local port of their connection. */
  readonly #alerts: ReadonlyMap<number, string>;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (error: AdapterError) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    request: HttpRequest,
    maxBytes: number,
    alerts: ReadonlyMap<number, string>,
    resolve: (answer: HttpAnswer) => void,
    reject: (error: AdapterError) => void,
  ) {
    this.#request = request;
    this.#maxBytes = maxBytes;
    this.#alerts = alerts;
    this.#resolve = resolve;
    this.#reject = reject;
    if (request.signal.aborted) this.#aborted();
    else request.signal.addEventListener('abort', this.#aborted, { once: true });
  }

  begin(dispatcher: Dispatcher): void {
    const { method, url, headers, body } = this.#request;
    const { origin, pathname, search } = url;
    try {
      const options = { origin, path: pathname + search, method: method as Dispatcher.HttpMethod, body: body ?? null };
      dispatcher.dispatch(headers ? { ...options, headers: { ...headers } } : options, this);
    } catch (error) {
      this.onResponseError(null, error as Error);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) controller.abort(new Error('ended before it began'));
    else this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    if (status < 200) return;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : (value ?? '');
    const declared = this.#request.method === 'HEAD' ? 0 : Number(this.#headers['content-length'] ?? 0);
    if (declared > this.#maxBytes) this.#fail(new AdapterError('too-large', `${declared} bytes, ${this.#maxBytes} allowed`, { reached: 'yes' }));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#fail(new AdapterError('too-large', `more than ${this.#maxBytes} bytes`, { reached: 'yes' }));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.over) return;
    this.#end();
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.over) this.#fail(lost(error, this.#controller !== null, this.#alerts));
  }

  readonly #aborted = (): void => {
    const late = (this.#request.signal.reason as Error | undefined)?.name === 'TimeoutError';
    const detail = late ? 'the deadline passed' : 'the caller went away';
    const reached = this.#controller === null ? 'no' : 'maybe';
    this.#fail(new AdapterError(late ? 'timeout' : 'cancelled', detail, { reached, cause: this.#request.signal.reason }));
  };

  #fail(error: AdapterError): void {
    if (this.over) return;
    this.#end();
    this.#reject(error);
    this.#controller?.abort(error);
  }

  #end(): void {
    this.over = true;
    this.#request.signal.removeEventListener('abort', this.#aborted);
  }
}

/** TLS alerts by which the other side refuses our certificate; they come before it reads a request. */
const certificateRefused = /ALERT_(?:NO_CERTIFICATE|BAD_CERTIFICATE|CERTIFICATE_\w+|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)|CERTIFICATE_REQUIRED/;

function lost(error: Error, begun: boolean, alerts: ReadonlyMap<number, string>): AdapterError {
  const { code = '', message, cause, socket } = error as NodeJS.ErrnoException & { cause?: { code?: string }; socket?: { localPort?: number } };
  const known = alerts.get(socket?.localPort ?? 0) ?? (code || cause?.code || '');
  const reached = begun ? 'maybe' : 'no';
  if (known === 'UND_ERR_HEADERS_TIMEOUT' || known === 'UND_ERR_BODY_TIMEOUT')
    return new AdapterError('timeout', 'no answer in time', { reached, cause: error });
  if (known === 'UND_ERR_HEADERS_OVERFLOW' || known === 'HPE_HEADER_OVERFLOW')
    return new AdapterError('too-large', 'the headers are over their limit', { reached: 'yes', cause: error });
  if (error.name === 'HTTPParserError' || known === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return new AdapterError('contract-violation', `not HTTP: ${message}`, { reached, cause: error });
  if (known === 'UND_ERR_INVALID_ARG') return new AdapterError('input-invalid', message, { reached: 'no', cause: error });
  if (certificateRefused.test(known)) return new AdapterError('unauthorised', `the client certificate was refused (${known})`, { reached: 'no', cause: error });
  return new AdapterError('unreachable', known || message, { reached, cause: error });
}

const codings: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/** Some servers compress although nobody asked them to; what comes out is bounded like what comes in. */
async function decoded({ headers, body, status }: HttpAnswer, method: string, maxBytes: number): Promise<Buffer> {
  const named = (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (method === 'HEAD' || status === 204 || status === 304 || body.length === 0) return body;
  let plain = body;
  for (const coding of named.toReversed()) {
    const decode = codings[coding];
    if (!decode || named.length > 2) throw new AdapterError('contract-violation', `an answer in the coding ${named.join(', ')}`, { reached: 'yes' });
    try {
      plain = await decode(plain, { maxOutputLength: maxBytes });
    } catch (error) {
      const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      const detail = large ? `more than ${maxBytes} bytes when decoded` : `not ${coding}: ${(error as Error).message}`;
      throw new AdapterError(large ? 'too-large' : 'contract-violation', detail, { reached: 'yes', cause: error });
    }
  }
  return plain;
}
