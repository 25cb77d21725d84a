import { AmanahError } from '@amanah/errors';
import { Router, type RequestHandler } from 'express';
import { formBody } from '../http/form-body.ts';
import { saveAttempt, takeAttempt } from './attempts.ts';
import { capacitiesOf } from './capacities.ts';
import { cookieNames, cookieOf, setCookie } from './cookies.ts';
import { knownDevice } from './known-device.ts';
import { openSession } from './open-session.ts';
import { verifyPassword } from './password.ts';
import { personByUsername, personOfNationalId } from './people.ts';
import { safeReturn } from './return-address.ts';
import { codesOf } from './second-factor.ts';
import { sendCodeByMail } from './second-factor-routes.ts';
import { sendCapacityPage, sendNationalPage, sendStaffPage } from './sign-in-pages.ts';
import type { SignInSources } from './sign-in-sources.ts';
import { assertWithin, settleTry, tryLimits } from './throttle.ts';

/** Every form of these pages is refused unless it was sent from the portal itself: also a sign-in can be forged (login CSRF). */
export function fromPortalOnly(publicUrl: URL): RequestHandler {
  return (request, _response, next) => {
    if (request.method === 'POST' && request.headers.origin !== publicUrl.origin) {
      return next(new AmanahError('HTTP_ORIGIN_REFUSED', { detail: `origin "${request.headers.origin ?? 'none'}"` }));
    }
    next();
  };
}

/** The pages that open a session: national identity, staff password, choice of capacity. */
export function signInRoutes(sources: SignInSources): Router {
  const { config, store, sessions, national } = sources;
  const { hub } = store;
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const form = formBody('16kb');
  const returnOf = (value: unknown) => safeReturn(value, config.publicUrl, sources.entryOf);
  const router = Router();

  router.get('/sign-in', async (request, response) => {
    const returnTo = returnOf(request.query['rd']);
    // A system behind its own proxy sends everybody here who has no session there yet; who is signed in goes straight on.
    const toSystem = /^https?:|^\/auth\/enter\//.test(returnTo);
    if (toSystem && (await sessions.ofPortal(request))) return response.redirect(303, returnTo);
    const page = config.signIn === 'staff' ? sendStaffPage : sendNationalPage;
    page(response, request.context, returnTo);
  });

  router.post('/sign-in/national', form, async (request, response) => {
    const returnTo = returnOf(request.body?.rd);
    if (!national) return sendNationalPage(response, request.context, returnTo, 'IDENTITY_NATIONAL_DOWN');
    try {
      const { url, ...expected } = await national.begin(request.context.language);
      const token = await saveAttempt(hub, { kind: 'national', ...expected, returnTo });
      response.append('Set-Cookie', setCookie(names.attempt, token, https, 600));
      response.redirect(303, url.href);
    } catch (error) {
      if (!(error instanceof AmanahError)) throw error;
      request.context.log.warn({ err: error }, 'the national provider did not answer');
      sendNationalPage(response, request.context, returnTo, error.code);
    }
  });

  router.get('/national/callback', async (request, response, next) => {
    const attempt = await takeAttempt(hub, cookieOf(request, names.attempt));
    if (!national || attempt?.kind !== 'national') throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    const back = attempt.stepUpOf ? '/auth/step-up' : '/auth/sign-in';
    if (request.query['error'] === 'access_denied') return response.redirect(303, `${back}?rd=${encodeURIComponent(attempt.returnTo)}`);
    const person = await personOfNationalId(hub, await national.finish(request.originalUrl, attempt));
    if (attempt.stepUpOf) {
      response.locals.provedAgain = { personId: person.id, sessionId: attempt.stepUpOf, returnTo: attempt.returnTo };
      return next();
    }
    response.redirect(303, await openSession(sources, { request, response, personId: person.id, method: 'national', returnTo: attempt.returnTo }));
  });

  router.get('/sign-in/staff', (request, response) => sendStaffPage(response, request.context, returnOf(request.query['rd'])));

  router.post('/sign-in/staff', form, async (request, response) => {
    const { username, password, rd } = request.body as Record<string, unknown>;
    const returnTo = returnOf(rd);
    if (typeof username !== 'string' || typeof password !== 'string' || username.includes('\0'))
      return sendStaffPage(response, request.context, returnTo, 'IDENTITY_SIGN_IN_REFUSED');
    const person = await personByUsername(hub, username.trim());
    const limits = tryLimits(username, request.ip ?? '', person ? knownDevice(request, names.device, config.sealKey, person.id) : null);
    await assertWithin(hub, limits);
    const right = await verifyPassword(password, person?.password_hash ?? null);
    await settleTry(hub, limits, right);
    if (!right || !person) return sendStaffPage(response, request.context, returnTo, 'IDENTITY_SIGN_IN_REFUSED');
    if (person.second_factor === 'none' && config.profile !== 'production')
      return response.redirect(303, await openSession(sources, { request, response, personId: person.id, method: 'password', returnTo }));
    const token = await saveAttempt(hub, { kind: 'second-factor', personId: person.id, returnTo });
    response.append('Set-Cookie', setCookie(names.attempt, token, https, 600));
    const unsent = (await codesOf(hub, person.id)).methods[0] === 'email' && (await sendCodeByMail(sources, request, person.id, token)) !== null;
    response.redirect(303, unsent ? '/auth/sign-in/code?unsent' : '/auth/sign-in/code');
  });

  router.get('/capacity', async (request, response) => {
    const session = await sessions.ofPortal(request);
    if (!session) return response.redirect(303, '/auth/sign-in');
    const capacities = await capacitiesOf(hub, session.actor.person.id, config.commerceRegister);
    sendCapacityPage(response, request.context, capacities, session.actor.capacityId, returnOf(request.query['rd']));
  });

  router.post('/capacity', form, async (request, response) => {
    const session = await sessions.ofPortal(request);
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    const changed = await sessions.chooseCapacity(session, String(request.body?.capacity ?? ''), request.context.requestId);
    await sources.audit.record({ action: 'capacity.chosen', actor: changed.actor, subject: changed.actor.person.id, requestId: request.context.requestId });
    response.redirect(303, returnOf(request.body?.rd));
  });

  return router;
}
