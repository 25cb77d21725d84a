import { AsyncLocalStorage } from 'node:async_hooks';
import http, { type Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { PlainExchange } from './plain-exchange.ts';
import {
  UpstreamFailure,
  type FailureReason,
  type TransportEvents,
  type TransportLimits,
  type TransportOptions,
  type UpstreamTransport,
} from './upstream-transport.ts';
import { watchRequest } from './watch-request.ts';

/** One request on its way through the proxy. */
interface Carried {
  readonly response: ServerResponse | null;
  /** The outgoing request, as soon as there is one and before anything of it is sent. */
  begun(outgoing: ClientRequest): void;
  failed(failure: UpstreamFailure): void;
  outgoing?: ClientRequest;
}

const carried = new AsyncLocalStorage<Carried>();
const silent = { info() {}, warn() {}, error() {} };

/** The data path of http-proxy-middleware, with deadlines, header limits and certificates of our own. */
export function createProxyTransport(options: TransportOptions): UpstreamTransport {
  const { origin, preserveHost, limits } = options;
  const byRequest = new WeakMap<IncomingMessage, Carried>();
  const pool = agentOf(options, true);
  const fresh = agentOf(options, false);
  const plain = new PlainExchange(options);
  // A body cannot be sent twice, so it never goes over a connection that the system may be closing; nor does it stay in the pool half read.
  const overFresh = createProxyMiddleware<IncomingMessage, ServerResponse>({
    target: origin,
    changeOrigin: !preserveHost,
    selfHandleResponse: true,
    agent: fresh,
    logger: silent,
    on: {
      error: (error, request) => {
        const one = byRequest.get(request);
        one?.failed(failureOf(error, one.outgoing));
      },
    },
  });

  function send(request: IncomingMessage, response: ServerResponse, events: TransportEvents, again = false): void {
    const replayable = !again && (request.method === 'GET' || request.method === 'HEAD') && !hasBody(request);
    let over = false;
    const one: Carried = {
      response,
      begun(outgoing) {
        one.outgoing = outgoing;
        watchRequest(outgoing, limits, hasBody(request));
        passInformation(outgoing, request, response);
        outgoing.once('upgrade', (_answer, inner: Socket) => {
          inner.destroy();
          one.failed(new UpstreamFailure('invalid', new Error('another protocol, which nobody asked for')));
        });
        outgoing.once('response', (answer: IncomingMessage) => {
          if (over) return void answer.destroy();
          over = true;
          events.answered(answer);
        });
      },
      failed(failure) {
        if (over || response.destroyed) return;
        over = true;
        // The system closed an idle connection of the pool just as it was used again: no fault, and nothing of the request was taken.
        if (replayable && one.outgoing?.reusedSocket && failure.reason === 'unreachable') send(request, response, events, true);
        else events.failed(failure);
      },
    };
    if (replayable && PlainExchange.takes(origin, request))
      return plain.ask(request, response, {
        answered: events.answered,
        failed(error, askAgain) {
          if (response.destroyed) return;
          if (askAgain) send(request, response, events, true);
          else events.failed(failureOf(error, undefined));
        },
      });
    if (replayable) return ask(options, pool, request, response, one);
    byRequest.set(request, one);
    carried.run(one, () => void overFresh(request, response).catch((error: unknown) => one.failed(failureOf(error, one.outgoing))));
  }

  return {
    send: (request, response, events) => send(request, response, events),
    upgrade(request, socket, head, events) {
      const one: Carried = {
        response: null,
        begun(outgoing) {
          one.outgoing = outgoing;
          watchRequest(outgoing, limits, false);
          outgoing.once('response', (answer: IncomingMessage) => events.answered(answer));
          outgoing.once('upgrade', (answer: IncomingMessage, inner: Socket) => {
            events.answered(answer);
            joinEnds(socket, inner, limits);
          });
        },
        failed: (failure) => !socket.destroyed && events.failed(failure),
      };
      socket.once('close', () => one.outgoing?.destroy());
      byRequest.set(request, one);
      carried.run(one, () => overFresh.upgrade(request, socket as Socket, head));
    },
    close() {
      plain.close();
      pool.destroy();
      fresh.destroy();
    },
  };
}

/** A request without a body that undici does not take, asked by Node's own client: the proxy costs twice as much and has nothing to add. */
function ask({ origin, preserveHost }: TransportOptions, pool: Agent, request: IncomingMessage, response: ServerResponse, one: Carried): void {
  const { protocol, hostname, port, host } = new URL(origin);
  const { connection: _hop, ...headers } = request.headers;
  if (!preserveHost) headers.host = host;
  const outgoing = (protocol === 'https:' ? https : http).request({
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    method: request.method,
    path: request.url,
    headers,
    agent: pool,
  });
  one.begun(outgoing);
  // Not once: a broken answer may be followed by a broken connection, and the second error must find a listener too.
  outgoing.on('error', (error) => one.failed(failureOf(error, outgoing)));
  response.once('close', () => outgoing.destroy());
  outgoing.end();
}

/** Connections to one system. What the proxy does not pass on to Node (header limit, name in the certificate) is set here. */
function agentOf({ origin, ca, limits }: TransportOptions, keepAlive: boolean): Agent {
  const { protocol, hostname } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const connections = { keepAlive, maxFreeSockets: 64, timeout: 30_000 };
  // The name in the certificate is the system's own, also when it is told its public name as Host.
  const agent =
    protocol === 'https:' ? new https.Agent({ ...connections, servername: isIP(host) ? '' : host, ...(ca ? { ca } : {}) }) : new http.Agent(connections);
  const queue = agent as Agent & { addRequest(outgoing: ClientRequest, ...rest: unknown[]): void };
  const add = queue.addRequest.bind(queue);
  queue.addRequest = (outgoing, ...rest) => {
    Object.assign(outgoing, { maxHeaderSize: limits.maxHeaderBytes });
    carried.getStore()?.begun(outgoing);
    add(outgoing, ...rest);
  };
  return agent;
}

/** So long a system may take to say `100 Continue`; old ones never do, and visitors wait for it. */
const continueMs = 1_000;

/** 1xx answers on their way to the visitor; `100 Continue` is the system's to give when the visitor waits for it. */
function passInformation(outgoing: ClientRequest, request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersion !== '1.1') return;
  if (request.headers.expect !== undefined) {
    // Without the go-ahead the body never comes, and the connection cannot be used again.
    response.shouldKeepAlive = false;
    const goAhead = () => {
      clearTimeout(timer);
      if (response.headersSent || response.shouldKeepAlive) return;
      response.shouldKeepAlive = true;
      response.writeContinue();
    };
    const timer = setTimeout(goAhead, continueMs);
    outgoing.once('continue', goAhead);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.once('response', () => clearTimeout(timer));
  }
  outgoing.on('information', ({ statusCode, headers }) => {
    if (response.headersSent) return;
    if (statusCode === 102) response.writeProcessing();
    else if (statusCode === 103 && typeof headers.link === 'string') response.writeEarlyHints({ link: headers.link });
  });
}

/** Whichever end goes takes the other with it; a silent pair goes too. */
function joinEnds(outer: Duplex, inner: Socket, { idleMs }: TransportLimits): void {
  outer.once('close', () => inner.destroy());
  inner.once('close', () => outer.destroy());
  inner.setTimeout(idleMs, () => inner.destroy());
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
}

function failureOf(error: unknown, outgoing: ClientRequest | undefined): UpstreamFailure {
  if (outgoing?.errored instanceof UpstreamFailure) return outgoing.errored;
  return error instanceof UpstreamFailure ? error : new UpstreamFailure(reasonOf(error as NodeJS.ErrnoException), error);
}

function reasonOf({ code = '', name, message }: NodeJS.ErrnoException): FailureReason {
  if (name === 'HTTPParserError' || /^UND_ERR_(?:HEADERS_OVERFLOW|INVALID_ARG|RES_CONTENT_LENGTH_MISMATCH)$/.test(code) || message === 'bad upgrade')
    return 'invalid';
  if (code.startsWith('HPE_') || code === 'ERR_HTTP_INVALID_HEADER_VALUE' || code === 'ERR_INVALID_CHAR') return 'invalid';
  if (/^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_)/.test(code)) return 'untrusted';
  return 'unreachable';
}
