import { AdapterError } from '@amanah/adapter-api';

/** Waits for a system to be opened, no longer than the caller's own signal allows; the opening goes on for the next caller. @throws AdapterError, reached `no` */
export async function openedWithin<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
    reject(new AdapterError(late ? 'timeout' : 'cancelled', late ? 'the system could not be opened in time' : 'the caller went away', { reached: 'no' }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work.catch(notReached), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Whatever kept a system from being opened, the operation itself was not sent. */
function notReached(error: unknown): never {
  if (!(error instanceof AdapterError)) throw error;
  const { outcome, message, fault, findings } = error;
  throw new AdapterError(outcome, message, { reached: 'no', cause: error, ...(fault ? { fault } : {}), ...(findings ? { findings } : {}) });
}
