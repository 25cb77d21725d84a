import { AmanahError } from '@amanah/errors';
import type { Request, Response } from 'express';
import type { Session } from './contract.ts';
import { cookieNames, setCookie } from './cookies.ts';
import type { SessionSources } from './open-session.ts';
import type { SignInMethod } from './session-store.ts';

export type ProveAgain = (
  request: Request,
  response: Response,
  proof: { readonly session: Session; readonly personId: string; readonly method: SignInMethod },
) => Promise<void>;

/** What a fresh proof does to a session: recorded with its time and strength, under a new cookie. @throws IDENTITY_OTHER_PERSON */
export function createProveAgain({ config, audit, sessionStore, sessions }: SessionSources): ProveAgain {
  const https = config.publicUrl.protocol === 'https:';
  const { portal } = cookieNames(https);
  return async (request, response, { session, personId, method }) => {
    if (session.actor.person.id !== personId) throw new AmanahError('IDENTITY_OTHER_PERSON');
    const token = await sessionStore.raise(session.id, method);
    sessions.forget(session.id);
    response.append('Set-Cookie', setCookie(portal, token, https));
    await audit.record({
      action: 'session.raised',
      actor: session.actor,
      subject: personId,
      requestId: request.context.requestId,
      data: { method },
    });
  };
}
