import { readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import express, { Router } from 'express';
import { z } from 'zod';
import { cookieNames, cookieOf, setCookie } from './cookies.ts';
import { openSession } from './open-session.ts';
import { beginAuthentication, finishAuthentication, type RelyingParty } from './passkeys.ts';
import { newToken } from './random-token.ts';
import { safeReturn } from './return-address.ts';
import type { SignInSources } from './sign-in-sources.ts';
import type { ProveAgain } from './step-up.ts';

const purposes = z.enum(['sign-in', 'step-up']);
const asked = z.object({ purpose: purposes });
const answered = z.object({ purpose: purposes, rd: z.string().max(2_000).optional(), credential: z.unknown() });

/** What the sign-in pages load besides styles: the library and the button's script. */
const scripts: Readonly<Record<string, Buffer>> = {
  'webauthn.js': readFileSync(new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))),
  'passkey.js': readFileSync(new URL('assets/passkey.js', import.meta.url)),
};

/** Signing in, and proving again who one is, by passkey: two calls of a script, each answer once and only in the browser that asked. */
export function passkeyRoutes(sources: SignInSources, party: RelyingParty, proveAgain: ProveAgain): Router {
  const { config, store, sessions } = sources;
  const { hub } = store;
  const https = config.publicUrl.protocol === 'https:';
  const names = cookieNames(https);
  const json = express.json({ limit: '64kb' });
  const router = Router();

  router.get('/assets/:name', (request, response) => {
    const script = scripts[request.params.name];
    if (!script) throw new AmanahError('HTTP_NOT_FOUND');
    response.set('Cache-Control', 'public, max-age=3600').type('text/javascript').send(script);
  });

  router.post('/passkey/options', json, async (request, response) => {
    const { purpose } = parsed(asked, request.body);
    const { token } = newToken();
    response.append('Set-Cookie', setCookie(names.passkey, token, https, 300));
    response.set('Cache-Control', 'no-store').json({ options: await beginAuthentication(hub, party, purpose, token) });
  });

  router.post('/passkey', json, async (request, response) => {
    const { purpose, rd, credential } = parsed(answered, request.body);
    const returnTo = safeReturn(rd, config.publicUrl, sources.entryOf);
    // No limit on tries: there is nothing to guess, and a limit by address would shut out others behind it.
    const personId = await finishAuthentication(hub, party, purpose, cookieOf(request, names.passkey) ?? '', credential);
    response.append('Set-Cookie', setCookie(names.passkey, '', https, 0)).set('Cache-Control', 'no-store');
    if (purpose === 'sign-in') return response.json({ to: await openSession(sources, { request, response, personId, method: 'passkey', returnTo }) });
    const session = await sessions.ofPortal(request);
    if (!session) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
    await proveAgain(request, response, { session, personId, method: 'passkey' });
    response.json({ to: returnTo });
  });

  return router;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new AmanahError('HTTP_INVALID_INPUT', { detail: result.error.message });
  return result.data;
}
