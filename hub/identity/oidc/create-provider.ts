import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { HubConfig } from '../../config/contract.ts';
import type { Db } from '../../store/contract.ts';
import { acrValues } from '../assurance.ts';
import type { Session } from '../contract.ts';
import { cookieNames, setCookie } from '../cookies.ts';
import { personById } from '../people.ts';
import { apiResource, apiResourceServer, tokenSeconds } from './api-resource.ts';
import { claimsByScope, claimsOf, openidClaims } from './claims.ts';
import { extraClientMetadata } from './client-metadata.ts';
import { proofAlgorithms } from './dpop-proof.ts';
import { Grants } from './grants.ts';
import { followPortal, grantFor, signInPolicy } from './portal-link.ts';
import { loggedOutPage, logoutPage, refusedPage } from './provider-pages.ts';
import type { ProviderState } from './provider-state.ts';
import { pairwise, sidAt, subjectAt } from './subjects.ts';

export interface ProviderSources {
  readonly config: HubConfig;
  readonly db: Db;
  readonly state: ProviderState;
  readonly privateKeys: readonly JWK[];
  /** The portal session of the browser: a client is signed in only under one. */
  readonly portalSession: (request: IncomingMessage) => Promise<Session | null>;
  readonly sessionById: (id: string) => Promise<Session | null>;
  /** Ends one portal session with all that hangs on it. */
  readonly endSession: (sessionId: string) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** The OpenID provider at PUBLIC_URL/oidc: authorization code with PKCE, refresh rotation, PAR, DPoP, introspection, revocation. */
export function createProvider(sources: ProviderSources): Provider {
  const { config, db, state, privateKeys, portalSession, sessionById, onError } = sources;
  const secret = (purpose: string) => createHmac('sha256', Buffer.from(config.sealKey.reveal(), 'base64')).update(purpose).digest('base64url');
  const https = config.publicUrl.protocol === 'https:';
  const grants = new Grants(db);
  // The provider takes whole seconds only.
  const untilSignOut = Math.max(1, Math.round(config.session.absoluteHours * 3_600));

  const configuration: Configuration = {
    adapter: (model) => state.adapter(model),
    jwks: { keys: privateKeys.map((key) => ({ ...key })) as never },
    cookies: {
      keys: [secret('oidc-cookies')],
      names: { session: 'amanah-oidc', interaction: 'amanah-oidc-step', resume: 'amanah-oidc-resume' },
      long: { httpOnly: true, sameSite: 'lax', secure: https, path: '/oidc' },
      short: { httpOnly: true, sameSite: 'lax', secure: https },
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', ...Object.keys(claimsByScope)],
    claims: { openid: openidClaims, ...claimsByScope },
    acrValues: [...acrValues],
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: async (_ctx, accountId, client) => pairwise(config.sealKey, client, accountId),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], dPoPSigningAlgValues: [...proofAlgorithms] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    extraClientMetadata: { properties: extraClientMetadata },
    // The one hook that runs with the provider's session and before it is looked at; the parameter itself means nothing.
    extraParams: { portal_session: (ctx) => followPortal(ctx, db, portalSession) },
    discovery: {
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      ui_locales_supported: ['ar', 'en'],
    },
    clientBasedCORS: (_ctx, origin, client) => Array.isArray(client['corsorigins']) && client['corsorigins'].includes(origin),
    pkce: { required: (_ctx, client) => client['pkceexempt'] !== true },
    conformIdTokenClaims: false,
    rotateRefreshToken: true,
    // With or without `offline_access`: no token outlives the portal session anyway, and old clients do not know to ask.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false, // provider-state.ts asks the portal session instead
    // An access token of a client's own ends with the secret that it was made by.
    extraTokenClaims: async (ctx, token) => (token.kind === 'ClientCredentials' ? { generation: ctx.oidc.client?.['generation'] as number } : undefined),
    loadExistingGrant: (ctx) => grantFor(ctx, grants, portalSession),
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // A client that names no resource under its own name can only mean the one there is.
        defaultResource: async (ctx) => (ctx.oidc.params?.['grant_type'] === 'client_credentials' ? apiResource(config.publicUrl) : undefined),
        getResourceServerInfo: async (ctx, resource) => apiResourceServer(config.publicUrl, resource, ctx.oidc.params?.['grant_type']),
      },
      introspection: { enabled: true },
      revocation: { enabled: true },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: logoutPage, postLogoutSuccessSource: loggedOutPage },
    },
    interactions: { policy: signInPolicy(portalSession), url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    routes: { authorization: '/auth', jwks: '/jwks' },
    ttl: {
      AccessToken: tokenSeconds,
      ClientCredentials: tokenSeconds,
      AuthorizationCode: 60,
      IdToken: 300,
      Interaction: 1_800,
      Session: untilSignOut,
      Grant: untilSignOut,
      RefreshToken: untilSignOut,
    },
    async findAccount(ctx, accountId, token) {
      const person = await personById(db, accountId);
      if (!person) return undefined;
      const { client } = ctx.oidc;
      const grantId = (token as { grantId?: string } | undefined)?.grantId ?? ctx.oidc.entities.Grant?.jti;
      return {
        accountId,
        async claims() {
          const sessionId = grantId ? await grants.sessionOf(grantId) : null;
          const session = sessionId ? await sessionById(sessionId) : null;
          const claims = await claimsOf(db, { person, session, subjectOf: (personId) => subjectAt(client, personId, config.sealKey) });
          return session && client ? { ...claims, sid: sidAt(client.clientId, session.id, config.sealKey) } : claims;
        },
      };
    },
    renderError: refusedPage,
  };

  const provider = new Provider(new URL('/oidc', config.publicUrl).href, configuration);
  // The forwarded headers are set from PUBLIC_URL before the provider sees a request (oidc-routes.ts).
  provider.proxy = true;
  provider.use(async (ctx, next) => {
    await next();
    // An address that the provider does not have is answered by the portal, like any other.
    if (ctx.status === 404 && ctx.body == null && ctx.respond !== false) ctx.respond = false;
  });
  provider.use(endPortalWithClient(sources, https));
  provider.on('grant.success', (ctx) => {
    const grantId = ctx.oidc.entities.RotatedRefreshToken?.grantId;
    if (grantId) grants.used(grantId).catch(onError);
  });
  provider.on('server_error', (_ctx, error) => onError(error));
  return provider;
}

/** A sign-out that a client began ends the portal session too, before the browser goes back to the client: one sign-in, one sign-out. */
function endPortalWithClient({ portalSession, endSession }: ProviderSources, https: boolean) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    if (ctx.oidc?.route !== 'end_session_confirm' || ctx.status !== 303 || !ctx.oidc.params?.['logout']) return;
    const portal = await portalSession(ctx.req);
    // Somebody else's portal session is not what this client's sign-out asked about.
    if (!portal || portal.actor.person.id !== ctx.oidc.session?.accountId) return;
    await endSession(portal.id);
    ctx.append('Set-Cookie', setCookie(cookieNames(https).portal, '', https, 0));
  };
}
