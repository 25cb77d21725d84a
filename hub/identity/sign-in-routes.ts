import { AmanahError } from '@amanah/errors';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { readAttempt, saveAttempt, takeAttempt } from './attempts.ts';
import { capacitiesOf } from './capacities.ts';
import { cookieNames, cookieOf, setCookie } from './cookies.ts';
import type { NationalProvider } from './national-provider.ts';
import { verifyPassword } from './password.ts';
import { personById, personByUsername, personOfNationalId } from './people.ts';
import { safeReturn } from './return-address.ts';
import type { PostgresSessionStore } from './session-store.ts';
import type { LiveSessions } from './sessions.ts';
import { sendCapacityPage, sendCodePage, sendNationalPage, sendStaffPage } from './sign-in-pages.ts';
import { assertWithin, clearFailures, countFailure, signInLimits } from './throttle.ts';
import { takeTotp } from './totp.ts';

export interface SignInSources {
  readonly config: HubConfig;
  readonly store: Store;
  readonly audit: Audit;
  readonly sessionStore: PostgresSessionStore;
  readonly sessions: LiveSessions;
  readonly national: NationalProvider | null;
  readonly isRegisteredOrigin: (origin: string) => boolean;
}

/** Every form of these pages is refused unless it was sent from the portal itself: also a sign-in can be forged (login CSRF). */
export function fromPortalOnly(publicUrl: URL): RequestHandler {
  return (request, _response, next) => {
    if (request.method === 'POST' && request.headers.origin !== publicUrl.origin) {
      return next(new AmanahError('HTTP_ORIGIN_REFUSED', { detail: `origin "${request.headers.origin ?? 'none'}"` }));
    }
    next();
  };
}

/** The pages that open a session: national identity, staff password, authenticator code, choice of capacity. */
export function signInRoutes(sources: SignInSources): Router {
  const { config, store, sessionStore, sessions, national } = sources;
  const { hub } = store;
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  const returnOf = (value: unknown) => safeReturn(value, config.publicUrl, sources.isRegisteredOrigin);
  const router = Router();

  async function open(request: Request, response: Response, personId: string, method: 'password' | 'totp' | 'national', returnTo: string): Promise<void> {
    const before = await sessions.ofPortal(request);
    if (before) await sessionStore.revoke({ sessionId: before.id });
    const token = await sessionStore.create({ personId, method, request, address: request.ip ?? '' });
    response.append('Set-Cookie', setCookie(names.portal, token, https));
    response.append('Set-Cookie', setCookie(names.attempt, '', https, 0));
    const session = await sessionStore.byToken(token);
    await sources.audit.record({
      action: 'session.opened',
      actor: session?.actor ?? null,
      subject: personId,
      requestId: request.context.requestId,
      data: { method },
    });
    const { choices, registerDown } = await capacitiesOf(hub, personId, config.commerceRegister);
    const mustChoose = choices.length > 1 || registerDown;
    response.redirect(303, mustChoose ? `/auth/capacity?rd=${encodeURIComponent(returnTo)}` : returnTo);
  }

  router.get('/sign-in', (request, response) => {
    const page = config.signIn === 'staff' ? sendStaffPage : sendNationalPage;
    page(response, request.context, returnOf(request.query['rd']));
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

  router.get('/national/callback', async (request, response) => {
    const attempt = await takeAttempt(hub, cookieOf(request, names.attempt));
    if (!national || attempt?.kind !== 'national') throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    if (request.query['error'] === 'access_denied') return response.redirect(303, `/auth/sign-in?rd=${encodeURIComponent(attempt.returnTo)}`);
    const person = await personOfNationalId(hub, await national.finish(request.originalUrl, attempt));
    await open(request, response, person.id, 'national', attempt.returnTo);
  });

  router.get('/sign-in/staff', (request, response) => sendStaffPage(response, request.context, returnOf(request.query['rd'])));

  router.post('/sign-in/staff', form, async (request, response) => {
    const { username, password, rd } = request.body as Record<string, unknown>;
    const returnTo = returnOf(rd);
    if (typeof username !== 'string' || typeof password !== 'string' || username.includes('\0'))
      return sendStaffPage(response, request.context, returnTo, 'IDENTITY_SIGN_IN_REFUSED');
    const limits = signInLimits(username, request.ip ?? '');
    await assertWithin(hub, limits);
    const person = await personByUsername(hub, username.trim());
    if (!(await verifyPassword(password, person?.password_hash ?? null)) || !person) {
      await countFailure(hub, limits);
      return sendStaffPage(response, request.context, returnTo, 'IDENTITY_SIGN_IN_REFUSED');
    }
    await clearFailures(hub, limits);
    if (person.second_factor === 'none' && config.profile !== 'production') return open(request, response, person.id, 'password', returnTo);
    const token = await saveAttempt(hub, { kind: 'second-factor', personId: person.id, returnTo });
    response.append('Set-Cookie', setCookie(names.attempt, token, https, 600));
    response.redirect(303, '/auth/sign-in/code');
  });

  router.get('/sign-in/code', async (request, response) => {
    const attempt = await readAttempt(hub, cookieOf(request, names.attempt));
    if (attempt?.kind !== 'second-factor') return response.redirect(303, '/auth/sign-in/staff');
    sendCodePage(response, request.context);
  });

  router.post('/sign-in/code', form, async (request, response) => {
    const token = cookieOf(request, names.attempt);
    const attempt = await readAttempt(hub, token);
    const person = attempt?.kind === 'second-factor' ? await personById(hub, attempt.personId) : undefined;
    if (attempt?.kind !== 'second-factor' || !person) throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    const limits = signInLimits(`code:${person.id}`, request.ip ?? '');
    await assertWithin(hub, limits);
    if (!(await takeTotp(hub, config.sealKey, person.id, asciiDigits(String(request.body?.code ?? ''))))) {
      await countFailure(hub, limits);
      return sendCodePage(response, request.context, 'IDENTITY_CODE_REFUSED');
    }
    await clearFailures(hub, limits);
    await takeAttempt(hub, token);
    await open(request, response, person.id, 'totp', attempt.returnTo);
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

/** Arabic-Indic and Persian digits as ASCII ones. */
function asciiDigits(text: string): string {
  return text.trim().replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
