import { AdapterError, type Reached } from '@amanah/adapter-api';

/** What the end of a call by its signal means: its deadline, or a caller who went away. */
export function interrupted(signal: AbortSignal, reached: Reached = 'maybe'): AdapterError {
  const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
  return new AdapterError(late ? 'timeout' : 'cancelled', late ? 'the deadline passed' : 'the caller went away', { reached });
}

/** @throws AdapterError when the call has ended */
export function assertGoingOn(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted(signal, 'no');
}
