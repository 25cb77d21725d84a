import { useState } from 'react';

export interface Act {
  readonly busy: boolean;
  readonly error: unknown;
  /** Runs an act; true when it went well. A second press while one is under way does nothing. */
  run(send: () => Promise<unknown>): Promise<boolean>;
}

/** One thing a person does on a page: under way, refused with a reason, or done. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    busy,
    error,
    async run(send) {
      if (busy) return false;
      setBusy(true);
      setError(null);
      try {
        await send();
        return true;
      } catch (failure) {
        setError(failure);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
