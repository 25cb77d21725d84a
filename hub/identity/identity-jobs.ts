import { z } from 'zod';
import type { HubConfig } from '../config/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import { closeRunOut, removeRunOut } from './oidc/tidy.ts';
import type { SignOutSources } from './sign-out.ts';
import { keysChangedChannel, type SigningKeys } from './signing-keys.ts';

interface Sources extends SignOutSources {
  readonly config: HubConfig;
  readonly store: Store;
  readonly jobs: Pick<Jobs, 'define'>;
  readonly keys: SigningKeys;
}

/** What the identity room does by the clock: sessions that ran out are closed everywhere, old state goes, signing keys change. */
export function defineIdentityJobs({ config, store, jobs, keys, sessionStore, sessions }: Sources): void {
  const schedule = (name: string, cron: string, run: () => Promise<unknown>) =>
    jobs.define('identity', { name, cron, input: z.object({}), key: () => name, attempts: 1, timeoutMs: 50_000, run: async () => void (await run()) });
  schedule('close-run-out-sessions', '* * * * *', () => closeRunOut(store.hub, { sessionStore, sessions }, config.session.idleMinutes));
  schedule('remove-run-out', '*/15 * * * *', () => removeRunOut(store.hub));
  schedule('rotate-signing-key', '20 3 * * *', async () => {
    if (await keys.rotateWhenOld()) await store.notify(keysChangedChannel, '');
  });
}
