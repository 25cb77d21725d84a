import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs work, and everything that follows from it, in the name of a system. */
export function inSystem<T>(systemId: string, work: () => T): T {
  return current.run(systemId, work);
}

/** In whose name the code that runs now was started. */
export function currentSystem(): string | undefined {
  return current.getStore();
}
