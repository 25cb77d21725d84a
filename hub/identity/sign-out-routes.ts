import { Router } from 'express';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { cookieNames, setCookie } from './cookies.ts';
import type { PostgresSessionStore } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';
import { signOut } from './sign-out.ts';
import { sendSignedOutPage, sendSignOutPage } from './sign-in-pages.ts';

interface Sources {
  readonly config: HubConfig;
  readonly audit: Audit;
  readonly sessionStore: PostgresSessionStore;
  readonly sessions: LiveSessions;
}

/** Ends this session, or every session of the person, and says what could not be reached. */
export function signOutRoutes({ config, audit, sessionStore, sessions }: Sources): Router {
  const https = config.publicUrl.protocol === 'https:';
  const { portal } = cookieNames(https);
  const router = Router();

  router.get('/sign-out', (request, response) => sendSignOutPage(response, request.context));

  for (const everywhere of [false, true]) {
    router.post(everywhere ? '/sign-out-everywhere' : '/sign-out', async (request, response) => {
      const session = await sessions.ofPortal(request);
      response.append('Set-Cookie', setCookie(portal, '', https, 0));
      if (!session) return sendSignedOutPage(response, request.context, 0, []);
      const report = await signOut({ sessionStore, sessions }, everywhere ? { personId: session.actor.person.id } : { sessionId: session.id });
      await audit.record({
        action: everywhere ? 'session.endedEverywhere' : 'session.ended',
        actor: session.actor,
        subject: session.actor.person.id,
        requestId: request.context.requestId,
        data: { ...report },
      });
      sendSignedOutPage(
        response,
        request.context,
        report.sessions,
        report.unreachable.map(({ title }) => title[request.context.language]),
      );
    });
  }

  return router;
}
