import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import type { RefundReason } from '../collecting/decide-payment.ts';
import { emit, notice, record, theHub, type By } from '../happenings.ts';
import { invoiceColumns, type InvoiceRow } from '../invoices/invoice-row.ts';
import type { Sadad } from '../sadad/sadad.ts';

export type RefundState = 'open' | 'proposed' | 'approved' | 'refunded' | 'refused';

export interface RefundRow {
  readonly id: string;
  readonly payment: string;
  readonly invoice: string;
  readonly amount: string;
  readonly why: RefundReason;
  readonly state: RefundState;
  readonly proposed_by: string | null;
}

const columns = 'id, payment, invoice, amount::text AS amount, why, state, proposed_by';

/** Money to be given back: opened by what happened to a payment, proposed by one official, decided by another, sent through SADAD. */
export class Refunds {
  readonly #ctx: Context;
  readonly #sadad: Sadad;

  constructor(ctx: Context, sadad: Sadad) {
    this.#ctx = ctx;
    this.#sadad = sadad;
  }

  async find(id: string): Promise<RefundRow & { readonly unit: string }> {
    const [row] = await this.#ctx.db.query<RefundRow & { unit: string }>(
      `SELECT ${columns}, (SELECT unit FROM invoice WHERE invoice.id = refund.invoice) AS unit FROM refund WHERE id = $1`,
      [id],
    );
    if (!row) throw new AmanahError('PAYMENTS_REFUND_UNKNOWN');
    return row;
  }

  async propose(id: string, note: string, actor: Actor, requestId: string): Promise<void> {
    await this.#moved(
      `UPDATE refund SET state = 'proposed', proposed_by = $2, proposed_name_ar = $3, proposed_name_en = $4, proposed_at = now(), note = $5,
         decided_by = NULL, decided_at = NULL, decision_note = NULL WHERE id = $1 AND state IN ('open', 'refused')`,
      [id, actor.person.id, actor.person.name.ar, actor.person.name.en, note],
      'refund.proposed',
      { actor, requestId },
      { note },
    );
  }

  /** @throws PAYMENTS_SAME_PERSON for who proposed it */
  async decide(id: string, approve: boolean, note: string, actor: Actor, requestId: string): Promise<void> {
    if ((await this.find(id)).proposed_by === actor.person.id) throw new AmanahError('PAYMENTS_SAME_PERSON');
    await this.#moved(
      `UPDATE refund SET state = $3, decided_by = $2, decided_at = now(), decision_note = $4 WHERE id = $1 AND state = 'proposed' AND proposed_by <> $2`,
      [id, actor.person.id, approve ? 'approved' : 'refused', note],
      approve ? 'refund.approved' : 'refund.refused',
      { actor, requestId },
      { note },
    );
  }

  /** Sends an approved refund; one whose reply is lost is looked up by its reference and stays approved until it is found. @throws SYSTEMS_… */
  async send(id: string): Promise<void> {
    const refund = await this.find(id);
    if (refund.state !== 'approved') return;
    const given = { reference: refund.id, payment: refund.payment, amount: refund.amount, reason: this.#ctx.text(`why-${refund.why}`, 'ar') };
    const back = await this.#sadad.refund(given, { idempotencyKey: `refund:${refund.id}`, case: refund.id });
    if (back !== null) await this.#refunded(refund, back);
  }

  async approved(): Promise<readonly string[]> {
    return (await this.#ctx.db.query<{ id: string }>(`SELECT id FROM refund WHERE state = 'approved' ORDER BY decided_at LIMIT 200`)).map(({ id }) => id);
  }

  async #refunded({ id, amount, why }: RefundRow, number: string): Promise<void> {
    const invoice = await this.#ctx.db.transaction(async (tx) => {
      const [done] = await tx.query<{ invoice: string }>(
        `UPDATE refund SET state = 'refunded', refunded_at = now(), sadad_number = $2 WHERE id = $1 AND state = 'approved' RETURNING invoice`,
        [id, number],
      );
      if (!done) return null;
      // All that had paid it is given back: nothing of the invoice is left.
      const [row] = await tx.query<InvoiceRow>(
        `UPDATE invoice SET state = CASE WHEN state = 'paid' AND $2 = 'cancelled' AND NOT EXISTS (
           SELECT 1 FROM payment p WHERE p.invoice = invoice.id AND p.counted > 0
             AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.payment = p.number AND r.why = 'cancelled' AND r.state = 'refunded')) THEN 'refunded' ELSE state END
         WHERE id = $1 RETURNING ${invoiceColumns}`,
        [done.invoice, why],
      );
      if (row) await emit(this.#ctx, tx, 'invoice.refunded', row, { amount, why });
      return row ?? null;
    });
    if (!invoice) return;
    await record(this.#ctx, 'refund.sent', invoice, theHub, { refund: id, amount, number });
    await notice(this.#ctx, 'noticeRefunded', invoice);
  }

  async #moved(update: string, values: readonly unknown[], action: string, by: By, data: Readonly<Record<string, unknown>>): Promise<void> {
    const [row] = await this.#ctx.db.query<RefundRow>(`${update} RETURNING ${columns}`, values);
    if (!row) {
      await this.find(String(values[0]));
      throw new AmanahError('PAYMENTS_REFUND_MOVED_ON');
    }
    const [invoice] = await this.#ctx.db.query<InvoiceRow>(`SELECT ${invoiceColumns} FROM invoice WHERE id = $1`, [row.invoice]);
    if (invoice) await record(this.#ctx, action, invoice, by, { refund: row.id, amount: row.amount, ...data });
  }
}
