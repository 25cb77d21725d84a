import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import { Router } from 'express';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { contextOf, type RequestContext } from '../http/request-context.ts';
import type { Identity, Session } from '../identity/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { Gateway } from './contract.ts';
import { credentialPages } from './credential-pages.ts';
import { CredentialVault } from './credential-vault.ts';
import { isNavigation, sendGatewayError } from './error-answer.ts';
import { enterRoute } from './enter-route.ts';
import { FormBridge, loadWebSignIn } from './form-bridge.ts';
import { forwardAuth, systemEntry } from './forward-auth.ts';
import { traceSystemRequest } from './gateway-trace.ts';
import { IdentityValueReader } from './identity-values.ts';
import { ownAddresses } from './own-addresses.ts';
import { requestTarget, type RequestTarget } from './request-target.ts';
import { seeOther } from './see-other.ts';
import { SessionEndings } from './session-endings.ts';
import { SystemCookieStore } from './system-cookies.ts';
import { caOf, createUpstream } from './upstream.ts';

export interface GatewaySources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly identity: Identity;
  readonly systems: Systems;
  readonly access: Access;
  readonly audit: Audit;
}

const sweepMs = 600_000;

/** Opens the gateway: each connected web system on its own host, behind the portal's sign-in. */
export async function createGateway({ config, log, store, identity, systems, access, audit }: GatewaySources): Promise<Gateway> {
  const { publicUrl, gatewayDomain } = config;
  const { sessions } = identity;
  const vault = new CredentialVault(store, config.sealKey);
  const cookies = new SystemCookieStore(store, config.sealKey);
  const forms = new FormBridge({
    vault,
    cookies,
    open: await loadWebSignIn(),
    systemOf: systems.webById,
    publicHost: (system) => new URL(originOf(system)).host,
    caOf: (system) => caOf(config, system),
  });
  const values = new IdentityValueReader(store);
  const upstream = createUpstream({ config, identity, systems, vault, forms, values });
  const endings = new SessionEndings();
  const answerOwn = ownAddresses({ sessions, publicUrl, assertMay });
  const stopListening = await cookies.onChange((sessionId, systemId) => forms.changedElsewhere(sessionId, systemId));
  sessions.onSignOut(
    (_sessionIds, reached) => forms.signOut(reached),
    (systemId) => systems.webById(systemId)?.title,
  );
  identity.onReturn((target) => systemEntry(target, publicUrl, gatewayDomain, systems));
  sessions.onRevoked((sessionId) => endings.end(sessionId));
  const sweep = setInterval(() => void cookies.sweep().catch((error: unknown) => log.warn({ err: error }, 'ended sessions were not swept')), sweepMs);
  sweep.unref();

  function labelOf(request: IncomingMessage): string | null {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    return host.endsWith(`.${gatewayDomain}`) && host !== publicUrl.hostname ? host.slice(0, -gatewayDomain.length - 1) : null;
  }

  function originOf(system: WebSystemDefinition): string {
    return `${publicUrl.protocol}//${system.connection.host}.${gatewayDomain}${publicUrl.port ? `:${publicUrl.port}` : ''}`;
  }

  function assertMay(system: WebSystemDefinition, session: Session | null): void {
    if (system.access === 'public') return;
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    if (!mayEnter(system, session)) throw new AmanahError('HTTP_PERMISSION_DENIED');
  }

  function mayEnter(system: WebSystemDefinition, session: Session): boolean {
    return system.access === 'public' || system.access === 'signed-in' || access.decide(session.actor, system.access).allowed;
  }

  function systemOf(request: IncomingMessage): WebSystemDefinition {
    const system = systems.byHost(labelOf(request) ?? '');
    if (!system) throw new AmanahError('GATEWAY_SYSTEM_UNKNOWN');
    return system;
  }

  function assertOpen(system: WebSystemDefinition, context: RequestContext): void {
    const planned = systems.maintenanceOf(system.id);
    if (planned) throw new AmanahError('GATEWAY_MAINTENANCE', { params: { note: planned.note?.[context.language] ?? '' } });
  }

  async function answer(request: IncomingMessage, response: ServerResponse, context: RequestContext, system: WebSystemDefinition): Promise<void> {
    const target = requestTarget(request);
    if (target.own !== null) return answerOwn(request, response, context, system, target);
    const session = await sessions.ofSystem(request, system.id);
    if (!session && system.access !== 'public' && isNavigation(request)) return goTo(response, `/auth/enter/${system.id}`, target.passed);
    assertMay(system, session);
    assertOpen(system, context);
    const start = target.passed === '/' ? new URL(system.connection.upstream).pathname : '/';
    if (start !== '/' && isNavigation(request)) return seeOther(response, start);
    const trace = traceSystemRequest(request, response, { system: system.id, path: target.path, requestId: context.requestId });
    endings.add(session, response, () => response.destroy());
    try {
      await upstream.forward({ request, response, context, system, session, origin: originOf(system), target, trace });
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'GATEWAY_CREDENTIALS_NEEDED' || !isNavigation(request)) throw error;
      goTo(response, `/systems/${system.id}/credentials`, target.passed);
    }
  }

  async function join(request: IncomingMessage, socket: Duplex, head: Buffer, context: RequestContext, system: WebSystemDefinition): Promise<void> {
    const target: RequestTarget = requestTarget(request);
    if (target.own !== null) throw new AmanahError('HTTP_NOT_FOUND');
    const session = await sessions.ofSystem(request, system.id);
    assertMay(system, session);
    assertOpen(system, context);
    const trace = traceSystemRequest(request, socket, { system: system.id, path: target.path, requestId: context.requestId });
    endings.add(session, socket, () => socket.destroy());
    await upstream.upgrade({ request, socket, head, context, system, session, origin: originOf(system), target, trace });
  }

  /** On to a page of the portal, which brings the visitor back. */
  function goTo(response: ServerResponse, page: string, back: string): void {
    seeOther(response, `${publicUrl.origin}${page}?rd=${encodeURIComponent(back)}`);
  }

  function known(error: unknown, context: RequestContext, system: WebSystemDefinition | undefined): AmanahError {
    if (!(error instanceof AmanahError)) return new AmanahError('HTTP_INTERNAL', { cause: error });
    const params = { ...(system ? { system: system.title[context.language] } : {}), ...error.params };
    return new AmanahError(error.code, { params, cause: error.cause, ...(error.detail ? { detail: error.detail } : {}) });
  }

  const portalRouter = Router();
  portalRouter.use(forwardAuth({ publicUrl, sessions, systems, values, mayEnter }));
  portalRouter.use(credentialPages({ systems, vault, bridge: forms, audit, originOf }));
  portalRouter.use(enterRoute({ identity, systems, assertMay, originOf }));

  return {
    portalRouter,
    metrics: upstream.metrics.registry,
    handles: (request) => labelOf(request) !== null,
    handle(request, response) {
      const context = contextOf(request, log);
      const startedAt = performance.now();
      const system = systems.byHost(labelOf(request) ?? '');
      response.setHeader('X-Request-Id', context.requestId);
      response.once('close', () => {
        const ms = Math.round(performance.now() - startedAt);
        const [path] = context.path.split('?', 1);
        const { requestId } = context;
        const { statusCode: status, writableFinished: whole } = response;
        log.info({ requestId, system: system?.id, method: request.method, path, status, ms, whole }, 'request to a system');
      });
      const answering = system ? answer(request, response, context, system) : Promise.reject(new AmanahError('GATEWAY_SYSTEM_UNKNOWN'));
      answering.catch((error: unknown) => sendGatewayError(request, response, context, known(error, context, system), publicUrl));
    },
    upgrade(request, socket, head) {
      const context = contextOf(request, log);
      socket.on('error', () => socket.destroy());
      const system = systems.byHost(labelOf(request) ?? '');
      const joining = Promise.resolve().then(() => join(request, socket, head, context, systemOf(request)));
      joining.catch((error: unknown) => refuseUpgrade(socket, context, known(error, context, system)));
    },
    async close() {
      clearInterval(sweep);
      await stopListening();
      endings.endAll();
      upstream.close();
    },
  };
}
