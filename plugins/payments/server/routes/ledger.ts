import type { Actor } from '@amanah/plugin-api';
import Big from 'big.js';
import { manifest } from '../../manifest.ts';
import type { DayAnswer, LedgerAnswer, RefundLine } from '../../shared/payment-answers.ts';
import type { Context } from '../context.ts';
import { lineOf } from '../invoices/invoice-answers.ts';
import { invoiceColumns, type InvoiceRow } from '../invoices/invoice-row.ts';
import type { Sadad } from '../sadad/sadad.ts';

const longestList = 200;

type ShownRefund = Omit<RefundLine, 'payer' | 'openedAt' | 'proposedBy' | 'mayDecide'> & {
  readonly opened_at: Date;
  readonly payer_name_ar: string;
  readonly payer_name_en: string;
  readonly proposed_by: string | null;
  readonly proposed_name_ar: string | null;
  readonly proposed_name_en: string | null;
};

/** What waits for finance in the units of the official: refunds, payments of nobody's bill, bills that are not confirmed. */
export async function ledgerOf({ db, access }: Context, actor: Actor): Promise<LedgerAnswer> {
  const units = access.unitsWith(actor, 'payments:ledger.read');
  const [refunds, unmatched, waiting, [collected]] = await Promise.all([
    db.query<ShownRefund>(
      `SELECT r.id, r.invoice, i.reference, i.payer_name_ar, i.payer_name_en, r.payment, r.amount::text AS amount, r.why, r.state, r.opened_at, r.proposed_by, r.proposed_name_ar,
         r.proposed_name_en, r.note, r.decision_note AS "decisionNote"
       FROM refund r JOIN invoice i ON i.id = r.invoice WHERE ($1::text[] IS NULL OR i.unit = ANY($1))
       ORDER BY r.state IN ('refunded', 'refused'), r.opened_at DESC LIMIT ${longestList}`,
      [units],
    ),
    // Nobody knows whose they are: seen by those who look after the revenue of the whole Amanah.
    access.may(actor, 'payments:ledger.read', manifest.owner)
      ? db.query<{ number: string; bill: string; amount: string; paid_at: Date; bank: string }>(
          `SELECT number, bill_number AS bill, amount::text AS amount, paid_at, bank FROM payment WHERE invoice IS NULL ORDER BY sequence DESC LIMIT ${longestList}`,
        )
      : [],
    db.query<InvoiceRow>(
      `SELECT ${invoiceColumns} FROM invoice WHERE state = 'issuing' AND ($1::text[] IS NULL OR unit = ANY($1)) ORDER BY created_at LIMIT ${longestList}`,
      [units],
    ),
    db.query<{ collected_at: Date | null }>('SELECT collected_at FROM collection'),
  ]);
  return {
    refunds: refunds.map((row) => refundLine(row, actor.person.id)),
    unmatched: unmatched.map(({ paid_at, ...one }) => ({ ...one, paidAt: new Date(paid_at).toISOString() })),
    waiting: waiting.map(lineOf),
    collectedAt: collected?.collected_at ? new Date(collected.collected_at).toISOString() : null,
  };
}

function refundLine(row: ShownRefund, person: string): RefundLine {
  const { opened_at, payer_name_ar, payer_name_en, proposed_by, proposed_name_ar, proposed_name_en, ...rest } = row;
  return {
    ...rest,
    payer: { ar: payer_name_ar, en: payer_name_en },
    openedAt: new Date(opened_at).toISOString(),
    proposedBy: proposed_name_ar === null ? null : { ar: proposed_name_ar, en: proposed_name_en ?? proposed_name_ar },
    mayDecide: row.state === 'proposed' && proposed_by !== person,
  };
}

/** Totals of a day as we have them and as SADAD has them. */
export async function dayOfLedger({ db }: Context, sadad: Sadad, day: string): Promise<DayAnswer> {
  const inDay = (column: string) => `(${column} AT TIME ZONE 'Asia/Riyadh')::date = $1::date`;
  const [theirs, [paid], [back]] = await Promise.all([
    sadad.totals(day),
    db.query<{ count: number; sum: string }>(`SELECT count(*)::int AS count, coalesce(sum(amount), 0)::text AS sum FROM payment WHERE ${inDay('paid_at')}`, [
      day,
    ]),
    db.query<{ count: number; sum: string }>(`SELECT count(*)::int AS count, coalesce(sum(amount), 0)::text AS sum FROM refund WHERE ${inDay('refunded_at')}`, [
      day,
    ]),
  ]);
  const fixed = (amount: string | undefined) => new Big(amount ?? 0).toFixed(2);
  const ours = { payments: paid?.count ?? 0, paid: fixed(paid?.sum), refunds: back?.count ?? 0, refunded: fixed(back?.sum) };
  const sadads = { payments: theirs.payments, paid: fixed(theirs.paid), refunds: theirs.refunds, refunded: fixed(theirs.refunded) };
  return { day, ours, sadad: sadads, agrees: JSON.stringify(ours) === JSON.stringify(sadads) };
}
