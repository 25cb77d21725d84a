import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** One line of what is to be paid, with where it comes from: the tariff's line and the figures that went into it. */
export interface FeeLine {
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
  /** SADAD's bill number; `null` until it is issued there. */
  readonly billNumber: string | null;
  readonly request: string | null;
  readonly unit: string;
  readonly state: InvoiceState;
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
  readonly personId: string;
  readonly payer: Payer;
  readonly payerName: Bilingual;
  readonly title: Bilingual;
  readonly quote: Quote;
  /** ISO day. */
  readonly dueOn: string;
}

export interface Payments {
  /** Reckons fees by a tariff of `config/tariffs/`, with the figures it asks for. @throws PAYMENTS_TARIFF_UNKNOWN, PAYMENTS_FIGURE_MISSING */
  quote(tariff: string, figures: Readonly<Record<string, unknown>>): Quote;
  /** Issues an invoice and its bill at SADAD. @throws what the system answers; ask again with the same key */
  issue(invoice: NewInvoice): Promise<Invoice>;
  /** Cancels what is still unpaid; a paid one is refunded instead. */
  cancel(id: string, reason: string): Promise<Invoice>;
  ofRequest(request: string): Promise<readonly Invoice[]>;
  /** Unpaid invoices past their day of a payer: what blocks a new request (check C12). */
  unpaidOf(payer: Payer): Promise<readonly Invoice[]>;
}

export const payments: ServiceToken<Payments> = { plugin: 'payments', name: 'payments' };
