import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Duplex, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { SystemCookies } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { HubConfig } from '../config/contract.ts';
import type { RequestContext } from '../http/request-context.ts';
import { cookieNames } from '../identity/cookies.ts';
import type { Identity, Session } from '../identity/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';
import { AddressMap } from './address-map.ts';
import { identityHeaders } from './bridge.ts';
import type { CredentialVault } from './credential-vault.ts';
import { Breaker } from './breaker.ts';
import { sendGatewayError } from './error-answer.ts';
import type { FormBridge } from './form-bridge.ts';
import { PageRewriter } from './page-rewriter.ts';
import { barHtml } from './portal-bar.ts';
import { upstreamHeaders } from './request-headers.ts';
import { browserHeaders } from './response-headers.ts';

/** One request on its way to a system. */
export interface Passage {
  readonly request: IncomingMessage;
  readonly context: RequestContext;
  readonly system: SystemDefinition;
  readonly session: Session | null;
  /** The system's public origin. */
  readonly origin: string;
}

const mappedTypes: Readonly<Record<SystemDefinition['rewrite'][number], RegExp>> = {
  html: /^(?:text\/html|application\/xhtml\+xml)/i,
  json: /^application\/(?:[\w.-]+\+)?json/i,
  css: /^text\/css/i,
  js: /^(?:text|application)\/(?:x-)?javascript/i,
};

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
  zstd: createZstdDecompress,
};

