import {
  AdapterError,
  type AdapterAnswer,
  type AdapterCall,
  type AdapterContext,
  type Connection,
  type ExchangeRecorder,
  type Reached,
} from '@amanah/adapter-api';
import type { SqlConfig } from './config.ts';
import type { Dialect, Session } from './dialects/dialect.ts';
import { keptAnswer, keepAnswer, takeKey } from './idempotency-ledger.ts';
import type { Operation, ReadPlan, WritePlan } from './operation.ts';
import { gatherRows } from './rows.ts';
import { SessionPool, type Lease } from './session-pool.ts';
import { abortedError, asAdapterError } from './sql-fault.ts';

interface SqlConnectionOptions {
  readonly dialect: Dialect;
  readonly config: SqlConfig;
  readonly operations: readonly Operation[];
  readonly ctx: AdapterContext;
  readonly open: (readOnly: boolean, signal: AbortSignal) => Promise<Session>;
}

/** What one call has come to: `reached` is what would be said of it if it ended now. */
interface Progress {
  reached: Reached;
}

/** One database, connected: nothing is open until something is asked. */
export class SqlConnection implements Connection {
  readonly #dialect: Dialect;
  readonly #config: SqlConfig;
  readonly #ctx: AdapterContext;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #pool: SessionPool;

  constructor({ dialect, config, operations, ctx, open }: SqlConnectionOptions) {
    this.#dialect = dialect;
    this.#config = config;
    this.#ctx = ctx;
    this.#operations = new Map(operations.map((operation) => [operation.description.name, operation]));
    this.#pool = new SessionPool(open, ctx.limits.atOnce);
  }

