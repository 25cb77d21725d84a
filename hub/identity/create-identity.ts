import type { Log } from '@amanah/plugin-api';
import { Router } from 'express';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { MailRoom } from '../mail/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Identity } from './contract.ts';
import { isAssured, stepUpPath } from './assurance.ts';
import { loadDemoPeople } from './demo-people.ts';
import { createIdentityAdmin } from './identity-admin.ts';
import { defineIdentityJobs } from './identity-jobs.ts';
import { NationalProvider } from './national-provider.ts';
import { apiMetadata } from './oidc/api-metadata.ts';
import { closeClients } from './oidc/close-clients.ts';
import { createProvider } from './oidc/create-provider.ts';
import { guardedFetch } from './oidc/guarded-fetch.ts';
import { oidcRoutes } from './oidc/oidc-routes.ts';
import { keepProvider } from './oidc/live-provider.ts';
import { openProviderState } from './oidc/open-provider-state.ts';
import { sidAt, subjectAt } from './oidc/subjects.ts';
import { tokenCaller } from './oidc/token-caller.ts';
import { openRedis } from './redis-connection.ts';
import { withRedisPush } from './redis-push.ts';
import { PostgresSessionStore } from './session-store.ts';
import { createSessions } from './sessions.ts';
import { createMailer } from './mailer.ts';
import { messages } from '../http/messages.ts';
import { createPasswordAdmin } from './password-change.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import { fromPortalOnly, signInRoutes } from './sign-in-routes.ts';
import type { SignInSources } from './sign-in-sources.ts';
import { createProveAgain } from './step-up.ts';
import { stepUpRoutes } from './step-up-routes.ts';
import { signOut } from './sign-out.ts';
import { signOutRoutes } from './sign-out-routes.ts';
import { accountsKnownAs, contactOf } from './contacts.ts';
import { holdersOf, nationalIdOf, peopleWithRole } from './holders.ts';
import { serveSignOutRequests } from './sign-out-requests.ts';
import { SigningKeys } from './signing-keys.ts';

const t = messages(import.meta.url);

export interface IdentitySources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly audit: Audit;
  readonly jobs: Jobs;
  readonly mail: MailRoom;
}

/** Lifetime of an identity header: one hop to a system behind the gateway. */
const identityLifetimeSeconds = 60;
/** Lifetime of a logout token: the time to deliver it. */
const logoutTokenSeconds = 120;

/** Opens the identity room: accounts, sessions, sign-in and sign-out pages, signing keys. */
export async function createIdentity({ config, log, store, access, audit, jobs, mail }: IdentitySources): Promise<Identity> {
  const keys = new SigningKeys(store.hub, config.sealKey);
  await keys.prepare();
  if (config.profile === 'demo') await loadDemoPeople(store.hub, config, access);

  const issuer = new URL('/oidc', config.publicUrl).href;
  const redis = config.redisUrl ? openRedis(config.redisUrl.reveal(), log) : null;
  const state = openProviderState(config, store.hub, redis);
  const pushing = withRedisPush(store, redis, log);
  const sessionStore = new PostgresSessionStore(pushing.store, config, access);
  const fetchAtClients = guardedFetch(config);
  const closeAtClients = (sessionIds: readonly string[]) =>
    closeClients(
      {
        db: store.hub,
        state,
        sign: (audience, subject, claims) => keys.sign(issuer, audience, subject, claims, logoutTokenSeconds, 'logout+jwt'),
        subjectOf: async (personId, clientId) => subjectAt(await provider.current().Client.find(clientId), personId, config.sealKey),
        sidOf: (sessionId, clientId) => sidAt(clientId, sessionId, config.sealKey),
        fetch: fetchAtClients,
      },
      sessionIds,
    );
  const sessions = await createSessions({ store: pushing.store, sessions: sessionStore, config, closeAtClients });
  const national = config.national && new NationalProvider(config.national, config.publicUrl);
  let entryOf: (target: URL) => string | null = () => null;

  const provider = await keepProvider({
    store,
    keys,
    log,
    open: (privateKeys) =>
      createProvider({
        config,
        db: store.hub,
        state,
        privateKeys,
        portalSession: (request) => sessions.ofPortal(request),
        sessionById: (id) => sessionStore.byId(id),
        endSession: async (sessionId) => void (await signOut({ sessionStore, sessions }, { sessionId })),
        onError: (error) => log.error({ err: error }, 'the OpenID provider failed'),
      }),
  });
  const stopSigningOut = await serveSignOutRequests(store, { sessionStore, sessions }, log);
  defineIdentityJobs({ config, store, jobs, keys, sessionStore, sessions });

  const signIn: SignInSources = { config, store, audit, sessionStore, sessions, national, entryOf: (target) => entryOf(target), mailer: createMailer(mail) };
  const party = { name: t('ar', 'mail.from'), publicUrl: config.publicUrl };
  const proveAgain = createProveAgain(signIn);
  const router = Router();
  router.use(
    '/auth',
    fromPortalOnly(config.publicUrl),
    signInRoutes(signIn),
    secondFactorRoutes(signIn),
    stepUpRoutes(signIn, proveAgain),
    passkeyRoutes(signIn, party, proveAgain),
    signOutRoutes({ config, audit, sessionStore, sessions }),
  );
  router.get('/oidc/jwks', async (_request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' }).json({ keys: await keys.published() });
  });
  router.use('/oidc', oidcRoutes({ config, db: store.hub, sessions, provider: provider.current }));

  return {
    router,
    sessions,
    admin: {
      ...createIdentityAdmin({ config, store, access, audit, sessionStore, sessions }),
      ...createPasswordAdmin({ store, audit, jobs, mailer: signIn.mailer, sessionStore, sessions }),
    },
    peopleWithRole: (role, unit) => peopleWithRole(store.hub, access, role, unit),
    accountsWithPermission: (permission, unit) => holdersOf(store.hub, access, permission, unit),
    nationalIdOf: (personId) => nationalIdOf(store.hub, personId),
    contactOf: (personId) => contactOf(store.hub, personId),
    accountsKnownAs: (mark) => accountsKnownAs(store.hub, mark),
    systemOf: tokenCaller({ config, db: store.hub, provider: provider.current }),
    apiMetadata: apiMetadata(config.publicUrl),
    signIdentity: (audience, session, claims) => keys.sign(issuer, audience, session.actor.person.id, claims, identityLifetimeSeconds),
    signInUrl: (_request, returnTo) => `/auth/sign-in?rd=${encodeURIComponent(returnTo)}`,
    onReturn: (entry) => void (entryOf = entry),
    isAssured: (session, asked) => isAssured(session, asked),
    stepUpUrl: stepUpPath,
    async close() {
      await provider.close();
      await stopSigningOut();
      await sessions.close();
      await pushing.close();
      redis?.disconnect();
    },
  };
}
