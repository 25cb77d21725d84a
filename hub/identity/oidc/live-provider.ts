import type { JWK } from 'jose';
import type { Log } from '@amanah/plugin-api';
import type Provider from 'oidc-provider';
import type { Store } from '../../store/contract.ts';
import { keysChangedChannel, type SigningKeys } from '../signing-keys.ts';

/** How often a replica looks whether another key signs now; a rotation at once is pushed. */
const lookEveryMs = 20_000;

/** The provider with today's keys: opened again when other keys are published or another one signs. */
export async function keepProvider(sources: {
  readonly store: Store;
  readonly keys: SigningKeys;
  readonly log: Log;
  readonly open: (privateKeys: readonly JWK[]) => Provider;
}): Promise<{ current(): Provider; close(): Promise<void> }> {
  const { store, keys, log, open } = sources;
  const kidsOf = (list: readonly JWK[]) => list.map(({ kid }) => kid).join(' ');
  let known = await keys.private();
  let provider = open(known);

  const look = () =>
    void keys.private().then(
      (found) => {
        if (kidsOf(found) === kidsOf(known)) return;
        known = found;
        keys.forget();
        provider = open(found);
      },
      (error: unknown) => log.error({ err: error }, 'the signing keys were not read'),
    );
  const timer = setInterval(look, lookEveryMs).unref();
  const stopListening = await store.listen(keysChangedChannel, look);

  return {
    current: () => provider,
    async close() {
      clearInterval(timer);
      await stopListening();
    },
  };
}
