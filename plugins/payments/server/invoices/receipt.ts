import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { documents } from '../../../documents/contract.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../today.ts';
import { titleOf, type InvoiceRow } from './invoice-row.ts';

/** Digits of the payer's number that stand on a receipt. */
const shownDigits = 4;

/** The receipt of a paid invoice: made at the first asking, the same one afterwards. @throws PAYMENTS_RECEIPT_NOT_READY, DOCUMENTS_… */
export async function makeReceipt(ctx: Context, row: InvoiceRow, reader: string): Promise<{ readonly path: string; readonly code: string }> {
  if (row.state !== 'paid' || !row.paid_at) throw new AmanahError('PAYMENTS_RECEIPT_NOT_READY');
  const [last] = await ctx.db.query<{ bank: string }>('SELECT bank FROM payment WHERE invoice = $1 AND counted > 0 ORDER BY sequence DESC LIMIT 1', [row.id]);
  const words = (key: string): Bilingual => ({ ar: ctx.text(key, 'ar'), en: ctx.text(key, 'en') });
  const paidOn = dayOf(new Date(row.paid_at));
  const { path, code } = await ctx.use(documents).make({
    key: `receipt/${row.id}`,
    template: 'payments/receipt',
    title: words('receiptTitle'),
    data: {
      payer: { ar: row.payer_name_ar, en: row.payer_name_en },
      payerNumber: `${'*'.repeat(row.payer_number.length - shownDigits)}${row.payer_number.slice(-shownDigits)}`,
      subject: titleOf(row),
      ...(row.request === null ? {} : { request: row.request }),
      billNumber: row.bill_number ?? row.reference,
      paidOn: { day: paidOn },
      ...(last ? { channel: last.bank } : {}),
      lines: row.lines.map(({ title, reckoning, amount }) => ({ title, reckoning, amount })),
      total: row.total,
    },
    subject: row.reference,
    unit: row.unit,
    readers: [...new Set([...(row.person_id === null ? [] : [row.person_id]), reader])],
    publicFacts: [
      { label: words('receiptAmount'), value: { ar: `${row.total} ريال`, en: `SAR ${row.total}` } },
      { label: words('receiptPaidOn'), value: { ar: paidOn, en: paidOn } },
    ],
    validUntil: null,
  });
  return { path, code };
}
