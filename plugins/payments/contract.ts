import { definePort, type Bilingual, type ServiceToken } from '@amanah/plugin-api';
import { z } from 'zod';

/** One line of what is to be paid, with where it comes from: the tariff's line and the figures that went into it. */
export interface FeeLine {
  /** Three letters and two figures (`SHP-04`), as SADAD takes it. */
  readonly code: string;
  readonly title: Bilingual;
  /** Saudi riyals with two decimals, such as `480.00`; credits are negative. */
  readonly amount: string;
  /** How it was reckoned, in words with figures. */
  readonly reckoning: Bilingual;
  /** The tariff and the day from which it is in force. */
  readonly source: string;
}

export interface Quote {
  readonly lines: readonly FeeLine[];
  readonly total: string;
}

/** Who pays: a person by national id, or an establishment by unified number. */
export type Payer = { readonly nationalId: string } | { readonly unifiedNumber: string };

export type InvoiceState = 'issuing' | 'unpaid' | 'partly-paid' | 'paid' | 'cancelled' | 'expired' | 'refunded';

export interface Invoice {
  readonly id: string;
  /** Ours, such as `INV-2026-7K3M9Q2X`: what people name before SADAD's number is there. */
  readonly reference: string;
  /** SADAD's bill number; `null` until it is issued there, and for what costs nothing. */
  readonly billNumber: string | null;
  readonly request: string | null;
  readonly unit: string;
  readonly state: InvoiceState;
  readonly title: Bilingual;
  readonly lines: readonly FeeLine[];
  readonly total: string;
  readonly paid: string;
  readonly dueOn: string;
  readonly paidAt: string | null;
}

export interface NewInvoice {
  /** The same invoice asked for again is the same one. */
  readonly key: string;
  readonly request: string | null;
  readonly unit: string;
  /** Account that is told of it; `null` for an invoice by hand: its payer sees it by the number. */
  readonly personId: string | null;
  readonly payer: Payer;
  readonly payerName: Bilingual;
  readonly title: Bilingual;
  readonly quote: Quote;
  /** ISO day. */
  readonly dueOn: string;
  /** `false`: it stays to be paid when that day has passed, as a fine does; else it ends then. */
  readonly lapses?: boolean;
}

export interface Payments {
  /**
   * Reckons fees by a tariff of `config/tariffs/` (its id, or the code of a service), with the figures it asks for, as in force on a day; today by default.
   * @throws PAYMENTS_TARIFF_UNKNOWN, PAYMENTS_FIGURE_MISSING, PAYMENTS_FIGURE_INVALID
   */
  quote(tariff: string, figures: Readonly<Record<string, unknown>>, on?: string): Quote;
  /**
   * Issues an invoice and its bill at SADAD; one that costs nothing is paid at once, without a bill. The invoice is kept before SADAD is asked, and what fails is
   * gone on with each minute. @throws what SADAD answers, PAYMENTS_NOT_ISSUED_YET, PAYMENTS_KEY_REUSED; ask again with the same key
   */
  issue(invoice: NewInvoice): Promise<Invoice>;
  /** Cancels what is still unpaid, and opens a refund case for what was paid of it; a paid one stays paid until finance has given it back. */
  cancel(id: string, reason: string): Promise<Invoice>;
  ofRequest(request: string): Promise<readonly Invoice[]>;
  /** Unpaid invoices past their day of a payer: what blocks a new request (check C12). */
  unpaidOf(payer: Payer): Promise<readonly Invoice[]>;
}

export const payments: ServiceToken<Payments> = { plugin: 'payments', name: 'payments' };

/** Kinds of what happens to invoices, emitted as `payments.<type>` with the invoice's id as subject. */
export interface PaymentEvents {
  'invoice.issued': InvoiceHappening;
  'invoice.partlyPaid': InvoiceHappening;
  'invoice.paid': InvoiceHappening;
  'invoice.cancelled': InvoiceHappening;
  'invoice.expired': InvoiceHappening;
  /** Money was given back: `amount` of it, because of `why`. */
  'invoice.refunded': InvoiceHappening & { readonly amount: string; readonly why: 'double' | 'late' | 'excess' | 'cancelled' | 'amended' };
}

export interface InvoiceHappening {
  readonly invoice: string;
  readonly reference: string;
  readonly bill: string | null;
  readonly request: string | null;
  readonly unit: string;
  readonly personId: string | null;
  readonly total: string;
  readonly paid: string;
  readonly paidAt: string | null;
}

const amount = z.coerce.string().regex(/^\d+(\.\d{1,2})?$/);
const bill = z.object({
  number: z.coerce.string().min(1),
  reference: z.coerce.string(),
  amount,
  status: z.string(),
  /** Page of a bank for trials, where the system behind is one for trials. */
  trialPage: z.string().nullish(),
});
const refund = z.object({ number: z.coerce.string().min(1), reference: z.coerce.string(), amount, refundedAt: z.coerce.date() });
const payer = z.union([z.object({ nationalId: z.string() }), z.object({ unifiedNumber: z.string() })]);

/**
 * The system by which bills are presented and paid: SADAD. Refuses what it does not know as `unknown`, and to cancel a bill that was paid as `paid`. A write that ends
 * without answer (given again with a key that a person has settled) is looked up by its reference.
 */
export const billing = definePort({
  plugin: 'payments',
  name: 'billing',
  title: { ar: 'نظام سداد للفواتير', en: 'Billing by SADAD' },
  refusals: ['unknown', 'paid'],
  operations: {
    issueBill: {
      effect: 'write',
      input: z.object({
        reference: z.string(),
        payer,
        lines: z.array(z.object({ code: z.string(), description: z.string(), amount: z.string() })).min(1),
        dueOn: z.iso.date(),
      }),
      output: bill.nullish(),
    },
    bill: { effect: 'read', input: z.object({ number: z.string() }), output: bill },
    billByReference: { effect: 'read', input: z.object({ reference: z.string() }), output: bill },
    cancelBill: { effect: 'write', input: z.object({ number: z.string(), reason: z.string().min(1) }), output: bill.nullish() },
    /** Payments after a cursor, in the order in which they came; as many as it likes to tell at once, none when there are no more. */
    payments: {
      effect: 'read',
      input: z.object({ after: z.number().int().min(0) }),
      output: z.object({
        payments: z
          .array(
            z.object({
              sequence: z.coerce.number().int().positive(),
              number: z.coerce.string().min(1),
              bill: z.coerce.string().min(1),
              amount,
              paidAt: z.coerce.date(),
              bank: z.string(),
            }),
          )
          .nullish(),
      }),
    },
    refund: {
      effect: 'write',
      input: z.object({ reference: z.string(), payment: z.string(), amount: z.string(), reason: z.string() }),
      output: refund.nullish(),
    },
    refundByReference: { effect: 'read', input: z.object({ reference: z.string() }), output: refund },
    dayTotals: {
      effect: 'read',
      input: z.object({ day: z.iso.date() }),
      output: z.object({ payments: z.coerce.number().int(), paid: amount, refunds: z.coerce.number().int(), refunded: amount }),
    },
  },
});
