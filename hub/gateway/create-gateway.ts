import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import { Router } from 'express';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { contextOf, type RequestContext } from '../http/request-context.ts';
import type { Identity, Session } from '../identity/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';
import type { Gateway } from './contract.ts';
import { credentialPages } from './credential-pages.ts';
import { CredentialVault } from './credential-vault.ts';
import { isNavigation, sendGatewayError } from './error-answer.ts';
import { FormBridge, loadWebSignIn } from './form-bridge.ts';
import { barData, barFiles } from './portal-bar.ts';
import { createUpstream } from './upstream.ts';

export interface GatewaySources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly identity: Identity;
  readonly systems: Systems;
  readonly access: Access;
  readonly audit: Audit;
}

/** Opens the gateway: each connected web system on its own host, behind the portal's sign-in. */
export async function createGateway({ config, log, store, identity, systems, access, audit }: GatewaySources): Promise<Gateway> {
  const { publicUrl, gatewayDomain } = config;
  const vault = new CredentialVault(store, config.sealKey);
  const forms = new FormBridge(vault, await loadWebSignIn(), (system) => new URL(originOf(system)).host);
  const upstream = createUpstream({ config, identity, systems, vault, forms });
  identity.sessions.onSignOut(
    (_sessionIds, reached) => forms.signOut(reached),
    (systemId) => systems.byId(systemId)?.title,
  );
  const endings = new Map<string, Set<() => void>>();
  identity.sessions.onRevoked((sessionId) => {
    endings.get(sessionId)?.forEach((end) => end());
    endings.delete(sessionId);
  });

  const labelOf = (request: IncomingMessage) => {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    return host.endsWith(`.${gatewayDomain}`) && host !== publicUrl.hostname ? host.slice(0, -gatewayDomain.length - 1) : null;
  };
  const originOf = (system: SystemDefinition) =>
    `${publicUrl.protocol}//${system.connection.host}.${gatewayDomain}${publicUrl.port ? `:${publicUrl.port}` : ''}`;

  function assertMay(system: SystemDefinition, session: Session | null): void {
    if (system.access === 'public') return;
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    if (system.access !== 'signed-in' && !access.decide(session.actor, system.access).allowed) throw new AmanahError('HTTP_PERMISSION_DENIED');
  }

  /** The hub's own addresses on a system's host; nothing under `/.amanah` is ever forwarded. */
  async function ownAddress(request: IncomingMessage, response: ServerResponse, context: RequestContext, system: SystemDefinition, url: URL): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new AmanahError('HTTP_METHOD_NOT_ALLOWED');
    const name = url.pathname.slice('/.amanah/'.length);
    const file = barFiles[name];
    if (file) {
      response.setHeader('Content-Type', file.type);
      response.setHeader('Cache-Control', 'public, max-age=300');
      return void response.end(file.body);
    }
    if (name === 'bar.json') {
      const session = await identity.sessions.ofSystem(request, system.id);
      assertMay(system, session);
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Cache-Control', 'no-store');
      return void response.end(JSON.stringify(barData(context.language, publicUrl, system, session)));
    }
    if (name === 'ticket') {
      const redeemed = await identity.sessions.redeemTicket(url.searchParams.get('ticket') ?? '', system.id, request);
      if (!redeemed) throw new AmanahError('GATEWAY_TICKET_REFUSED');
      await identity.sessions.markReached(redeemed.session, system.id);
      response.setHeader('Set-Cookie', redeemed.setCookie);
      response.setHeader('Referrer-Policy', 'no-referrer');
      response.setHeader('Cache-Control', 'no-store');
      response.statusCode = 303;
      response.setHeader('Location', localPath(url.searchParams.get('rd')));
      return void response.end();
    }
    throw new AmanahError('HTTP_NOT_FOUND');
  }

  async function answer(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void> {
    const system = systems.byHost(labelOf(request) ?? '');
    if (!system) throw new AmanahError('GATEWAY_SYSTEM_UNKNOWN');
    const url = parsedUrl(request);
    if (isOwnPath(url.pathname)) return ownAddress(request, response, context, system, url);
    const session = await identity.sessions.ofSystem(request, system.id);
    if (!session && system.access !== 'public' && isNavigation(request)) {
      response.statusCode = 303;
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Location', `${publicUrl.origin}/auth/enter/${system.id}?rd=${encodeURIComponent(url.pathname + url.search)}`);
      return void response.end();
    }
    assertMay(system, session);
    if (systems.info(system.id)?.state === 'maintenance') throw new AmanahError('GATEWAY_MAINTENANCE', { params: { system: system.title[context.language] } });
    try {
      await upstream.forward({ request, response, context, system, session, origin: originOf(system) });
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'GATEWAY_CREDENTIALS_NEEDED' || !isNavigation(request)) throw error;
      response.statusCode = 303;
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Location', `${publicUrl.origin}/systems/${system.id}/credentials?rd=${encodeURIComponent(url.pathname + url.search)}`);
      response.end();
    }
  }

  const portalRouter = Router();
  portalRouter.use(credentialPages({ systems, vault, bridge: forms, audit }));
  portalRouter.get('/auth/enter/:system', async (request, response) => {
    const system = systems.byId(String(request.params['system']));
    if (!system) throw new AmanahError('GATEWAY_SYSTEM_UNKNOWN');
    const { session } = request.context;
    if (!session && system.access !== 'public') return response.redirect(303, identity.signInUrl(request, request.originalUrl));
    assertMay(system, session);
    const rd = localPath(typeof request.query['rd'] === 'string' ? request.query['rd'] : null);
    if (!session) return response.redirect(303, originOf(system) + rd);
    const ticket = await identity.sessions.issueTicket(session, system.id, request);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, `${originOf(system)}/.amanah/ticket?ticket=${ticket}&rd=${encodeURIComponent(rd)}`);
  });

  return {
    portalRouter,
    handles: (request) => labelOf(request) !== null,
    handle(request, response) {
      const context = contextOf(request, log);
      response.setHeader('X-Request-Id', context.requestId);
      answer(request, response, context).catch((error: unknown) => {
        const known = error instanceof AmanahError ? error : new AmanahError('HTTP_INTERNAL', { cause: error });
        sendGatewayError(request, response, context, known, publicUrl);
      });
    },
    upgrade(request, socket: Duplex, head) {
      const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      const system = systems.byHost(labelOf(request) ?? '');
      if (!system || isOwnPath(parsedUrl(request).pathname)) return void refuse('404 Not Found');
      void identity.sessions
        .ofSystem(request, system.id)
        .then(async (session) => {
          assertMay(system, session);
          if (session) {
            const ends = endings.get(session.id) ?? new Set();
            endings.set(session.id, ends);
            const end = () => socket.destroy();
            ends.add(end);
            socket.once('close', () => ends.delete(end));
          }
          await upstream.upgrade({ request, socket, head, context: contextOf(request, log), system, session, origin: originOf(system) });
        })
        .catch(() => refuse('403 Forbidden'));
    },
    async close() {
      for (const ends of endings.values()) ends.forEach((end) => end());
    },
  };
}

/** Path of the request; a target that is no path (absolute form, `*`) is the root. */
function parsedUrl(request: IncomingMessage): URL {
  try {
    return new URL(`http://system${request.url?.startsWith('/') ? request.url : '/'}`);
  } catch {
    return new URL('http://system/');
  }
}

/** Our own corner of a system's host, in any spelling a system might read as the same path. */
function isOwnPath(path: string): boolean {
  let decoded = path;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // a broken escape names no file of ours
  }
  return /^\/+\.amanah(?:\/|$)/i.test(decoded.replaceAll('\\', '/'));
}

/** A path on the same host to go on to, or the root: never another host. */
function localPath(asked: string | null): string {
  return asked && /^\/(?![/\\])/.test(asked) && !/[\u0000-\u0020\\]/.test(asked) ? asked : '/';
}
