import type { Adapter } from 'oidc-provider';
import type { Redis } from 'ioredis';
import type { HubConfig } from '../../config/contract.ts';
import type { Db } from '../../store/contract.ts';
import { findClient } from './client-metadata.ts';
import { memoryState } from './memory-state.ts';
import { postgresState } from './postgres-state.ts';
import { redisState } from './redis-state.ts';

/** Where the provider keeps sessions, interactions, grants, codes and tokens. */
export interface ProviderState {
  adapter(model: string): Adapter;
  /** Ends these grants and every token that came of them. */
  endGrants(grantIds: readonly string[]): Promise<void>;
}

/** Redis when there is one, else PostgreSQL; the memory of this process only where it is asked for. Clients always live in the database. */
export function openProviderState(config: Pick<HubConfig, 'oidcState' | 'sealKey'>, db: Db, redis: Redis | null): ProviderState {
  const state = config.oidcState === 'memory' ? memoryState() : redis ? redisState(redis) : postgresState(db);
  return {
    endGrants: (grantIds) => state.endGrants(grantIds),
    adapter: (model) => (model === 'Client' ? { ...state.adapter(model), find: (id) => findClient(db, config.sealKey, id) } : state.adapter(model)),
  };
}
