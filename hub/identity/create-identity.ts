import type { Log } from '@amanah/plugin-api';
import { Router } from 'express';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Identity } from './contract.ts';
import { loadDemoPeople } from './demo-people.ts';
import { createIdentityAdmin } from './identity-admin.ts';
import { NationalProvider } from './national-provider.ts';
import { PostgresSessionStore } from './session-store.ts';
import { createSessions } from './sessions.ts';
import { fromPortalOnly, signInRoutes } from './sign-in-routes.ts';
import { signOutRoutes } from './sign-out-routes.ts';
import { SigningKeys } from './signing-keys.ts';

export interface IdentitySources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly audit: Audit;
  readonly jobs: Jobs;
}

/** Lifetime of an identity header: one hop to a system behind the gateway. */
const identityLifetimeSeconds = 60;

/** Opens the identity room: accounts, sessions, sign-in and sign-out pages, signing keys. */
export async function createIdentity({ config, store, access, audit }: IdentitySources): Promise<Identity> {
  const keys = new SigningKeys(store.hub, config.sealKey);
  await keys.prepare();
  if (config.profile === 'demo') await loadDemoPeople(store.hub, config, access);

  const sessionStore = new PostgresSessionStore(store, config, access);
  const sessions = await createSessions({ store, sessions: sessionStore, config });
  const national = config.national && new NationalProvider(config.national, config.publicUrl);
  const issuer = new URL('/oidc', config.publicUrl).href;
  const isRegisteredOrigin = (origin: string) => {
    const { protocol, hostname, port } = new URL(origin);
    return protocol === config.publicUrl.protocol && port === config.publicUrl.port && hostname.endsWith(`.${config.gatewayDomain}`);
  };

  const router = Router();
  router.use('/auth', fromPortalOnly(config.publicUrl), signInRoutes({ config, store, audit, sessionStore, sessions, national, isRegisteredOrigin }), signOutRoutes({ config, audit, sessionStore, sessions }));
  router.get('/oidc/jwks', async (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json({ keys: await keys.published() });
  });

  return {
    router,
    sessions,
    admin: createIdentityAdmin({ config, store, audit, sessionStore, sessions }),
    signIdentity: (audience, session, claims) => keys.sign(issuer, audience, session.actor.person.id, claims, identityLifetimeSeconds),
    signInUrl: (_request, returnTo) => `/auth/sign-in?rd=${encodeURIComponent(returnTo)}`,
    close: () => sessions.close(),
  };
}
