import { randomInt, randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import { refusalOf, type Queryable } from '@amanah/plugin-api';
import type { Invoice, NewInvoice, Payer } from '../../contract.ts';
import type { Context } from '../context.ts';
import { holdBill, matchWaiting } from '../collecting/count-payment.ts';
import { emit, notice, record, theHub, type By } from '../happenings.ts';
import { billLines } from '../sadad/bill-lines.ts';
import type { Bill, Sadad } from '../sadad/sadad.ts';
import { dayOf } from '../today.ts';
import { invoiceColumns, invoiceOf, payerColumns, payerOf, type InvoiceRow } from './invoice-row.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const referenceLetters = 8;

/** Invoices: kept first, then issued at SADAD, cancelled, and what a crash or an outage left open gone on with. */
export class Invoices {
  readonly #ctx: Context;
  readonly #sadad: Sadad;
  readonly #collect: () => Promise<void>;

  /** `collect` asks SADAD for payments, before something is decided that a payment under way would change. */
  constructor(ctx: Context, sadad: Sadad, collect: () => Promise<void>) {
    this.#ctx = ctx;
    this.#sadad = sadad;
    this.#collect = collect;
  }

  async find(id: string): Promise<InvoiceRow> {
    const [row] = await this.#ctx.db.query<InvoiceRow>(`SELECT ${invoiceColumns} FROM invoice WHERE id = $1`, [id]);
    if (!row) throw new AmanahError('PAYMENTS_INVOICE_UNKNOWN');
    return row;
  }

  async ofRequest(request: string): Promise<readonly Invoice[]> {
    const rows = await this.#ctx.db.query<InvoiceRow>(`SELECT ${invoiceColumns} FROM invoice WHERE request = $1 ORDER BY created_at`, [request]);
    return rows.map(invoiceOf);
  }

  /** The invoice that was issued under a key, or is being issued. */
  async underKey(key: string): Promise<InvoiceRow | null> {
    const [row] = await this.#ctx.db.query<InvoiceRow>(`SELECT ${invoiceColumns} FROM invoice WHERE key = $1`, [key]);
    return row ?? null;
  }

  async overdueOf(payer: Payer): Promise<readonly Invoice[]> {
    const rows = await this.#ctx.db.query<InvoiceRow>(
      `SELECT ${invoiceColumns} FROM invoice WHERE payer_kind = $1 AND payer_number = $2 AND due_on < $3 AND state IN ('unpaid', 'partly-paid', 'expired') AND paid < total
       ORDER BY due_on`,
      [...payerColumns(payer), dayOf(new Date())],
    );
    return rows.map(invoiceOf);
  }

  async issue(given: NewInvoice, by: By = theHub): Promise<InvoiceRow> {
    const row = await this.#kept(given);
    return row.state === 'issuing' ? this.goOn(row, by) : row;
  }

  /** The row of the key: made now, or before. */
  async #kept(given: NewInvoice): Promise<InvoiceRow> {
    const reference = `INV-${dayOf(new Date()).slice(0, 4)}-${Array.from({ length: referenceLetters }, () => letters[randomInt(letters.length)]).join('')}`;
    await this.#ctx.db.query(
      `INSERT INTO invoice (id, reference, key, request, unit, person_id, payer_kind, payer_number, payer_name_ar, payer_name_en, title_ar, title_en, lines, total, state, due_on, lapses)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'issuing', $15, $16) ON CONFLICT (key) DO NOTHING`,
      [
        randomUUID(),
        reference,
        given.key,
        given.request,
        given.unit,
        given.personId,
        ...payerColumns(given.payer),
        given.payerName.ar,
        given.payerName.en,
        given.title.ar,
        given.title.en,
        JSON.stringify(given.quote.lines),
        given.quote.total,
        given.dueOn,
        given.lapses ?? true,
      ],
    );
    const row = await this.underKey(given.key);
    if (!row || row.total !== given.quote.total || row.request !== given.request || row.payer_number !== payerColumns(given.payer)[1])
      throw new AmanahError('PAYMENTS_KEY_REUSED', { detail: given.key });
    return row;
  }

  /** Issues the bill of an invoice that has none yet; a lost reply is looked up by our reference and never sent again. */
  async goOn(row: InvoiceRow, by: By = theHub): Promise<InvoiceRow> {
    if (row.total === '0.00') return this.#adopt(row, null, by);
    const options = { idempotencyKey: `invoice:${row.id}`, case: row.request ?? row.reference };
    const bill = await this.#sadad.issue({ reference: row.reference, payer: payerOf(row), lines: billLines(row.lines), dueOn: row.due_on }, options);
    if (!bill) throw new AmanahError('PAYMENTS_NOT_ISSUED_YET', { detail: row.reference, retryAfterSeconds: 60 });
    return this.#adopt(row, bill, by);
  }

  /** Takes the bill that SADAD has, and the payments of it that came before we knew its number. */
  async #adopt({ id }: InvoiceRow, bill: Bill | null, by: By): Promise<InvoiceRow> {
    const [issued, counted] = await this.#ctx.db.transaction(async (tx) => {
      if (bill) await holdBill(tx, bill.number);
      const [adopted] = await tx.query<InvoiceRow>(
        `UPDATE invoice SET bill_number = $2, trial_page = $3, issued_at = now(), state = $4, paid_at = CASE WHEN $4 = 'paid' THEN now() END
         WHERE id = $1 AND state = 'issuing' RETURNING ${invoiceColumns}`,
        [id, bill?.number ?? null, bill?.trialPage ?? null, bill ? 'unpaid' : 'paid'],
      );
      if (!adopted) return [null, []] as const;
      await emit(this.#ctx, tx, 'invoice.issued', adopted, {});
      if (!bill) await emit(this.#ctx, tx, 'invoice.paid', adopted, {});
      return [adopted, bill ? await matchWaiting(this.#ctx, tx, bill.number) : []] as const;
    });
    if (issued) {
      await record(this.#ctx, 'invoice.issued', issued, by, { bill: issued.bill_number, total: issued.total });
      await notice(this.#ctx, bill ? 'noticeIssued' : 'noticePaid', issued);
      for (const told of counted) await told();
    }
    return this.find(id);
  }

  async cancel(id: string, reason: string, by: By = theHub): Promise<InvoiceRow> {
    const row = await this.find(id);
    if (row.state === 'cancelled' || row.state === 'expired' || row.state === 'refunded') return row;
    await this.#ctx.db.query('UPDATE invoice SET cancel_reason = coalesce(cancel_reason, $2) WHERE id = $1', [id, reason]);
    return this.goOnCancelling(await this.find(id), by);
  }

  /** Ends an invoice that is to be cancelled, as far as SADAD lets it: what was paid meanwhile stays paid and becomes a refund case. */
  async goOnCancelling(row: InvoiceRow, by: By = theHub): Promise<InvoiceRow> {
    const at = row.state === 'issuing' ? await this.goOn(row, by) : row;
    const reason = at.cancel_reason ?? '';
    if (at.state !== 'paid' && at.bill_number !== null && !(await this.#cancelledAtSadad(at, at.bill_number, reason)))
      throw new AmanahError('PAYMENTS_NOT_ISSUED_YET', { detail: `${at.reference} is not cancelled`, retryAfterSeconds: 60 });
    const ended = await this.#ctx.db.transaction(async (tx) => {
      const [cancelled] = await tx.query<InvoiceRow>(
        `UPDATE invoice SET state = 'cancelled', ended_at = now() WHERE id = $1 AND state IN ('unpaid', 'partly-paid') RETURNING ${invoiceColumns}`,
        [at.id],
      );
      await openRefunds(tx, at.id);
      if (cancelled) await emit(this.#ctx, tx, 'invoice.cancelled', cancelled, {});
      else await tx.query(`UPDATE invoice SET cancel_reason = NULL WHERE id = $1`, [at.id]);
      return cancelled;
    });
    await record(this.#ctx, ended ? 'invoice.cancelled' : 'invoice.refund-asked', at, by, { reason });
    return this.find(at.id);
  }

  /** Whether the bill takes no money any more; `true` as well when it was paid meanwhile, which is counted then. */
  async #cancelledAtSadad({ id, reference, request }: InvoiceRow, bill: string, reason: string): Promise<boolean> {
    try {
      return await this.#sadad.cancel(bill, reason, { idempotencyKey: `invoice-cancel:${id}`, case: request ?? reference });
    } catch (error) {
      if (refusalOf(error) !== 'paid') throw error;
      await this.#collect();
      return true;
    }
  }

  async changeDue(id: string, dueOn: string): Promise<InvoiceRow> {
    await this.#ctx.db.query(`UPDATE invoice SET due_on = $2 WHERE id = $1 AND state IN ('issuing', 'unpaid', 'partly-paid')`, [id, dueOn]);
    return this.find(id);
  }

  /** A refund case for each payment, newest first, until the amount is reached. */
  async giveBack(id: string, amount: string): Promise<void> {
    const row = await this.find(id);
    const opened = await this.#ctx.db.query(
      `WITH counting AS (SELECT number, counted, sum(counted) OVER (ORDER BY sequence DESC) - counted AS before FROM payment WHERE invoice = $1 AND counted > 0)
       INSERT INTO refund (id, payment, invoice, amount, why)
       SELECT gen_random_uuid(), number, $1, least(counted, $2::numeric - before), 'amended' FROM counting WHERE before < $2::numeric
       ON CONFLICT (payment, why) DO NOTHING RETURNING 1`,
      [id, amount],
    );
    if (opened.length > 0) await record(this.#ctx, 'invoice.refund-asked', row, theHub, { reason: 'amended', amount });
  }

  /** Ends what was not paid in its time, but for what stays to be paid. Payments are read before, so that none that came in time is late. */
  async expire(): Promise<void> {
    const day = dayOf(new Date());
    const over = `state IN ('unpaid', 'partly-paid') AND due_on < $1 AND lapses`;
    const [waiting] = await this.#ctx.db.query(`SELECT 1 FROM invoice WHERE ${over} LIMIT 1`, [day]);
    if (!waiting) return;
    await this.#collect();
    const ended = await this.#ctx.db.transaction(async (tx) => {
      const rows = await tx.query<InvoiceRow>(`UPDATE invoice SET state = 'expired', ended_at = now() WHERE ${over} RETURNING ${invoiceColumns}`, [day]);
      for (const row of rows) {
        await openRefunds(tx, row.id);
        await emit(this.#ctx, tx, 'invoice.expired', row, {});
      }
      return rows;
    });
    for (const row of ended) {
      await record(this.#ctx, 'invoice.expired', row, theHub);
      await notice(this.#ctx, 'noticeExpired', row);
    }
  }

  /** Invoices that a crash or an outage left half done. */
  async halfDone(): Promise<readonly InvoiceRow[]> {
    return this.#ctx.db.query<InvoiceRow>(
      `SELECT ${invoiceColumns} FROM invoice WHERE (state = 'issuing' OR (cancel_reason IS NOT NULL AND state IN ('unpaid', 'partly-paid', 'paid')))
       AND created_at < now() - interval '20 seconds' ORDER BY created_at LIMIT 200`,
    );
  }
}

/** A refund case for each payment that paid an invoice which is not wanted any more. */
async function openRefunds(tx: Queryable, invoice: string): Promise<void> {
  await tx.query(
    `INSERT INTO refund (id, payment, invoice, amount, why) SELECT gen_random_uuid(), number, invoice, counted - before, 'cancelled'
     FROM payment, LATERAL (SELECT coalesce(sum(r.amount), 0) AS before FROM refund r WHERE r.payment = number AND r.why = 'amended' AND r.state <> 'refused') AS amended
     WHERE invoice = $1 AND counted > before ON CONFLICT (payment, why) DO NOTHING`,
    [invoice],
  );
}
