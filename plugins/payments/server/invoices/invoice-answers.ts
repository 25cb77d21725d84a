import Big from 'big.js';
import type { FeeLine } from '../../contract.ts';
import type { InvoiceAnswer, InvoiceLine } from '../../shared/payment-answers.ts';
import type { Context } from '../context.ts';
import { titleOf, type InvoiceRow } from './invoice-row.ts';

const openStates: readonly string[] = ['issuing', 'unpaid', 'partly-paid'];

/** An invoice in a list. */
export function lineOf(row: InvoiceRow): InvoiceLine {
  return {
    id: row.id,
    reference: row.reference,
    bill: row.bill_number,
    request: row.request,
    title: titleOf(row),
    state: row.state,
    total: row.total,
    paid: row.paid,
    rest: openStates.includes(row.state) ? new Big(row.total).minus(row.paid).toFixed(2) : '0.00',
    dueOn: row.due_on,
    createdAt: new Date(row.created_at).toISOString(),
    paidAt: row.paid_at && new Date(row.paid_at).toISOString(),
  };
}

/** An invoice on its page: with its lines, what was paid of it and what is given back. */
export async function answerOf({ db }: Context, row: InvoiceRow): Promise<InvoiceAnswer> {
  const [paid, back] = await Promise.all([
    db.query<{ number: string; amount: string; counted: string; paid_at: Date; bank: string }>(
      'SELECT number, amount::text AS amount, counted::text AS counted, paid_at, bank FROM payment WHERE invoice = $1 ORDER BY sequence',
      [row.id],
    ),
    db.query<Pick<InvoiceAnswer['refunds'][number], 'amount' | 'why' | 'state'> & { refunded_at: Date | null }>(
      'SELECT amount::text AS amount, why, state, refunded_at FROM refund WHERE invoice = $1 ORDER BY opened_at',
      [row.id],
    ),
  ]);
  return {
    ...lineOf(row),
    lines: row.lines.map((line: FeeLine) => ({ ...line })),
    payer: { ar: row.payer_name_ar, en: row.payer_name_en },
    trialPage: openStates.includes(row.state) ? row.trial_page : null,
    payments: paid.map(({ paid_at, ...one }) => ({ ...one, paidAt: new Date(paid_at).toISOString() })),
    refunds: back.map(({ refunded_at, ...one }) => ({ ...one, refundedAt: refunded_at && new Date(refunded_at).toISOString() })),
  };
}
