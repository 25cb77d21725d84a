import { z } from 'zod';

const text = z.strictObject({ ar: z.string(), en: z.string() });
const feeLine = z.strictObject({ code: z.string(), title: text, amount: z.string(), reckoning: text, source: z.string() });
export const quoteShape = { lines: z.array(feeLine), total: z.string() };
export const quoteAnswer = z.strictObject({ tariff: z.string(), title: text, basis: text, from: z.string(), illustrative: z.boolean(), ...quoteShape });

const invoiceState = z.enum(['issuing', 'unpaid', 'partly-paid', 'paid', 'cancelled', 'expired', 'refunded']);
const invoiceShape = {
  id: z.string(),
  reference: z.string(),
  bill: z.string().nullable(),
  request: z.string().nullable(),
  title: text,
  state: invoiceState,
  total: z.string(),
  paid: z.string(),
  /** What is still to be paid. */
  rest: z.string(),
  dueOn: z.string(),
  createdAt: z.string(),
  paidAt: z.string().nullable(),
};
const invoiceLine = z.strictObject(invoiceShape);
export type InvoiceLine = z.infer<typeof invoiceLine>;
export const invoicesAnswer = z.strictObject({ invoices: z.array(invoiceLine) });
export type InvoicesAnswer = z.infer<typeof invoicesAnswer>;

const refundState = z.enum(['open', 'proposed', 'approved', 'refunded', 'refused']);
const refundReason = z.enum(['double', 'late', 'excess', 'cancelled', 'amended']);
export const invoiceAnswer = z.strictObject({
  ...invoiceShape,
  lines: z.array(feeLine),
  payer: text,
  /** Page of a bank for trials; `null` where bills are real. */
  trialPage: z.string().nullable(),
  payments: z.array(z.strictObject({ number: z.string(), amount: z.string(), counted: z.string(), paidAt: z.string(), bank: z.string() })),
  refunds: z.array(z.strictObject({ amount: z.string(), why: refundReason, state: refundState, refundedAt: z.string().nullable() })),
});
export type InvoiceAnswer = z.infer<typeof invoiceAnswer>;
export const receiptAnswer = z.strictObject({ path: z.string(), code: z.string() });

const refundLine = z.strictObject({
  id: z.string(),
  invoice: z.string(),
  reference: z.string(),
  payer: text,
  payment: z.string(),
  amount: z.string(),
  why: refundReason,
  state: refundState,
  openedAt: z.string(),
  proposedBy: text.nullable(),
  note: z.string().nullable(),
  decisionNote: z.string().nullable(),
  /** Whether the caller may decide: another person proposed it. */
  mayDecide: z.boolean(),
});
export type RefundLine = z.infer<typeof refundLine>;
export const ledgerAnswer = z.strictObject({
  refunds: z.array(refundLine),
  unmatched: z.array(z.strictObject({ number: z.string(), bill: z.string(), amount: z.string(), paidAt: z.string(), bank: z.string() })),
  /** Invoices whose bill is not confirmed yet. */
  waiting: z.array(invoiceLine),
  collectedAt: z.string().nullable(),
});
export type LedgerAnswer = z.infer<typeof ledgerAnswer>;

const totals = z.strictObject({ payments: z.number().int(), paid: z.string(), refunds: z.number().int(), refunded: z.string() });
export const dayAnswer = z.strictObject({ day: z.string(), ours: totals, sadad: totals, agrees: z.boolean() });
export type DayAnswer = z.infer<typeof dayAnswer>;
