import type { AdapterPayload } from 'oidc-provider';
import type { ProviderState } from './provider-state.ts';
import { usedAlready } from './used-already.ts';

interface Kept {
  readonly model: string;
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

const sweepAt = 50_000;

/** The provider's state in this process: gone with it and unknown to other replicas. What the bench compares the real ones with. */
export function memoryState(): ProviderState {
  const kept = new Map<string, Kept>();
  const byUid = new Map<string, string>();

  const live = (key: string | undefined) => {
    const found = key === undefined ? undefined : kept.get(key);
    return found && found.expiresAt > Date.now() ? { ...found.payload } : undefined;
  };
  const drop = (matches: (entry: Kept, key: string) => boolean) => {
    for (const [key, entry] of kept) {
      if (!matches(entry, key)) continue;
      kept.delete(key);
      if (entry.payload.uid) byUid.delete(`${entry.model}:${entry.payload.uid}`);
    }
  };

  return {
    adapter: (model) => ({
      async upsert(id, payload, expiresIn) {
        if (kept.size >= sweepAt) drop(({ expiresAt }) => expiresAt <= Date.now());
        kept.set(`${model}:${id}`, { model, payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1_000 : Infinity });
        if (payload.uid) byUid.set(`${model}:${payload.uid}`, `${model}:${id}`);
      },
      find: async (id) => live(`${model}:${id}`),
      findByUid: async (uid) => live(byUid.get(`${model}:${uid}`)),
      findByUserCode: async () => undefined, // the device flow is not offered
      async consume(id) {
        const entry = kept.get(`${model}:${id}`);
        if (!entry || entry.payload.consumed) throw usedAlready();
        entry.payload.consumed = Math.floor(Date.now() / 1_000);
      },
      async destroy(id) {
        kept.delete(`${model}:${id}`);
      },
      async revokeByGrantId(grantId) {
        drop((entry) => entry.model === model && entry.payload.grantId === grantId);
      },
    }),
    async endGrants(grantIds) {
      const ended = new Set(grantIds);
      drop((entry, key) => ended.has(entry.payload.grantId ?? '') || (entry.model === 'Grant' && ended.has(key.slice('Grant:'.length))));
    },
  };
}
