import { ERRORS, type Lock, type Locker } from '@tus/server';

const longestWaitMs = 30_000;

interface Held {
  readonly askToEnd: () => void;
  readonly ended: Promise<void>;
}

/**
 * One request at a time works on an upload within this process: a sender who lost the line comes back while the broken connection still looks alive,
 * and the older request is asked to end. Between processes the database decides (`Uploads.addPart`).
 */
export class UploadLocks implements Locker {
  readonly #held = new Map<string, Held>();

  newLock(id: string): Lock {
    let release: () => void = () => undefined;
    return {
      lock: async (signal, requestRelease) => {
        const late = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)]);
        for (let held = this.#held.get(id); held; held = this.#held.get(id)) {
          held.askToEnd();
          await endedOrLate(held.ended, late);
        }
        const { promise: ended, resolve } = Promise.withResolvers<void>();
        release = () => {
          this.#held.delete(id);
          resolve();
        };
        this.#held.set(id, { askToEnd: () => void requestRelease(), ended });
      },
      unlock: async () => release(),
    };
  }
}

async function endedOrLate(ended: Promise<void>, late: AbortSignal): Promise<void> {
  if (late.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
  const { promise, reject } = Promise.withResolvers<never>();
  // What tus answers with is a status and a body, no error of its own.
  const refuse = () => reject(ERRORS.ERR_LOCK_TIMEOUT as unknown as Error);
  late.addEventListener('abort', refuse, { once: true });
  try {
    await Promise.race([ended, promise]);
  } finally {
    late.removeEventListener('abort', refuse);
  }
}
