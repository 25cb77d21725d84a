import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AmanahError, type ErrorCode } from '@amanah/errors';
import type { HubConfig } from '../config/contract.ts';
import { cookieNames } from '../identity/cookies.ts';
import type { Identity } from '../identity/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import { Breaker } from '../systems/breaker.ts';
import { bridgeNames, identityHeaders } from './bridge.ts';
import { clientAddress } from '../http/client-address.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { FormBridge } from './form-bridge.ts';
import { GatewayMetrics } from './gateway-metrics.ts';
import type { IdentityValueReader } from './identity-values.ts';
import { passAnswer } from './pass-answer.ts';
import type { Passage, PreparedPassage } from './passage.ts';
import { createProxyTransport } from './proxy-transport.ts';
import { upstreamHeaders } from './request-headers.ts';
import { browserHeaders } from './response-headers.ts';
import { seeOther } from './see-other.ts';
import { addressesOf } from './system-addresses.ts';
import { UpstreamFailure, type FailureReason, type UpstreamTransport } from './upstream-transport.ts';

export interface UpstreamSources {
  readonly config: HubConfig;
  readonly identity: Pick<Identity, 'signIdentity'>;
  readonly systems: Systems;
  readonly vault: CredentialVault;
  readonly forms: FormBridge;
  readonly values: IdentityValueReader;
}

const codes: Readonly<Record<FailureReason, ErrorCode>> = {
  unreachable: 'GATEWAY_UPSTREAM_DOWN',
  slow: 'GATEWAY_UPSTREAM_SLOW',
  invalid: 'GATEWAY_UPSTREAM_INVALID',
  untrusted: 'GATEWAY_UPSTREAM_UNTRUSTED',
};

