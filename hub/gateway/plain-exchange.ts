import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { PlainAnswer, type GivenHeaders } from './plain-answer.ts';
import { UpstreamFailure, type TransportLimits, type TransportOptions } from './upstream-transport.ts';

/** What becomes of one plain exchange: one of the two is called, once. */
export interface PlainEvents {
  answered(answer: IncomingMessage): void;
  /** @param again nothing is known to be wrong with the system: the same request may be asked once more by another client */
  failed(error: unknown, again: boolean): void;
}

/** A connection to the system; undici makes it anew when the system has closed it. */
interface Line {
  readonly client: Client;
  /** The connection is older than the request that it carries now. */
  reused: boolean;
}

/** So many idle connections are kept. */
const maxIdle = 64;

/**
 * Requests without a body to a system on plain http, which is most of what passes: undici needs half of what Node's own client does. It has no
 * part in anything else (bodies, `Expect`, WebSockets, https).
 */
export class PlainExchange {
  readonly #options: TransportOptions;
  readonly #host: string;
  #idle: Line[] = [];
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#host = new URL(options.origin).host;
  }

  /** Whether a request, known to have no body, can go this way. */
  static takes(origin: string, { headers }: IncomingMessage): boolean {
    return origin.startsWith('http:') && headers.expect === undefined && headers['content-length'] === undefined;
  }

  ask(request: IncomingMessage, response: ServerResponse, events: PlainEvents): void {
    const { preserveHost, limits } = this.#options;
    const headers = preserveHost ? request.headers : { ...request.headers, host: this.#host };
    const line = this.#idle.pop() ?? this.#open();
    line.reused = true;
    const exchange = new Exchange(line, response, request.httpVersion === '1.1', limits, events, (whole) => this.#giveBack(line, whole));
    response.once('close', () => exchange.leave());
    line.client.dispatch({ path: request.url ?? '/', method: request.method as Dispatcher.HttpMethod, headers }, exchange);
  }

  /** Ends idle connections; running requests end by themselves. */
  close(): void {
    this.#closed = true;
    for (const { client } of this.#idle) end(client);
    this.#idle = [];
  }

  #giveBack(line: Line, whole: boolean): void {
    if (whole && !this.#closed && this.#idle.length < maxIdle) this.#idle.push(line);
    else end(line.client);
  }

  #open(): Line {
    const { origin, limits } = this.#options;
    // Its deadlines are whole seconds and pause with the visitor: ours are kept by the exchange.
    const client = new Client(origin, { connect: connectWithin(limits), headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: limits.maxHeaderBytes });
    const line: Line = { client, reused: false };
    client.on('connect', () => (line.reused = false));
    return line;
  }
}

/** One request over one line, under the system's deadlines. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #line: Line;
  readonly #response: ServerResponse;
  readonly #informs: boolean;
  readonly #limits: TransportLimits;
  readonly #events: PlainEvents;
  readonly #done: (whole: boolean) => void;
  #over = false;
  #answer: PlainAnswer | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(line: Line, response: ServerResponse, informs: boolean, limits: TransportLimits, events: PlainEvents, done: (whole: boolean) => void) {
    this.#line = line;
    this.#response = response;
    this.#informs = informs;
    this.#limits = limits;
    this.#events = events;
    this.#done = done;
  }

  /** The visitor has gone, or what the answer was wanted for. */
  leave(): void {
    if (!this.#over) this.#end(new UpstreamFailure('unreachable', new Error('nobody waits for the answer')));
  }

  onRequestStart(): void {
    this.#within(this.#limits.answerMs, 'no answer in');
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: GivenHeaders, message = ''): void {
    if (this.#over) return;
    if (status === 101 || status < 100) return this.#end(new UpstreamFailure('invalid', new Error(`status ${status}, which nobody asked for`)));
    // Informs the visitor; the deadline of the answer does not move.
    if (status < 200) return this.#inform(status, headers['link']);
    this.#within(this.#limits.idleMs, 'silent for');
    this.#answer = new PlainAnswer(controller, status, message, headers, () => this.leave());
    this.#events.answered(this.#answer);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#timer?.refresh();
    if (!this.#answer?.push(chunk)) controller.pause();
  }

  onResponseEnd(_controller: unknown, trailers: GivenHeaders): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#done(true);
    this.#answer?.end(trailers);
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (!this.#over) this.#end(error);
  }

  #end(error: Error): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#done(false);
    if (this.#answer) return void this.#answer.destroy(error);
    // Undici gives up on an interim answer that it did not ask for (`100 Continue`); Node's client takes it.
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const stale = this.#line.reused && (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE');
    this.#events.failed(error, error.message === 'bad response' || stale);
  }

  #inform(status: number, link: unknown): void {
    if (!this.#informs || this.#response.headersSent) return;
    if (status === 102) this.#response.writeProcessing();
    else if (status === 103 && typeof link === 'string') this.#response.writeEarlyHints({ link });
  }

  #within(ms: number, what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(new UpstreamFailure('slow', new Error(`${what} ${ms} ms`))), ms);
  }
}

/** A host that swallows packets must not hold a visitor for as long as a slow answer may. */
function connectWithin({ connectMs }: TransportLimits): NonNullable<Client.Options['connect']> {
  return ({ hostname, port }, done) => {
    const socket = connect({ host: hostname, port: Number(port || 80), noDelay: true, keepAlive: true });
    const late = () => socket.destroy(new UpstreamFailure('unreachable', new Error(`no connection in ${connectMs} ms`)));
    const timer = setTimeout(late, connectMs);
    const failed = (error: Error) => {
      clearTimeout(timer);
      done(error, null);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      done(null, socket);
    });
  };
}

function end(client: Client): void {
  client.destroy(() => {});
}
