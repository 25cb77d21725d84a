import type { Log } from '@amanah/plugin-api';
import type { Redis } from 'ioredis';
import type { Store } from '../store/contract.ts';

/** A store whose notifications travel through Redis as well. */
export interface PushingStore {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * What replicas tell each other goes through the database always, and through Redis where there is one: a revocation then neither waits for a
 * busy database nor is lost while the listening connection is away. A handler may be called twice for one notification.
 */
export function withRedisPush(store: Store, redis: Redis | null, log: Log): PushingStore {
  if (!redis) return { store, close: async () => {} };
  const handlers = new Map<string, Set<(payload: string) => void>>();
  const subscriber = redis.duplicate({ maxRetriesPerRequest: null, commandTimeout: undefined, enableAutoPipelining: false });
  subscriber.on('error', (error) => log.warn({ err: error }, 'redis is not reachable for notifications'));
  subscriber.on('message', (channel: string, payload: string) => handlers.get(channel)?.forEach((handle) => handle(payload)));
  return {
    store: {
      ...store,
      async notify(channel, payload) {
        const published = redis.publish(channel, payload).catch((error: unknown) => log.warn({ err: error }, 'a notification was not published'));
        await Promise.all([published, store.notify(channel, payload)]);
      },
      async listen(channel, handle) {
        handlers.set(channel, (handlers.get(channel) ?? new Set()).add(handle));
        // Not waited for: the hub starts without Redis too, and subscribes when Redis comes.
        subscriber.subscribe(channel).catch((error: unknown) => log.warn({ err: error }, 'notifications are not heard over redis'));
        const stop = await store.listen(channel, handle);
        return async () => {
          handlers.get(channel)?.delete(handle);
          await stop();
        };
      },
    },
    close: async () => subscriber.disconnect(),
  };
}
