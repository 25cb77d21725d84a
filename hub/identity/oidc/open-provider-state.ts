import type { Redis } from 'ioredis';
import type { HubConfig } from '../../config/contract.ts';
import type { Db } from '../../store/contract.ts';
import { findClient } from './client-metadata.ts';
import { Grants } from './grants.ts';
import { memoryState } from './memory-state.ts';
import { postgresState } from './postgres-state.ts';
import type { ProviderState } from './provider-state.ts';
import { redisState } from './redis-state.ts';

/** What is good only while the portal session of its grant lives. */
const underSession: ReadonlySet<string> = new Set(['AuthorizationCode', 'AccessToken', 'RefreshToken']);

/**
 * Redis when there is one, else PostgreSQL; the memory of this process only where it is asked for. Clients always live in the database,
 * and so do the portal sessions that every code and token is held against.
 */
export function openProviderState(config: Pick<HubConfig, 'oidcState' | 'sealKey' | 'session'>, db: Db, redis: Redis | null): ProviderState {
  const state = config.oidcState === 'memory' ? memoryState() : redis ? redisState(redis) : postgresState(db);
  const grants = new Grants(db);
  return {
    endGrants: (grantIds) => state.endGrants(grantIds),
    adapter(model) {
      const kept = state.adapter(model);
      if (model === 'Client') return { ...kept, find: (id) => findClient(db, config.sealKey, id) };
      // A request goes on waiting when the sign-in it met is ended, as by another person who signs in for it.
      if (model === 'Interaction') return { ...kept, upsert: (id, { grantId: _ended, ...payload }, expiresIn) => kept.upsert(id, payload, expiresIn) };
      if (!underSession.has(model)) return kept;
      return {
        ...kept,
        async find(id) {
          const found = await kept.find(id);
          return found?.grantId && (await grants.sessionLives(found.grantId, config.session.idleMinutes)) ? found : undefined;
        },
      };
    },
  };
}
