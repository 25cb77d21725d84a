import { AmanahError } from '@amanah/errors';
import { Router } from 'express';
import type { Identity, Session } from '../identity/contract.ts';
import type { Systems } from '../systems/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import { localPath } from './own-addresses.ts';

export interface EnterSources {
  readonly identity: Pick<Identity, 'sessions' | 'signInUrl'>;
  readonly systems: Pick<Systems, 'webById'>;
  readonly assertMay: (system: WebSystemDefinition, session: Session | null) => void;
  /** The system's own host at the gateway. */
  readonly originOf: (system: WebSystemDefinition) => string;
}

/** `/auth/enter/<system>` at the portal: the way into a system, with a one-time ticket for its host where the person is signed in. */
export function enterRoute({ identity, systems, assertMay, originOf }: EnterSources): Router {
  const router = Router();
  router.get('/auth/enter/:system', async (request, response) => {
    const system = systems.webById(String(request.params['system']));
    if (!system) throw new AmanahError('GATEWAY_SYSTEM_UNKNOWN');
    const { session, language } = request.context;
    if (!session && system.access !== 'public') return response.redirect(303, identity.signInUrl(request, request.originalUrl));
    assertMay(system, session);
    const rd = localPath(request.query['rd']);
    const origin = system.connection.origin ?? originOf(system);
    response.setHeader('Cache-Control', 'no-store');
    if (!session && system.connection.origin) return response.redirect(303, origin + rd);
    if (!session) return response.redirect(303, `${origin}/.amanah/language?to=${language}&rd=${encodeURIComponent(rd)}`);
    const ticket = await identity.sessions.issueTicket(session, system.id, request);
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.redirect(303, `${origin}/.amanah/ticket?ticket=${ticket}&lang=${language}&rd=${encodeURIComponent(rd)}`);
  });
  return router;
}
