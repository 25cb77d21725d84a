import { randomUUID } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import { emit, notice, record, theHub } from '../happenings.ts';
import { invoiceColumns, type InvoiceRow } from '../invoices/invoice-row.ts';
import type { ToldPayment } from '../sadad/sadad.ts';
import { decidePayment } from './decide-payment.ts';

/** What is to be told once the transaction is committed. */
export type Afterwards = () => Promise<void>;

/** Keeps a payment that SADAD tells, and counts it for its invoice: exactly once by SADAD's number. One of an unknown bill waits for its invoice or for finance. */
export async function countPayment(ctx: Context, told: ToldPayment): Promise<void> {
  const afterwards = await ctx.db.transaction(async (tx) => {
    await holdBill(tx, told.bill);
    const kept = await tx.query(
      `INSERT INTO payment (number, sequence, bill_number, amount, paid_at, bank) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number) DO NOTHING RETURNING number`,
      [told.number, told.sequence, told.bill, told.amount, told.paidAt, told.bank],
    );
    return kept.length === 0 ? [] : matchWaiting(ctx, tx, told.bill);
  });
  for (const tell of afterwards) await tell();
}

/**
 * Holds a bill until the transaction ends. To be called before its number or a payment of it is written: neither of two transactions at the same moment would see what
 * the other writes, and the payment would wait for ever.
 */
export async function holdBill(tx: Queryable, bill: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`bill ${bill}`]);
}

/** Counts the payments of a bill that belong to no invoice yet, in the order in which they came; none when no invoice has the bill. The caller holds the bill. */
export async function matchWaiting(ctx: Context, tx: Queryable, bill: string): Promise<readonly Afterwards[]> {
  const [found] = await tx.query<InvoiceRow>(`SELECT ${invoiceColumns} FROM invoice WHERE bill_number = $1 FOR UPDATE`, [bill]);
  if (!found) return [];
  const waiting = await tx.query<{ number: string; amount: string; paid_at: Date }>(
    `SELECT number, amount::text AS amount, paid_at FROM payment WHERE bill_number = $1 AND invoice IS NULL ORDER BY sequence FOR UPDATE`,
    [bill],
  );
  const afterwards: Afterwards[] = [];
  let invoice = found;
  for (const payment of waiting) {
    const { counted, state, back } = decidePayment(invoice, payment.amount);
    await tx.query('UPDATE payment SET invoice = $2, counted = $3 WHERE number = $1', [payment.number, invoice.id, counted]);
    if (back)
      await tx.query('INSERT INTO refund (id, payment, invoice, amount, why) VALUES ($1, $2, $3, $4, $5)', [
        randomUUID(),
        payment.number,
        invoice.id,
        back.amount,
        back.why,
      ]);
    const changed = counted !== '0.00';
    if (changed) {
      const [next] = await tx.query<InvoiceRow>(
        `UPDATE invoice SET paid = paid + $2::numeric, state = $3, paid_at = CASE WHEN $3 = 'paid' THEN $4::timestamptz END WHERE id = $1 RETURNING ${invoiceColumns}`,
        [invoice.id, counted, state, payment.paid_at],
      );
      invoice = next ?? invoice;
      await emit(ctx, tx, state === 'paid' ? 'invoice.paid' : 'invoice.partlyPaid', invoice, {});
    }
    const row = invoice;
    afterwards.push(async () => {
      await record(ctx, 'payment.counted', row, theHub, { payment: payment.number, amount: payment.amount, counted, ...(back ? { back } : {}) });
      if (changed) await notice(ctx, state === 'paid' ? 'noticePaid' : 'noticePartlyPaid', row);
    });
  }
  return afterwards;
}