/** The way to the systems: http-proxy-middleware carries the bytes, what changes in them is decided here. */
export function createUpstream({
  config,
  identity,
  systems,
  vault,
  forms,
}: {
  config: HubConfig;
  identity: Identity;
  systems: Systems;
  vault: CredentialVault;
  forms: FormBridge;
}) {
  const https = config.publicUrl.protocol === 'https:';
  const hubCookies = [...Object.values(cookieNames(true)), ...Object.values(cookieNames(false))];
  const breaker = new Breaker();
  const proxies = new WeakMap<SystemDefinition, ReturnType<typeof createProxyMiddleware>>();
  const passages = new WeakMap<IncomingMessage, Passage & { readonly startedAt: number; readonly jar: SystemCookies | null }>();

  function proxyOf(system: SystemDefinition) {
    const known = proxies.get(system);
    if (known) return known;
    const proxy = createProxyMiddleware({
      target: system.connection.upstream,
      changeOrigin: !system.connection.preserveHost,
      selfHandleResponse: true,
      proxyTimeout: system.limits.answerMs,
      on: {
        proxyReq: (outgoing: ClientRequest, _request, response) => {
          (response as ServerResponse).once('close', () => outgoing.destroy());
          limitConnecting(outgoing, system.limits.connectMs);
        },
        proxyRes: (incoming, request, response) => {
          takeAnswer(incoming, request as IncomingMessage, response as ServerResponse).catch((error: unknown) =>
            fail(error as Error, request as IncomingMessage, response as ServerResponse),
          );
        },
        error: (error, request, response) => fail(error, request as IncomingMessage, response as ServerResponse | Duplex),
      },
    });
    proxies.set(system, proxy);
    return proxy;
  }

  /** Keeps what belongs to the form bridge: its cookies, and the signed-out answer that it repairs by signing in again. */
  async function takeAnswer(incoming: IncomingMessage, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const passage = passages.get(request);
    const { jar, system, session } = passage ?? {};
    if (passage && jar && system && session && system.signIn.bridge === 'form') {
      const path = request.url ?? '/';
      if (path.split('?')[0] === system.signIn.signOut) {
        forms.forget(session.id, system.id);
        incoming.resume();
        return redirect(response, `${config.publicUrl.origin}/systems`);
      }
      if (await forms.signedOut(system, session, incoming.headers.location, path)) {
        incoming.resume();
        // A body is gone by now: only a request without one can be sent again.
        return redirect(response, request.method === 'GET' || request.method === 'HEAD' ? path : '/');
      }
      const given = incoming.headers['set-cookie'] ?? [];
      const kept = given.filter((cookie) => jar.has(cookie.split('=')[0]?.trim() ?? ''));
      kept.forEach((cookie) => jar.take(cookie));
      incoming.headers['set-cookie'] = given.filter((cookie) => !kept.includes(cookie));
    }
    returnAnswer(incoming, request, response);
  }

  function returnAnswer(incoming: IncomingMessage, request: IncomingMessage, response: ServerResponse): void {
    const passage = passages.get(request);
    if (!passage || response.destroyed) return void incoming.destroy();
    const { system, origin, context } = passage;
    breaker.answered(system.id);
    // An error page of the application is an answer; only a gateway's own says that the system behind it is gone.
    systems.observe(system.id, { ok: ![502, 503, 504].includes(incoming.statusCode ?? 0), ms: performance.now() - passage.startedAt });
    const { upstream, innerOrigins } = system.connection;
    const addresses = new AddressMap([upstream, ...innerOrigins], origin);
    const type = incoming.headers['content-type'] ?? '';
    const isPage = mappedTypes.html.test(type);
    const bar = isPage && system.bar && system.rewrite.includes('html') && isWholePage(request) ? barHtml(context.language, config.publicUrl) : null;
    const coding = (incoming.headers['content-encoding'] ?? 'identity').toLowerCase();
    const decoder = coding === 'identity' ? null : decoders[coding];
    const hasBody = request.method !== 'HEAD' && ![204, 304].includes(incoming.statusCode ?? 0) && incoming.statusCode !== 206;
    const rewritten = hasBody && decoder !== undefined && system.rewrite.some((kind) => mappedTypes[kind].test(type)) && (bar !== null || !addresses.empty);
    response.statusCode = incoming.statusCode ?? 502;
    response.statusMessage = incoming.statusMessage ?? '';
    const headers = browserHeaders(incoming.headers, {
      addresses,
      hubCookies,
      https,
      rewritten,
      barSources: bar ? { script: `${origin}/.amanah/bar.js`, style: `${origin}/.amanah/bar.css` } : null,
    });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('X-Request-Id', context.requestId);
    const steps: Transform[] = rewritten ? [...(decoder ? [decoder()] : []), new PageRewriter(addresses, bar)] : [];
    if (!rewritten) incoming.once('end', () => Object.keys(incoming.trailers).length > 0 && response.addTrailers(incoming.trailers as Record<string, string>));
    // The proxy and each step of the pipeline watch the answer's end; that is more than Node expects, and all of them end with it.
    response.setMaxListeners(20);
    pipeline([incoming, ...steps, response], (error) => {
      if (error) context.log.info({ system: system.id, err: error }, 'an answer of a system ended early');
    });
  }

  function fail(error: Error, request: IncomingMessage, response: ServerResponse | Duplex): void {
    const passage = passages.get(request);
    if (!passage || !('setHeader' in response)) return void response.destroy();
    const { system, context } = passage;
    const { code } = error as NodeJS.ErrnoException;
    if (response.destroyed) return;
    breaker.failed(system.id);
    systems.observe(system.id, { ok: false, ms: performance.now() - passage.startedAt, reason: code ?? error.message });
    const params = { system: system.title[context.language] };
    const invalid = code?.startsWith('HPE_') || code === 'ERR_HTTP_INVALID_HEADER_VALUE';
    const slow = performance.now() - passage.startedAt >= system.limits.answerMs - 50;
    sendGatewayError(
      request,
      response,
      context,
      new AmanahError(invalid ? 'GATEWAY_UPSTREAM_INVALID' : slow ? 'GATEWAY_UPSTREAM_SLOW' : 'GATEWAY_UPSTREAM_DOWN', { params, cause: error }),
      config.publicUrl,
    );
  }

  async function prepare(passage: Passage): Promise<void> {
    const { request, system, session, context, origin } = passage;
    const { host, protocol } = new URL(origin);
    request.headers = upstreamHeaders({
      headers: request.headers,
      hubCookies,
      identity: await identityHeaders(system, session, identity),
      publicHost: host,
      publicProtocol: protocol === 'https:' ? 'https' : 'http',
      address: request.socket.remoteAddress ?? '',
      requestId: context.requestId,
    });
    const jar = session && system.signIn.bridge === 'form' ? await forms.enter(system, session) : null;
    const bridgeCookie = jar?.header((request.url ?? '/').split('?')[0] ?? '/');
    if (bridgeCookie) request.headers.cookie = [request.headers.cookie, bridgeCookie].filter(Boolean).join('; ');
    if (session && system.signIn.bridge === 'basic') {
      const kept = await vault.read(session.actor.person.id, system.id);
      if (!kept) throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: system.id });
      request.headers.authorization = `Basic ${Buffer.from(`${kept.username}:${kept.password}`).toString('base64')}`;
    }
    passages.set(request, { ...passage, startedAt: performance.now(), jar });
  }

  return {
    async forward(passage: Passage & { readonly response: ServerResponse }): Promise<void> {
      const { system, context } = passage;
      if (!breaker.allows(system.id))
        throw new AmanahError('GATEWAY_UPSTREAM_DOWN', {
          params: { system: system.title[context.language] },
          detail: 'not asked: no answer to the last requests',
        });
      await prepare(passage);
      await proxyOf(passage.system)(passage.request as never, passage.response as never);
    },
    async upgrade(passage: Passage & { readonly socket: Duplex; readonly head: Buffer }): Promise<void> {
      await prepare(passage);
      proxyOf(passage.system).upgrade(passage.request as never, passage.socket as never, passage.head);
    },
  };
}

/** The bar stands in whole pages only: not in frames, not in fragments that a script fetches. */
function isWholePage({ headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest'];
  return destination === undefined ? headers['x-requested-with'] === undefined : destination === 'document';
}

/** A host that swallows packets must not hold a visitor for as long as a slow answer may. */
function limitConnecting(outgoing: ClientRequest, connectMs: number): void {
  const { socket } = outgoing;
  if (!socket?.connecting) return;
  const deadline = setTimeout(() => outgoing.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })), connectMs);
  for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(deadline));
}

function redirect(response: ServerResponse, location: string): void {
  response.statusCode = 303;
  response.setHeader('Location', location);
  response.setHeader('Cache-Control', 'no-store');
  response.end();
}
