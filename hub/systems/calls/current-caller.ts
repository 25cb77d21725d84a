import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call } from '@amanah/plugin-api';

type Current = Pick<Call, 'actor' | 'system' | 'language' | 'requestId' | 'signal'>;

const storage = new AsyncLocalStorage<Current>();

/** Runs `work` as part of a call, so that systems which it calls know for whom. */
export function asCaller<T>(call: Current, work: () => T): T {
  return storage.run(call, work);
}

/** The call that the running code is part of; `null` outside of any, as when a plugin starts. */
export function currentCall(): Current | null {
  return storage.getStore() ?? null;
}
