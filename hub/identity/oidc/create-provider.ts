import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, raw } from 'hono/html';
import type { JWK } from 'jose';
import Provider, { interactionPolicy, type Client, type Configuration } from 'oidc-provider';
import type { HubConfig } from '../../config/contract.ts';
import type { Secret } from '../../config/secret.ts';
import { messages } from '../../http/messages.ts';
import { sendPage } from '../../http/page.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Db } from '../../store/contract.ts';
import type { Session } from '../contract.ts';
import { personById } from '../people.ts';
import { claimsOf, claimsByScope } from './claims.ts';
import type { ProviderState } from './provider-state.ts';

const t = messages(new URL('../create-identity.ts', import.meta.url).href);

export interface ProviderSources {
  readonly config: HubConfig;
  readonly db: Db;
  readonly state: ProviderState;
  readonly privateKeys: readonly JWK[];
  /** The portal session of the browser: a client is signed in only under one. */
  readonly portalSession: (request: IncomingMessage) => Promise<Session | null>;
  readonly sessionById: (id: string) => Promise<Session | null>;
  readonly onError: (error: Error) => void;
}

/** The OpenID provider at PUBLIC_URL/oidc: authorization code with PKCE, refresh rotation, PAR, DPoP, introspection, revocation. */
export function createProvider({ config, db, state, privateKeys, portalSession, sessionById, onError }: ProviderSources): Provider {
  const secret = (purpose: string) => createHmac('sha256', Buffer.from(config.sealKey.reveal(), 'base64')).update(purpose).digest('base64url');
  const https = config.publicUrl.protocol === 'https:';

  const policy = interactionPolicy.base();
  // The provider's own cookie never outlives or outranks the portal session: without it, or with another person's, one signs in again.
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('portal_session', 'the portal session has ended', async (ctx) => {
      const session = await portalSession(ctx.req);
      return session?.actor.person.id !== ctx.oidc.session?.accountId;
    }),
  );

  const configuration: Configuration = {
    adapter: (model) => state.adapter(model),
    jwks: { keys: privateKeys.map((key) => ({ ...key })) as never },
    cookies: {
      keys: [secret('oidc-cookies')],
      names: { session: 'amanah-oidc', interaction: 'amanah-oidc-step', resume: 'amanah-oidc-resume' },
      long: { httpOnly: true, sameSite: 'lax', secure: https, path: '/oidc' },
      short: { httpOnly: true, sameSite: 'lax', secure: https },
    },
    scopes: ['openid', 'offline_access', ...Object.keys(claimsByScope)],
    claims: { openid: ['sub', 'capacity', 'act'], ...claimsByScope },
    acrValues: ['urn:amanah:acr:1', 'urn:amanah:acr:2'],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: async (_ctx, accountId, client) => pairwise(config.sealKey, client, accountId),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    extraClientMetadata: { properties: ['corsorigins', 'pkceexempt', 'signin'] },
    clientBasedCORS: (_ctx, origin, client) => Array.isArray(client['corsorigins']) && client['corsorigins'].includes(origin),
    pkce: { required: (_ctx, client) => client['pkceexempt'] !== true },
    conformIdTokenClaims: false,
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      userinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) =>
          sendFromKoa(ctx, (response, context) => {
            const body = html`${raw(form)}<button class="am-button am-button--large" type="submit" form="op.logoutForm" name="logout" value="yes">
                ${t(context.language, 'signOut.this')}
              </button>`;
            sendPage(response, context, { title: t(context.language, 'signOut.title'), lead: t(context.language, 'signOut.lead'), body, frame: 'signin' });
          }),
        postLogoutSuccessSource: (ctx) =>
          sendFromKoa(ctx, (response, context) => {
            const body = html`<p><a class="am-button am-button--second" href="/">${t(context.language, 'signOut.home')}</a></p>`;
            sendPage(response, context, { title: t(context.language, 'signOut.done'), body, frame: 'signin' });
          }),
      },
    },
    interactions: { policy, url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    routes: { authorization: '/auth', jwks: '/jwks' },
    ttl: {
      AccessToken: 300,
      AuthorizationCode: 60,
      IdToken: 300,
      Interaction: 1_800,
      Session: config.session.absoluteHours * 3_600,
      Grant: config.session.absoluteHours * 3_600,
      RefreshToken: config.session.absoluteHours * 3_600,
    },
    async findAccount(_ctx, accountId, token) {
      const person = await personById(db, accountId);
      if (!person) return undefined;
      return { accountId, claims: async () => claimsOf(db, person, await sessionOfGrant(db, sessionById, token)) };
    },
    renderError: (ctx, out) =>
      sendFromKoa(ctx, (response, context) => {
        const body = html`<p class="am-hint" dir="ltr">${out.error}: ${out.error_description ?? ''}</p>
          <p><a class="am-button am-button--second" href="/">${t(context.language, 'signOut.home')}</a></p>`;
        sendPage(response, context, {
          title: t(context.language, 'oidc.refused'),
          lead: t(context.language, 'oidc.refusedLead'),
          body,
          frame: 'signin',
          status: ctx.status,
        });
      }),
  };

  const provider = new Provider(new URL('/oidc', config.publicUrl).href, configuration);
  // The forwarded headers are set from PUBLIC_URL before the provider sees a request (oidc-routes.ts).
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => onError(error));
  return provider;
}

function pairwise(sealKey: Secret, client: Client, personId: string): string {
  return createHmac('sha256', Buffer.from(sealKey.reveal(), 'base64'))
    .update(`pairwise\n${client.sectorIdentifier ?? client.clientId}\n${personId}`)
    .digest('base64url');
}

/** The `sub` by which a client knows a person. */
export function subjectAt(client: Client | undefined, personId: string, sealKey: Secret): string {
  return client?.subjectType === 'pairwise' ? pairwise(sealKey, client, personId) : personId;
}

function sendFromKoa(
  ctx: { req: IncomingMessage; res: ServerResponse; respond?: boolean },
  send: (response: ServerResponse, context: RequestContext) => void,
): void {
  ctx.respond = false; // our page contract writes the answer itself
  send(ctx.res, (ctx.req as IncomingMessage & { context: RequestContext }).context);
}

async function sessionOfGrant(db: Db, sessionById: ProviderSources['sessionById'], token: unknown): Promise<Session | null> {
  const grantId = (token as { grantId?: string } | undefined)?.grantId;
  if (!grantId) return null;
  const [row] = await db.query<{ session_id: string }>('SELECT session_id FROM hub.oidc_grant WHERE grant_id = $1', [grantId], 'oidc-grant-session');
  return row ? sessionById(row.session_id) : null;
}
