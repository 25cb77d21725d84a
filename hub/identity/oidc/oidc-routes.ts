import { Router } from 'express';
import type Provider from 'oidc-provider';
import type { HubConfig } from '../../config/contract.ts';
import type { Db } from '../../store/contract.ts';
import type { LiveSessions } from '../sessions.ts';

interface Sources {
  readonly config: HubConfig;
  readonly db: Db;
  readonly sessions: LiveSessions;
  /** The provider with today's keys. */
  readonly provider: () => Provider;
  /** Ends one portal session with all that hangs on it. */
  readonly endSession: (sessionId: string) => Promise<void>;
}

/** `/oidc/*`: the step in which a client's request meets the portal session, and the provider itself. */
export function oidcRoutes({ config, db, sessions, provider, endSession }: Sources): Router {
  const router = Router();

  router.use((request, _response, next) => {
    // Addresses in answers come from PUBLIC_URL, never from the request's own headers.
    request.headers['x-forwarded-proto'] = config.publicUrl.protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = config.publicUrl.host;
    next();
  });

  router.get('/interaction/:uid', async (request, response) => {
    const op = provider();
    const details = await op.interactionDetails(request, response);
    const session = await sessions.ofPortal(request);
    const { params } = details;
    const clientId = String(params['client_id']);
    const authTime = session?.actor.authTime ?? 0;
    // max_age and prompt=login ask for a sign-in newer than this request; the session opened since then satisfies it.
    const startedAt = details.iat;
    const maxAge = params['max_age'] === undefined ? null : Number(params['max_age']);
    const tooOld = maxAge !== null && Date.now() / 1_000 - authTime > Math.max(maxAge, 1) && authTime < startedAt;
    const asked =
      String(params['prompt'] ?? '')
        .split(' ')
        .includes('login') && authTime < startedAt;
    if (!session || tooOld || asked) {
      const client = await op.Client.find(clientId);
      const page = client?.['signin'] === 'staff' ? '/auth/sign-in/staff' : '/auth/sign-in';
      return response.redirect(303, `${page}?rd=${encodeURIComponent(`/oidc/interaction/${details.uid}`)}`);
    }
    const personId = session.actor.person.id;
    const grant = new op.Grant({ accountId: personId, clientId });
    grant.addOIDCScope(String(params['scope'] ?? 'openid'));
    const grantId = await grant.save();
    await db.query('INSERT INTO hub.oidc_grant (grant_id, session_id, person_id, client_id) VALUES ($1, $2, $3, $4)', [
      grantId,
      session.id,
      personId,
      clientId,
    ]);
    await op.interactionFinished(request, response, {
      login: { accountId: personId, acr: session.actor.acr, ts: authTime, remember: false },
      consent: { grantId },
    });
  });

  router.use((request, response, next) => {
    // A sign-out that a client began ends the portal session too: one sign-in, one sign-out.
    if (request.method === 'POST' && request.path === '/session/end/confirm') {
      response.once('finish', () => {
        if (response.statusCode < 400)
          void sessions
            .ofPortal(request)
            .then((session) => session && endSession(session.id))
            .catch((error: unknown) => request.context.log.error({ err: error }, 'the portal session was not ended'));
      });
    }
    provider().callback()(request, response).catch(next);
  });

  return router;
}
