import { AmanahError, type ErrorCode } from '@amanah/errors';
import { Router, type Request, type Response } from 'express';
import { formBody } from '../http/form-body.ts';
import { saveAttempt } from './attempts.ts';
import { twoFactors } from './assurance.ts';
import type { Session } from './contract.ts';
import { cookieNames, setCookie } from './cookies.ts';
import { knownDevice } from './known-device.ts';
import { verifyPassword } from './password.ts';
import { personById } from './people.ts';
import { safeReturn } from './return-address.ts';
import { codesOf, methodAsked, takeCode } from './second-factor.ts';
import { sendCodeByMail } from './second-factor-routes.ts';
import type { SignInSources } from './sign-in-sources.ts';
import type { ProveAgain } from './step-up.ts';
import { sendStepUpPage } from './step-up-page.ts';
import { assertWithin, settleTry, tryLimits } from './throttle.ts';

/** `/auth/step-up`: a signed-in person proves again who they are before a risky act, by the strongest way they have. */
export function stepUpRoutes(sources: SignInSources, proveAgain: ProveAgain): Router {
  const { config, store, sessions, national } = sources;
  const { hub } = store;
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const form = formBody('16kb');
  const returnOf = (value: unknown) => safeReturn(value, config.publicUrl, sources.entryOf);
  const router = Router();

  /** What the person of this session can prove; a password alone counts only where they have nothing stronger. */
  async function waysOf(session: Session) {
    const personId = session.actor.person.id;
    const [codes, person, passkeys] = await Promise.all([
      codesOf(hub, personId),
      personById(hub, personId),
      hub.query('SELECT 1 FROM hub.passkey WHERE person_id = $1 LIMIT 1', [personId]),
    ]);
    const byNational = national !== null && person?.national_id != null;
    const password = person?.password_hash != null && codes.methods.length === 0 && passkeys.length === 0;
    return { codes, passkey: passkeys.length > 0, national: byNational, password, person };
  }

  async function show(request: Request, response: Response, session: Session, more: { refusal?: ErrorCode | null; sent?: boolean; method?: unknown } = {}) {
    const asked = (request.method === 'POST' ? request.body : request.query) as Record<string, unknown>;
    const ways = await waysOf(session);
    const needsTwo = asked['level'] === '2' && session.actor.acr !== twoFactors;
    sendStepUpPage(response, request.context, {
      ...ways.codes,
      method: methodAsked(more.method ?? asked['with'], ways.codes),
      passkey: ways.passkey,
      national: ways.national,
      password: ways.password && !needsTwo,
      returnTo: returnOf(asked['rd']),
      level: asked['level'] === '2' ? '2' : '1',
      refusal: more.refusal ?? null,
      sent: more.sent ?? false,
    });
  }

  async function signedIn(request: Request): Promise<Session> {
    const session = await sessions.ofPortal(request);
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    return session;
  }

  router.get('/step-up', async (request, response) => {
    const session = await sessions.ofPortal(request);
    if (!session) return response.redirect(303, `/auth/sign-in?rd=${encodeURIComponent(returnOf(request.query['rd']))}`);
    await show(request, response, session);
  });

  router.post('/step-up/code/send', form, async (request, response) => {
    const session = await signedIn(request);
    const { codes } = await waysOf(session);
    if (!codes.methods.includes('email')) throw new AmanahError('IDENTITY_CODE_REFUSED');
    const refusal = await sendCodeByMail(sources, request, session.actor.person.id, session.id);
    await show(request, response, session, { refusal, sent: refusal === null, method: 'email' });
  });

  for (const kind of ['code', 'password'] as const) {
    router.post(`/step-up/${kind}`, form, async (request, response) => {
      const session = await signedIn(request);
      const personId = session.actor.person.id;
      const ways = await waysOf(session);
      const limits = tryLimits(`step-up:${personId}`, request.ip ?? '', knownDevice(request, names.device, config.sealKey, personId));
      await assertWithin(hub, limits);
      const given = String(request.body?.[kind] ?? '');
      const method = kind === 'code' ? methodAsked(request.body?.method, ways.codes) : ('password' as const);
      const right =
        method === 'password'
          ? ways.password && (await verifyPassword(given, ways.person?.password_hash ?? null))
          : method !== null && (await takeCode(hub, config.sealKey, { personId, method, code: given, binding: session.id }));
      await settleTry(hub, limits, right);
      if (!right || method === null)
        return show(request, response, session, { refusal: kind === 'code' ? 'IDENTITY_CODE_REFUSED' : 'IDENTITY_PASSWORD_REFUSED', method });
      await proveAgain(request, response, { session, personId, method });
      response.redirect(303, returnOf(request.body?.rd));
    });
  }

  router.post('/step-up/national', form, async (request, response) => {
    const session = await signedIn(request);
    if (!national) return show(request, response, session, { refusal: 'IDENTITY_NATIONAL_DOWN' });
    try {
      const { url, ...question } = await national.begin(request.context.language, true);
      const token = await saveAttempt(hub, { kind: 'national', ...question, returnTo: returnOf(request.body?.rd), stepUpOf: session.id });
      response.append('Set-Cookie', setCookie(names.attempt, token, https, 600));
      response.redirect(303, url.href);
    } catch (error) {
      if (!(error instanceof AmanahError)) throw error;
      await show(request, response, session, { refusal: error.code });
    }
  });

  // The sign-in routes took the provider's answer; it proves again who the session's person is.
  router.get('/national/callback', async (request, response) => {
    const { personId, sessionId, returnTo } = response.locals['provedAgain'] as { personId: string; sessionId: string; returnTo: string };
    const session = await signedIn(request);
    if (session.id !== sessionId) throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    await proveAgain(request, response, { session, personId, method: 'national' });
    response.append('Set-Cookie', setCookie(names.attempt, '', https, 0));
    response.redirect(303, returnTo);
  });

  return router;
}
