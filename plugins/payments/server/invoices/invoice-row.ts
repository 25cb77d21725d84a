import type { Bilingual } from '@amanah/plugin-api';
import type { FeeLine, Invoice, InvoiceHappening, InvoiceState, Payer } from '../../contract.ts';

/** An invoice as its table has it; `total` and `paid` come as text. */
export interface InvoiceRow {
  readonly id: string;
  readonly reference: string;
  readonly key: string;
  readonly request: string | null;
  readonly unit: string;
  readonly person_id: string | null;
  readonly payer_kind: 'nationalId' | 'unifiedNumber';
  readonly payer_number: string;
  readonly payer_name_ar: string;
  readonly payer_name_en: string;
  readonly title_ar: string;
  readonly title_en: string;
  readonly lines: readonly FeeLine[];
  readonly total: string;
  readonly paid: string;
  readonly state: InvoiceState;
  readonly due_on: string;
  readonly bill_number: string | null;
  readonly trial_page: string | null;
  readonly cancel_reason: string | null;
  readonly created_at: Date;
  readonly paid_at: Date | null;
}

/** Columns of the table; the day as text, whatever the time zone of the process. */
export const invoiceColumns = `id, reference, key, request, unit, person_id, payer_kind, payer_number, payer_name_ar, payer_name_en, title_ar, title_en, lines,
  total::text AS total, paid::text AS paid, state, due_on::text AS due_on, bill_number, trial_page, cancel_reason, created_at, paid_at`;

export const payerOf = ({ payer_kind: kind, payer_number: number }: Pick<InvoiceRow, 'payer_kind' | 'payer_number'>): Payer =>
  kind === 'nationalId' ? { nationalId: number } : { unifiedNumber: number };

export const payerColumns = (payer: Payer): readonly ['nationalId' | 'unifiedNumber', string] =>
  'nationalId' in payer ? ['nationalId', payer.nationalId] : ['unifiedNumber', payer.unifiedNumber];

export const titleOf = (row: Pick<InvoiceRow, 'title_ar' | 'title_en'>): Bilingual => ({ ar: row.title_ar, en: row.title_en });

/** The invoice as other plugins see it. */
export function invoiceOf(row: InvoiceRow): Invoice {
  return {
    id: row.id,
    reference: row.reference,
    billNumber: row.bill_number,
    request: row.request,
    unit: row.unit,
    state: row.state,
    title: titleOf(row),
    lines: row.lines,
    total: row.total,
    paid: row.paid,
    dueOn: row.due_on,
    paidAt: row.paid_at && new Date(row.paid_at).toISOString(),
  };
}

export function happeningOf(row: InvoiceRow): InvoiceHappening {
  const { id, reference, billNumber, request, unit, total, paid, paidAt } = invoiceOf(row);
  return { invoice: id, reference, bill: billNumber, request, unit, personId: row.person_id, total, paid, paidAt };
}
