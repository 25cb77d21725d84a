import { AmanahError } from '@amanah/errors';
import type { AnyActor, Queryable } from '@amanah/plugin-api';
import { notifications } from '../../notifications/contract.ts';
import type { PaymentEvents } from '../contract.ts';
import type { Context } from './context.ts';
import { happeningOf, titleOf, type InvoiceRow } from './invoices/invoice-row.ts';

/** Who does something, for the record; nobody: the hub itself. */
export interface By {
  readonly actor: AnyActor | null;
  readonly requestId: string;
}

export const theHub: By = { actor: null, requestId: 'payments' };

type Told = { readonly [K in keyof PaymentEvents]: Omit<PaymentEvents[K], keyof ReturnType<typeof happeningOf>> };

/** Says what happened to an invoice: an event in the caller's transaction. */
export async function emit<K extends keyof PaymentEvents>(ctx: Context, tx: Queryable, type: K, row: InvoiceRow, more: Told[K]): Promise<void> {
  await ctx.events.emit(tx, { type, subject: row.id, data: { ...happeningOf(row), ...more } });
}

/** Records a change under who made it, once it is committed. */
export async function record(ctx: Context, action: string, row: InvoiceRow, by: By, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await ctx.audit.record({
    action,
    subject: `invoice/${row.id}`,
    actor: by.actor,
    requestId: by.requestId,
    data: { reference: row.reference, ...(row.request === null ? {} : { request: row.request }), ...data },
  });
}

/** Tells the person of an invoice, where notifications run; a notice that cannot be sent stops nothing. */
export async function notice(
  ctx: Context,
  key: 'noticeIssued' | 'noticePaid' | 'noticePartlyPaid' | 'noticeExpired' | 'noticeRefunded',
  row: InvoiceRow,
): Promise<void> {
  const { person_id: person } = row;
  if (person === null) return;
  const title = titleOf(row);
  const words = (language: 'ar' | 'en') => ctx.text(key, language).replace('{title}', title[language]);
  try {
    await ctx
      .use(notifications)
      .send([person], { title: { ar: words('ar'), en: words('en') }, to: `/payments/${row.id}`, key: `payments/${row.id}/${key}/${row.paid}` });
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return;
    ctx.log.warn({ err: error, invoice: row.id }, 'a notice about an invoice could not be sent');
  }
}
