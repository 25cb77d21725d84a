import { AmanahError } from '@amanah/errors';
import { Router, type Request, type Response } from 'express';
import type { Sessions, Session } from '../identity/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { IdentityValueReader } from './identity-values.ts';
import { localPath } from './own-addresses.ts';

interface Sources {
  readonly publicUrl: URL;
  readonly sessions: Pick<Sessions, 'ofPortal' | 'ofSystem' | 'redeemTicket' | 'markReached'>;
  readonly systems: Pick<Systems, 'web' | 'webById'>;
  readonly values: IdentityValueReader;
  readonly mayEnter: (system: WebSystemDefinition, session: Session) => boolean;
}

/**
 * For systems that keep their own nginx or Traefik in front: `/auth/check` tells that proxy whether the request may pass and who makes it,
 * `/auth/ticket` gives the browser a cookie of the system's own host. Neither ever redirects to a sign-in.
 */
export function forwardAuth({ publicUrl, sessions, systems, values, mayEnter }: Sources): Router {
  const router = Router();

  /** The system asked about: by name in the address, else by the host that the proxy says was asked for. `null`: the portal itself. */
  function systemOf(request: Request): WebSystemDefinition | null {
    const named = request.query['system'];
    const host = forwardedHost(request);
    if (named === undefined && (host === null || host === publicUrl.host)) return null;
    const found =
      named === undefined
        ? systems.web().find(({ connection }) => connection.origin !== undefined && new URL(connection.origin).host === host)
        : systems.webById(String(named));
    // The portal's own cookie reaches every port of its host: there it may be asked about without a system.
    if (!found && named === undefined && host?.replace(/:\d+$/, '') === publicUrl.hostname) return null;
    if (!found) throw new AmanahError('HTTP_SIGN_IN_NEEDED', { detail: `no system ${String(named ?? host)}` });
    return found;
  }

  router.get('/auth/check', async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    const status = await check(request, response).catch((error: unknown) => {
      if (!(error instanceof AmanahError)) throw error;
      return error.status;
    });
    response.status(status).end();
  });

  async function check(request: Request, response: Response): Promise<number> {
    const system = systemOf(request);
    const session = (system && (await sessions.ofSystem(request, system.id))) ?? (await sessions.ofPortal(request));
    if (!session) return system?.access === 'public' ? 204 : 401;
    if (system && !mayEnter(system, session)) return 403;
    const who = await values.of(session);
    response.setHeader('X-Auth-Request-User', encodeURIComponent(who.username));
    response.setHeader('X-Auth-Request-Subject', who.sub);
    response.setHeader('X-Auth-Request-Name', encodeURIComponent(who.nameAr));
    if (who.email) response.setHeader('X-Auth-Request-Email', encodeURI(who.email));
    response.setHeader('X-Auth-Request-Roles', who.roles);
    response.setHeader('X-Auth-Request-Units', who.units);
    response.setHeader('X-Auth-Request-Capacity', encodeURI(who.capacity));
    return 204;
  }

  router.get('/auth/ticket', async (request, response) => {
    const { ticket, system: id, rd } = request.query;
    const system = systems.webById(String(id ?? ''));
    const redeemed = system?.connection.origin ? await sessions.redeemTicket(String(ticket ?? ''), system.id, request) : null;
    if (!redeemed || !system) throw new AmanahError('GATEWAY_TICKET_REFUSED');
    await sessions.markReached(redeemed.session, system.id);
    response.setHeader('Set-Cookie', redeemed.setCookie);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, localPath(rd)); // below the host that the browser asked, which is the system's
  });

  return router;
}

/**
 * How an address outside the portal is entered after signing in: a system's host in the gateway as it is, a system with a proxy of its own
 * through its ticket; `null` for an address of nobody.
 */
export function systemEntry(target: URL, publicUrl: URL, gatewayDomain: string, systems: Pick<Systems, 'web' | 'byHost'>): string | null {
  const fronted = systems.web().find(({ connection }) => connection.origin !== undefined && new URL(connection.origin).origin === target.origin);
  if (fronted) return `/auth/enter/${fronted.id}?rd=${encodeURIComponent(target.pathname + target.search)}`;
  const below = `.${gatewayDomain}`;
  const sameSite = target.protocol === publicUrl.protocol && target.port === publicUrl.port && target.hostname.endsWith(below);
  return sameSite && systems.byHost(target.hostname.slice(0, -below.length)) ? target.href : null;
}

function forwardedHost(request: Request): string | null {
  const given = request.headers['x-forwarded-host'];
  const first = (Array.isArray(given) ? given[0] : given)?.split(',')[0]?.trim().toLowerCase();
  return first ? first : null;
}
