import { AmanahError } from '@amanah/errors';
import { Router, type Request, type Response } from 'express';
import { errors, type default as Provider } from 'oidc-provider';
import { formBody } from '../../http/form-body.ts';
import type { HubConfig } from '../../config/contract.ts';
import type { Bilingual } from '@amanah/plugin-api';
import type { Db } from '../../store/contract.ts';
import { isAssured, stepUpPath } from '../assurance.ts';
import type { Session } from '../contract.ts';
import type { LiveSessions } from '../sessions.ts';
import { fromPortalOnly } from '../sign-in-routes.ts';
import { sendConsentPage } from './consent-page.ts';
import { Grants } from './grants.ts';
import { acrAsked, methodsOf } from './portal-link.ts';

export interface InteractionSources {
  readonly config: HubConfig;
  readonly db: Db;
  readonly sessions: LiveSessions;
  /** The provider with today's keys. */
  readonly provider: () => Provider;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** `/oidc/interaction/:uid`: where a client's request waits until the person has signed in, proved more, or agreed. */
export function interactionRoutes({ config, db, sessions, provider }: InteractionSources): Router {
  const grants = new Grants(db);
  const router = Router();

  /** Where the browser must go before the request can go on, or `null` when the sign-in is good enough for it. */
  async function missingSignIn(details: Details, session: Session | null): Promise<string | null> {
    const { params, prompt, iat, uid } = details;
    const back = `/oidc/interaction/${uid}`;
    if (!session || (asksForOther(prompt.reasons) && Math.floor(session.createdAt.getTime() / 1_000) < iat)) {
      const client = await provider().Client.find(String(params['client_id']));
      return `${client?.['signin'] === 'staff' ? '/auth/sign-in/staff' : '/auth/sign-in'}?rd=${encodeURIComponent(back)}`;
    }
    const acr = acrAsked(params['acr_values']);
    const again = wordsOf(params['prompt']).includes('login');
    const maxAge = again ? 0 : params['max_age'] === undefined ? undefined : Number(params['max_age']);
    const assured = isAssured(session, { acrValues: acr, ...(maxAge === undefined ? {} : { maxAgeSeconds: maxAge }), provedSince: iat });
    return assured ? null : stepUpPath(back, acr.toSorted()[0]);
  }

  /** Whether the person must be asked, and about which scopes. */
  async function toAgree(details: Details, session: Session): Promise<{ title: Bilingual; scopes: string[] } | null> {
    const client = await provider().Client.find(String(details.params['client_id']));
    if (client?.['asksconsent'] !== true) return null;
    const allowed = client.scope?.split(' ') ?? [];
    const scopes = wordsOf(details.params['scope']).filter((scope) => allowed.includes(scope));
    const asked = wordsOf(details.params['prompt']).includes('consent') || !(await grants.agreed(session.actor.person.id, client.clientId, scopes));
    return asked ? { title: client['title'] as Bilingual, scopes } : null;
  }

  async function finish(request: Request, response: Response, details: Details, session: Session): Promise<void> {
    const op = provider();
    const { id: personId } = session.actor.person;
    const { acr, authTime: ts } = session.actor;
    const bound = { sessionId: session.id, personId, clientId: String(details.params['client_id']) };
    const grant = await grants.create(op, bound, String(details.params['scope'] ?? 'openid'));
    const goOn = await op.interactionResult(request, response, {
      login: { accountId: personId, acr, amr: await methodsOf(db, session), ts, remember: false },
      consent: { grantId: grant.jti },
    });
    await takeOver(op, details, personId);
    response.redirect(303, goOn);
  }

  router.get('/:uid', async (request, response) => {
    const details = await detailsOf(provider(), request, response);
    const other = otherLanguage(request, details.params['ui_locales']);
    if (other) return response.redirect(303, `/language/${other}?rd=/oidc/interaction/${details.uid}`);
    const session = await sessions.ofPortal(request);
    if (asksForOther(details.prompt.reasons) && details.lastSubmission?.['login'])
      return provider().interactionFinished(request, response, { error: 'login_required', error_description: 'another person signed in' });
    const elsewhere = await missingSignIn(details, session);
    if (elsewhere || !session) return response.redirect(303, elsewhere ?? '/auth/sign-in');
    const agreement = await toAgree(details, session);
    if (!agreement) return finish(request, response, details, session);
    const returnHost = new URL(String(details.params['redirect_uri'])).host;
    sendConsentPage(response, request.context, { uid: details.uid, returnHost, ...agreement });
  });

  router.post('/:uid', fromPortalOnly(config.publicUrl), formBody('4kb'), async (request, response) => {
    const op = provider();
    const details = await detailsOf(op, request, response);
    const session = await sessions.ofPortal(request);
    const elsewhere = await missingSignIn(details, session);
    if (elsewhere || !session) return response.redirect(303, elsewhere ?? '/auth/sign-in');
    if (request.body?.answer !== 'allow') return op.interactionFinished(request, response, { error: 'access_denied', error_description: 'the person refused' });
    const agreement = await toAgree(details, session);
    if (agreement) await grants.agree(session.actor.person.id, String(details.params['client_id']), agreement.scopes);
    await finish(request, response, details, session);
  });

  return router;
}

/** The waiting request. @throws IDENTITY_ATTEMPT_ENDED when it has run out, or belongs to another browser */
async function detailsOf(op: Provider, request: Request, response: Response): Promise<Details> {
  try {
    return await op.interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    throw new AmanahError('IDENTITY_ATTEMPT_ENDED', { cause: error, detail: error.error_description ?? error.message });
  }
}

/** When another person has signed in meanwhile, the provider's own session becomes theirs, with nothing left of the one before. */
async function takeOver(op: Provider, details: Details, personId: string): Promise<void> {
  if (!details.session?.accountId || details.session.accountId === personId) return;
  const session = await op.Session.findByUid(details.session.uid);
  if (!session) return;
  session.authorizations = {};
  session.loginAccount({ accountId: personId });
  await session.persist();
}

/** A client that named a person with id_token_hint wants exactly them. */
function asksForOther(reasons: readonly string[]): boolean {
  return reasons.includes('id_token_hint') || reasons.includes('claims_id_token_sub_value');
}

/** The language that a client asks its pages in, for a browser that has chosen none itself. */
function otherLanguage(request: Request, asked: unknown): 'ar' | 'en' | null {
  if (/(?:^|;\s*)amanah_lang=/.test(request.headers.cookie ?? '')) return null;
  const [first] = wordsOf(asked).flatMap((tag) => /^(ar|en)(?:-|$)/i.exec(tag)?.[1]?.toLowerCase() ?? []);
  return (first === 'ar' || first === 'en') && first !== request.context.language ? first : null;
}

function wordsOf(value: unknown): string[] {
  return String(value ?? '')
    .split(' ')
    .filter(Boolean);
}
