import type { Context } from '../context.ts';
import type { Sadad } from '../sadad/sadad.ts';
import { countPayment } from './count-payment.ts';

/** Reads the payments that SADAD has got since the last time. */
export class Collector {
  readonly #ctx: Context;
  readonly #sadad: Sadad;
  #running: Promise<void> | null = null;

  constructor(ctx: Context, sadad: Sadad) {
    this.#ctx = ctx;
    this.#sadad = sadad;
  }

  /** Those who ask at the same time in one process share a round that begins after they asked, or is the one under way and the next. @throws SYSTEMS_… */
  async collect(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#running ??= this.#round().finally(() => (this.#running = null));
    await this.#running;
  }

  /** Moves the cursor after each payment that is kept: a crash in between tells it again, and it is counted once. */
  async #round(): Promise<void> {
    const [at] = await this.#ctx.db.query<{ cursor: string }>('SELECT cursor::text AS cursor FROM collection');
    for await (const payment of this.#sadad.paymentsAfter(Number(at?.cursor ?? 0))) {
      await countPayment(this.#ctx, payment);
      await this.#ctx.db.query('UPDATE collection SET cursor = greatest(cursor, $1)', [payment.sequence]);
    }
    await this.#ctx.db.query('UPDATE collection SET collected_at = now()');
  }
}