  async probe(signal: AbortSignal): Promise<void> {
    const ask = (session: Session) => session.run({ text: this.#dialect.probe, values: [] }, () => true);
    await this.#reading(signal, ask);
  }

  async call(call: AdapterCall): Promise<AdapterAnswer> {
    const operation = this.#operations.get(call.operation);
    if (!operation) throw new AdapterError('input-invalid', `there is no operation ${call.operation}`);
    const { plan, description } = operation;
    if (!plan) throw new AdapterError('contract-violation', description.problems.map(({ found }) => found).join('; '), { reached: 'no' });
    let answered = false;
    const exchange: ExchangeRecorder = {
      sent: (message, type) => call.exchange.sent(message, type),
      received(message, type) {
        answered = true;
        call.exchange.received(message, type);
      },
    };
    try {
      const recorded = { ...call, exchange };
      return await ('read' in plan ? this.#read(recorded, plan.read(call.input, call.cursor)) : this.#write(recorded, plan.write(call.input)));
    } catch (error) {
      if (error instanceof AdapterError && error.fault && !answered) exchange.received(JSON.stringify({ fault: error.fault }), 'application/json');
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #read({ signal, exchange }: AdapterCall, plan: ReadPlan): Promise<AdapterAnswer> {
    exchange.sent(JSON.stringify({ sql: plan.sql.text, values: plan.shown }), 'application/json');
    const limits = { most: plan.most, maxBytes: this.#ctx.limits.maxAnswerBytes, tooMany: plan.tooMany };
    const { rows } = await this.#reading(signal, (session) => gatherRows(session, plan.sql, plan.columns, limits));
    exchange.received(JSON.stringify({ rows }), 'application/json');
    return plan.finish(rows);
  }

  /** A session that was kept may have been ended by the server meanwhile: the read is then asked once more, over a new one. */
  async #reading<T>(signal: AbortSignal, ask: (session: Session) => Promise<T>): Promise<T> {
    const progress: Progress = { reached: 'no' };
    const lease = await this.#take(true, signal);
    const asked = (session: Session) => {
      progress.reached = 'maybe';
      return ask(session);
    };
    try {
      return await this.#using(lease, true, signal, progress, asked);
    } catch (error) {
      if (!lease.reused || !(error instanceof AdapterError) || error.outcome !== 'unreachable') throw error;
    }
    return this.#using(await this.#take(true, signal, true), true, signal, progress, asked);
  }

  async #write(call: AdapterCall, plan: WritePlan): Promise<AdapterAnswer> {
    const progress: Progress = { reached: 'no' };
    const lease = await this.#begun(call.signal, progress);
    const { ledger, key } = { ledger: this.#config.idempotency, key: call.idempotencyKey };
    return this.#using(lease, false, call.signal, progress, async (session) => {
      progress.reached = plan.revocable ? 'no' : 'maybe';
      if (ledger && key !== null && !(await takeKey(session, this.#dialect, ledger, key))) return this.#repeated(session, call, key);
      call.exchange.sent(JSON.stringify({ sql: plan.sql.text, values: plan.shown, ...(key === null ? {} : { idempotencyKey: key }) }), 'application/json');
      const limits = { most: plan.most, maxBytes: this.#ctx.limits.maxAnswerBytes, tooMany: 'too-large' } as const;
      const { rows, result } = await gatherRows(session, plan.sql, plan.columns, limits);
      assertTouched(result.affected, plan);
      const output = { affected: result.affected, rows, repeated: false };
      if (ledger && key !== null) await keepAnswer(session, this.#dialect, ledger, key, output);
      // Whoever aborted was told what `reached` said then; a commit sent after that would make it a lie.
      if (call.signal.aborted) throw abortedError(call.signal, progress.reached);
      progress.reached = 'maybe';
      await session.commit();
      progress.reached = 'yes';
      call.exchange.received(JSON.stringify(output), 'application/json');
      return { output };
    });
  }

  /** The key is there already: what was answered then is the answer now, and nothing is written. */
  async #repeated(session: Session, call: AdapterCall, key: string): Promise<AdapterAnswer> {
    await session.rollback();
    const ledger = this.#config.idempotency!;
    const kept = await keptAnswer(session, this.#dialect, ledger, key);
    await session.rollback();
    const output = { affected: null, rows: [], ...kept, repeated: true };
    call.exchange.sent(JSON.stringify({ idempotencyKey: key }), 'application/json');
    call.exchange.received(JSON.stringify(output), 'application/json');
    return { output };
  }

  /** A session with a transaction open; where a kept one has been ended meanwhile, a new one: nothing was asked of it yet. */
  async #begun(signal: AbortSignal, progress: Progress): Promise<Lease> {
    const lease = await this.#take(false, signal);
    if (!lease.reused) return this.#begin(lease, signal, progress);
    try {
      return await this.#begin(lease, signal, progress);
    } catch (error) {
      if (!(error instanceof AdapterError) || error.outcome !== 'unreachable') throw error;
    }
    return this.#begin(await this.#take(false, signal, true), signal, progress);
  }

  async #begin(lease: Lease, signal: AbortSignal, progress: Progress): Promise<Lease> {
    const end = this.#watch(lease, signal, progress);
    try {
      await Promise.race([lease.session.begin(), end.aborted]);
      return lease;
    } catch (error) {
      if (!signal.aborted) this.#pool.drop(lease);
      throw asAdapterError(error, this.#dialect.fault(error), 'no');
    } finally {
      end.stop();
    }
  }

  async #take(readOnly: boolean, signal: AbortSignal, fresh = false): Promise<Lease> {
    try {
      return await this.#pool.take(readOnly, signal, fresh);
    } catch (error) {
      throw asAdapterError(error, this.#dialect.fault(error), 'no');
    }
  }

  /** Does something with a session and gives it back; ends it where nobody knows in which state it is. */
  async #using<T>(lease: Lease, readOnly: boolean, signal: AbortSignal, progress: Progress, work: (session: Session) => Promise<T>): Promise<T> {
    const end = this.#watch(lease, signal, progress);
    try {
      const done = await Promise.race([work(lease.session), end.aborted]);
      this.#pool.give(lease, readOnly);
      return done;
    } catch (error) {
      const fault = this.#dialect.fault(error);
      // MariaDB looks rights up when a session begins: one that lacked them does not hear that they were given.
      const lost = fault?.outcome === 'unreachable' || fault?.outcome === 'unauthorised' || !lease.session.alive;
      if (!lost && (readOnly || (await Promise.race([rolledBack(lease.session), end.aborted.catch(() => false)])))) this.#pool.give(lease, readOnly);
      else this.#pool.drop(lease);
      throw asAdapterError(error, fault, progress.reached);
    } finally {
      end.stop();
    }
  }

  /** When the signal is aborted the server is told to stop at once; the call ends without waiting for that. */
  #watch(lease: Lease, signal: AbortSignal, progress: Progress): { readonly aborted: Promise<never>; stop(): void } {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    const give = () => {
      reject(abortedError(signal, progress.reached));
      this.#pool.drop(lease);
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
    return { aborted: promise, stop: () => signal.removeEventListener('abort', give) };
  }
}

async function rolledBack(session: Session): Promise<boolean> {
  return session.rollback().then(
    () => true,
    () => false,
  );
}

/** @throws AdapterError `refused`, before anything is committed */
function assertTouched(affected: number | null, { touches }: WritePlan): void {
  const { least = 0, most = Infinity } = touches;
  // Where nobody tells how many, none of it may be assumed.
  const known = affected ?? Number.NaN;
  if ((touches.least === undefined && touches.most === undefined) || (known >= least && known <= most)) return;
  const message = `rows touched: ${affected}; at least ${least}, at most ${most} may be`;
  throw new AdapterError('refused', message, { reached: 'yes', fault: { code: 'ROWS_TOUCHED', message } });
}
