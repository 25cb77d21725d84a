import { AmanahError } from '@amanah/errors';
import type { Actor, EstablishmentRef, PersonRef } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import { invoiceColumns, type InvoiceRow } from '../invoices/invoice-row.ts';

const longestList = 200;

/** Invoices of whom the actor stands for now: oneself by account and national number, a principal, or an establishment. */
export class OwnInvoices {
  readonly #ctx: Context;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  async list(actor: Actor): Promise<readonly InvoiceRow[]> {
    return this.#ctx.db.query<InvoiceRow>(
      `SELECT ${invoiceColumns} FROM invoice WHERE (payer_kind = 'nationalId' AND (person_id = $1 OR payer_number = $2)) OR (payer_kind = 'unifiedNumber' AND payer_number = $3)
       ORDER BY created_at DESC, id LIMIT ${longestList}`,
      await this.#marks(actor),
    );
  }

  /** @throws PAYMENTS_INVOICE_UNKNOWN also for one of somebody else */
  async find(actor: Actor, id: string): Promise<InvoiceRow> {
    const [row] = await this.#ctx.db.query<InvoiceRow>(
      `SELECT ${invoiceColumns} FROM invoice WHERE id = $4 AND ((payer_kind = 'nationalId' AND (person_id = $1 OR payer_number = $2)) OR (payer_kind = 'unifiedNumber' AND payer_number = $3))`,
      [...(await this.#marks(actor)), id],
    );
    if (!row) throw new AmanahError('PAYMENTS_INVOICE_UNKNOWN');
    return row;
  }

  /** Account, national number and unified number of the payer; what does not apply is nobody's. */
  async #marks(actor: Actor): Promise<readonly (string | null)[]> {
    const payer = standsFor(actor);
    if (payer.type === 'establishment') return [null, null, payer.unifiedNumber];
    return [payer.id, await this.#ctx.people.nationalIdOf(payer.id), null];
  }
}

function standsFor({ capacity, person }: Actor): PersonRef | EstablishmentRef {
  switch (capacity.kind) {
    case 'owner':
    case 'manager':
      return capacity.establishment;
    case 'delegate':
      return capacity.principal;
    case 'government':
      return capacity.body;
    case 'agent':
      return capacity.client ?? capacity.office;
    default:
      return person;
  }
}
