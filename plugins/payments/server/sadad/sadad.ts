import { AmanahError } from '@amanah/errors';
import { refusalOf, type OperationOptions, type PortClient } from '@amanah/plugin-api';
import type { z } from 'zod';
import type { billing } from '../../contract.ts';

type Billing = PortClient<typeof billing.operations>;
type Operations = typeof billing.operations;
type NewBill = z.infer<Operations['issueBill']['input']>;
export type BillLines = NewBill['lines'];
export type Bill = z.infer<Operations['billByReference']['output']>;
export type ToldPayment = NonNullable<z.infer<Operations['payments']['output']>['payments']>[number];

/** Codes after which nobody knows whether a write was done: it is looked up, never sent again. */
const unsure: ReadonlySet<string> = new Set(['SYSTEMS_OUTCOME_UNKNOWN', 'SYSTEMS_WRITE_RUNNING']);

/** The billing system as this plugin needs it: writes whose outcome is unknown are settled by looking them up. */
export class Sadad {
  readonly #billing: () => Billing;

  constructor(client: () => Billing) {
    this.#billing = client;
  }

  /** The bill of the reference, issued now or before. `null`: it was sent and is not to be found (yet). @throws SYSTEMS_… when it certainly was not issued */
  async issue(given: NewBill, options: OperationOptions): Promise<Bill | null> {
    return written(
      () => this.#billing().issueBill(given, options),
      () => orUnknown(() => this.#billing().billByReference({ reference: given.reference }, { case: options.case ?? given.reference })),
    );
  }

  /** Whether the bill is cancelled now. @throws SYSTEMS_REFUSED as `paid` when it was paid meanwhile */
  async cancel(number: string, reason: string, options: OperationOptions): Promise<boolean> {
    const cancelled = await written(
      () => this.#billing().cancelBill({ number, reason }, options),
      () => this.#billing().bill({ number }, { case: options.case ?? number }),
    );
    return cancelled?.status === 'cancelled';
  }

  /** Payments after the cursor in the order in which they came, page after page. */
  async *paymentsAfter(cursor: number): AsyncIterable<ToldPayment> {
    for (let after = cursor; ;) {
      const { payments } = await this.#billing().payments({ after });
      const last = payments?.at(-1)?.sequence ?? 0;
      yield* payments ?? [];
      if (last <= after) return;
      after = last;
    }
  }

  /** The number under which a payment was given back, now or before. `null`: it was sent and is not to be found (yet). */
  async refund(given: z.infer<Operations['refund']['input']>, options: OperationOptions): Promise<string | null> {
    const back = await written(
      () => this.#billing().refund(given, options),
      () => orUnknown(() => this.#billing().refundByReference({ reference: given.reference }, { case: given.reference })),
    );
    return back?.number ?? null;
  }

  totals(day: string): Promise<z.infer<Operations['dayTotals']['output']>> {
    return this.#billing().dayTotals({ day });
  }
}

/** A write, or the look-up of what became of it. An answer without content is one that a person has settled as done. */
async function written<T>(write: () => Promise<T | null | undefined>, lookUp: () => Promise<T | null>): Promise<T | null> {
  try {
    return (await write()) ?? (await lookUp());
  } catch (error) {
    if (error instanceof AmanahError && unsure.has(error.code)) return lookUp();
    throw error;
  }
}

/** `null` for what the system does not know. */
async function orUnknown<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (refusalOf(error) === 'unknown') return null;
    throw error;
  }
}
