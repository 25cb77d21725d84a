import { AmanahError, type ErrorCode } from '@amanah/errors';
import { Router, type Request } from 'express';
import { formBody } from '../http/form-body.ts';
import { readAttempt, takeAttempt } from './attempts.ts';
import { cookieNames, cookieOf } from './cookies.ts';
import { sendEmailCode } from './email-codes.ts';
import { knownDevice } from './known-device.ts';
import { openSession } from './open-session.ts';
import { codesOf, methodAsked, takeCode } from './second-factor.ts';
import { sendCodePage } from './second-factor-page.ts';
import type { SignInSources } from './sign-in-sources.ts';
import { assertWithin, settleTry, tryLimits } from './throttle.ts';

/** Sends a code and says what went wrong with the mail, if anything: the page with the other ways stays. @throws HTTP_RATE_LIMITED */
export async function sendCodeByMail(
  { config, store, mailer }: Pick<SignInSources, 'config' | 'store' | 'mailer'>,
  request: Request,
  personId: string,
  binding: string,
): Promise<ErrorCode | null> {
  try {
    await sendEmailCode({ db: store.hub, key: config.sealKey, mailer }, { personId, binding, language: request.context.language });
    return null;
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'IDENTITY_MAIL_FAILED') throw error;
    request.context.log.warn({ err: error.cause ?? error }, 'a sign-in code was not sent');
    return error.code;
  }
}

/** The second step of a password sign-in: the code of an app, of a mail, or one of the recovery codes. */
export function secondFactorRoutes(sources: SignInSources): Router {
  const { config, store } = sources;
  const { hub } = store;
  const names = cookieNames(config.publicUrl.protocol === 'https:');
  const form = formBody('16kb');
  const router = Router();

  async function underWay(request: Request) {
    const token = cookieOf(request, names.attempt);
    const attempt = await readAttempt(hub, token);
    if (token === null || attempt?.kind !== 'second-factor') return null;
    return { token, ...attempt, codes: await codesOf(hub, attempt.personId) };
  }

  router.get('/sign-in/code', async (request, response) => {
    const attempt = await underWay(request);
    if (!attempt) return response.redirect(303, '/auth/sign-in/staff');
    const refusal = request.query['unsent'] === undefined ? null : 'IDENTITY_MAIL_FAILED';
    sendCodePage(response, request.context, { ...attempt.codes, method: methodAsked(request.query['with'], attempt.codes), refusal });
  });

  router.post('/sign-in/code/send', form, async (request, response) => {
    const attempt = await underWay(request);
    if (!attempt) throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    const refusal = await sendCodeByMail(sources, request, attempt.personId, attempt.token);
    sendCodePage(response, request.context, { ...attempt.codes, method: methodAsked('email', attempt.codes), refusal, sent: refusal === null });
  });

  router.post('/sign-in/code', form, async (request, response) => {
    const attempt = await underWay(request);
    if (!attempt) throw new AmanahError('IDENTITY_ATTEMPT_ENDED');
    const { personId, token, codes, returnTo } = attempt;
    const device = knownDevice(request, names.device, config.sealKey, personId);
    // Whoever comes here has the password already: strangers share one budget, whatever addresses they come from. A known device keeps its own.
    const strangers = device ? [] : [{ key: `code-of-strangers:${personId}`, failures: 30, windowSeconds: 900 }];
    const limits = [...tryLimits(`code:${personId}`, request.ip ?? '', device), ...strangers];
    await assertWithin(hub, limits);
    const method = methodAsked(request.body?.method, codes);
    const right = method !== null && (await takeCode(hub, config.sealKey, { personId, method, code: String(request.body?.code ?? ''), binding: token }));
    await settleTry(hub, limits, right);
    if (!right) return sendCodePage(response, request.context, { ...codes, method, refusal: 'IDENTITY_CODE_REFUSED' });
    await takeAttempt(hub, token);
    response.redirect(303, await openSession(sources, { request, response, personId, method, returnTo }));
  });

  return router;
}
