import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import type { SftpConfig } from '../config.ts';
import { assertGoingOn, interrupted } from './interruption.ts';
import { failedRequest, isStatus } from './sftp-failure.ts';
import { openSession, type SftpSession } from './sftp-session.ts';

/** A session without work is closed after this time, in milliseconds. */
const restMs = 15_000;

/** Sessions with one server, as many at once as the system allows; a session that failed is never used again. */
export class SftpPool {
  readonly #config: SftpConfig;
  readonly #ctx: AdapterContext;
  readonly #open = new Set<SftpSession>();
  readonly #resting = new Map<SftpSession, NodeJS.Timeout>();
  readonly #queue: (() => void)[] = [];
  #working = 0;

  constructor(config: SftpConfig, ctx: AdapterContext) {
    this.#config = config;
    this.#ctx = ctx;
  }

  /** Does one piece of work on a session of its own until `signal`. @throws AdapterError */
  async use<T>(doing: string, signal: AbortSignal, work: (session: SftpSession) => Promise<T>): Promise<T> {
    const loan = await this.borrow(doing, signal);
    try {
      const result = await work(loan.session);
      loan.giveBack();
      return result;
    } catch (error) {
      throw loan.failed(error);
    }
  }

  /** A session that the caller gives back, or says to have failed. */
  async borrow(doing: string, signal: AbortSignal): Promise<{ readonly session: SftpSession; giveBack(): void; failed(error: unknown): Error }> {
    await this.#turn(signal);
    let session: SftpSession;
    try {
      session = (await this.#awake(signal)) ?? (await this.#opened(signal));
    } catch (error) {
      this.#done();
      throw error;
    }
    const stop = () => session.end(interrupted(signal));
    signal.addEventListener('abort', stop, { once: true });
    let lent = true;
    const back = () => {
      if (!lent) return;
      lent = false;
      signal.removeEventListener('abort', stop);
      if (!session.ended) this.#rest(session);
      this.#done();
    };
    return {
      session,
      giveBack: back,
      failed: (error) => {
        const told = failedRequest(error, doing);
        // What the server said and what we found out ourselves leave the session as it was.
        if (!isStatus(error) && !(error instanceof AdapterError)) session.end(told);
        back();
        return told;
      },
    };
  }

  close(): void {
    for (const session of this.#open) session.end(new Error('closed'));
  }

  async #opened(signal: AbortSignal): Promise<SftpSession> {
    const session = await openSession(this.#config, this.#ctx, signal, (gone) => {
      this.#open.delete(gone);
      clearTimeout(this.#resting.get(gone));
      this.#resting.delete(gone);
    });
    if (!session.ended) this.#open.add(session);
    return session;
  }

  /** A rested session that still answers: the server may have ended it meanwhile, and then nothing of ours may be lost on it. */
  async #awake(signal: AbortSignal): Promise<SftpSession | undefined> {
    for (let [entry] = this.#resting; entry; [entry] = this.#resting) {
      const [session, timer] = entry;
      clearTimeout(timer);
      this.#resting.delete(session);
      const stop = () => session.end(interrupted(signal, 'no'));
      signal.addEventListener('abort', stop, { once: true });
      try {
        await session.request((done) => session.sftp.realpath('.', done));
        return session;
      } catch (error) {
        session.end(error as Error);
        if (error instanceof AdapterError) throw new AdapterError(error.outcome, error.message, { reached: 'no', cause: error });
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
    return undefined;
  }

  #rest(session: SftpSession): void {
    const timer = setTimeout(() => session.end(new Error('not used for a while')), restMs);
    timer.unref();
    this.#resting.set(session, timer);
  }

  async #turn(signal: AbortSignal): Promise<void> {
    assertGoingOn(signal);
    if (this.#working < this.#ctx.limits.atOnce) return void this.#working++;
    await new Promise<void>((resolve, reject) => {
      const mine = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#queue.splice(this.#queue.indexOf(mine), 1);
        reject(interrupted(signal, 'no'));
      };
      this.#queue.push(mine);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** The place goes to the next in the queue. */
  #done(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#working--;
  }
}