/** The way to the systems: the transport carries the bytes, what changes in them is decided here. */
export function createUpstream({ config, identity, systems, vault, forms, values }: UpstreamSources) {
  const hubCookies = [...Object.values(cookieNames(true)), ...Object.values(cookieNames(false))];
  const addressOf = clientAddress(config.trustProxy);
  const breaker = new Breaker();
  const metrics = new GatewayMetrics(() => breaker.open());
  const transports = new Map<string, { readonly system: WebSystemDefinition; readonly transport: UpstreamTransport }>();

  function transportOf(system: WebSystemDefinition): UpstreamTransport {
    const known = transports.get(system.id);
    if (known?.system === system) return known.transport;
    known?.transport.close();
    const { upstream, preserveHost } = system.connection;
    const transport = createProxyTransport({ origin: new URL(upstream).origin, preserveHost, ca: caOf(config, system), limits: system.limits });
    transports.set(system.id, { system, transport });
    return transport;
  }

  function assertAsked(system: WebSystemDefinition): void {
    if (!breaker.allows(system.id)) throw new AmanahError('GATEWAY_UPSTREAM_DOWN', { detail: 'not asked: no answer to the last requests' });
  }

  async function prepare(passage: Passage, webSocket: boolean): Promise<PreparedPassage> {
    const { request, system, session, context, origin, target, trace } = passage;
    const entered = session && system.signIn.bridge === 'form' ? await forms.enter(system, session) : null;
    const basic = session && system.signIn.bridge === 'basic' ? await vault.read(session.actor.person.id, system.id) : null;
    if (session && system.signIn.bridge === 'basic' && (!basic || basic.refused)) throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: system.id });
    const authorization = basic ? `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}` : null;
    const headers = upstreamHeaders({
      headers: request.headers,
      withheldCookies: (name) => hubCookies.includes(name) || (entered?.jar.has(name) ?? false),
      bridgeNames: bridgeNames(system),
      identity: { ...(await identityHeaders(system, session, { identity, values })), ...(authorization ? { authorization } : {}) },
      publicOrigin: origin,
      innerOrigin: system.connection.preserveHost ? null : new URL(system.connection.upstream).origin,
      address: addressOf(request),
      requestId: context.requestId,
      rewrites: system.bar || system.rewrite.length > 0,
      webSocket,
    });
    const kept = entered?.jar.header(target.path);
    if (kept) headers.cookie = [headers.cookie, kept].filter(Boolean).join('; ');
    request.headers = Object.assign(headers, trace);
    request.url = target.passed;
    return { ...passage, startedAt: performance.now(), entered, basic: basic !== null };
  }

  /** An answer of a system whose sign-in the hub carries: deals with "signed out" by signing in again. `true`: the visitor has the answer. */
  async function keepSignedIn(incoming: IncomingMessage, response: ServerResponse, passage: PreparedPassage): Promise<boolean> {
    const { system, session, entered, target } = passage;
    if (passage.basic && session && incoming.statusCode === 401) {
      incoming.destroy();
      await vault.markRefused(session.actor.person.id, system.id);
      throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: `${system.id} refused the credentials` });
    }
    if (!entered || !session || system.signIn.bridge !== 'form') return false;
    if (target.path === system.signIn.signOut) {
      incoming.destroy();
      await forms.forget(session.id, system.id);
      seeOther(response, `${config.publicUrl.origin}/systems`);
      return true;
    }
    const { location } = incoming.headers;
    if (location !== undefined && entered.signIn.leadsToSignIn(location, target.path) && (await enterAgain(passage, response))) {
      incoming.destroy();
      return true;
    }
    incoming.headers['set-cookie'] = await forms.take(system, session, entered, incoming.headers['set-cookie'] ?? []);
    if (incoming.headers['set-cookie'].length === 0) delete incoming.headers['set-cookie'];
    return false;
  }

  /** Sends the visitor the same way again, signed in anew; what they sent is gone by now, and they are told so. */
  async function enterAgain({ request, system, session, entered, target }: PreparedPassage, response: ServerResponse): Promise<boolean> {
    if (!session || !entered || !(await forms.signedOut(system, session, entered))) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new AmanahError('GATEWAY_SIGNED_IN_AGAIN');
    seeOther(response, target.passed);
    return true;
  }

  return {
    metrics,
    /** @throws GATEWAY_UPSTREAM_DOWN, _SLOW, _INVALID, _UNTRUSTED when no answer comes; GATEWAY_CREDENTIALS_NEEDED; GATEWAY_SIGNED_IN_AGAIN */
    async forward(passage: Passage & { readonly response: ServerResponse }): Promise<void> {
      const { request, response, system } = passage;
      assertAsked(system);
      const prepared = await prepare(passage, false);
      const ended = metrics.begun(system.id, 'request');
      response.once('close', ended);
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        response.once('close', () => response.writableFinished || reject(new UpstreamFailure('unreachable', 'the visitor has gone')));
        transportOf(system).send(request, response, { answered: resolve, failed: reject });
      }).catch((error: unknown) => {
        throw response.destroyed ? error : failed(prepared, error);
      });
      answered(prepared, incoming);
      try {
        if (await keepSignedIn(incoming, response, prepared)) return;
        const signedOut = prepared.entered ? () => enterAgain(prepared, response) : null;
        await passAnswer(incoming, response, prepared, { portal: config.publicUrl, hubCookies, signedOut });
      } catch (error) {
        incoming.destroy();
        throw error instanceof AmanahError ? error : failed(prepared, new UpstreamFailure('invalid', error));
      }
    },
    /** @throws as `forward`, before anything was said to the visitor */
    async upgrade(passage: Passage & { readonly socket: Duplex; readonly head: Buffer }): Promise<void> {
      const { request, socket, head, system, origin } = passage;
      assertAsked(system);
      const prepared = await prepare(passage, true);
      const ended = metrics.begun(system.id, 'websocket');
      socket.once('close', ended);
      await new Promise<void>((resolve, reject) => {
        socket.once('close', resolve);
        transportOf(system).upgrade(request, socket, head, {
          answered(incoming) {
            answered(prepared, incoming);
            const hops = { connection: 'Upgrade', upgrade: 'websocket' };
            const mapping = {
              addresses: addressesOf(system, origin),
              hubCookies,
              https: config.publicUrl.protocol === 'https:',
              rewritten: false,
              barSources: null,
            };
            const framing = incoming.headers['transfer-encoding'] ? { 'transfer-encoding': 'chunked' } : {};
            incoming.headers = {
              ...browserHeaders(incoming.headers, mapping),
              ...(incoming.statusCode === 101 ? hops : framing),
            } as IncomingMessage['headers'];
            resolve();
          },
          failed: reject,
        });
      }).catch((error: unknown) => {
        throw failed(prepared, error);
      });
    },
    close() {
      for (const { transport } of transports.values()) transport.close();
    },
  };

  function answered({ system, startedAt }: PreparedPassage, { statusCode = 502 }: IncomingMessage): void {
    const ms = performance.now() - startedAt;
    breaker.answered(system.id);
    metrics.answered(system.id, statusCode, ms / 1_000);
    // An error page of the application is an answer; only a gateway's own says that the system behind it is gone.
    systems.observe(system.id, { ok: ![502, 503, 504].includes(statusCode), ms });
  }

  function failed({ system, startedAt }: PreparedPassage, error: unknown): AmanahError {
    const failure = error instanceof UpstreamFailure ? error : new UpstreamFailure('invalid', error);
    const code = codes[failure.reason];
    breaker.failed(system.id);
    metrics.failed(system.id, code);
    systems.observe(system.id, { ok: false, ms: performance.now() - startedAt, reason: (failure.cause as NodeJS.ErrnoException)?.code ?? failure.message });
    return new AmanahError(code, { cause: failure });
  }
}

/** The system's own certificate authority. @throws GATEWAY_UPSTREAM_UNTRUSTED when its file cannot be read */
export function caOf(config: Pick<HubConfig, 'configDir'>, { connection }: WebSystemDefinition): Buffer | null {
  if (!connection.caFile) return null;
  try {
    return readFileSync(new URL(connection.caFile, config.configDir));
  } catch (error) {
    throw new AmanahError('GATEWAY_UPSTREAM_UNTRUSTED', { detail: `caFile ${connection.caFile} cannot be read`, cause: error });
  }
}
