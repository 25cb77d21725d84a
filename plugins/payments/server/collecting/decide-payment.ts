import Big from 'big.js';
import type { InvoiceState } from '../../contract.ts';

export type RefundReason = 'double' | 'late' | 'excess' | 'cancelled' | 'amended';

export interface PaymentDecision {
  /** What of the payment pays the invoice. */
  readonly counted: string;
  /** State of the invoice afterwards. */
  readonly state: InvoiceState;
  /** What has to be given back, and why. */
  readonly back: { readonly amount: string; readonly why: RefundReason } | null;
}

/** What a payment of a bill means for its invoice. */
export function decidePayment(invoice: { readonly state: InvoiceState; readonly total: string; readonly paid: string }, amount: string): PaymentDecision {
  const { state } = invoice;
  const zero = '0.00';
  if (state !== 'unpaid' && state !== 'partly-paid')
    return { counted: zero, state, back: { amount: new Big(amount).toFixed(2), why: state === 'paid' ? 'double' : 'late' } };
  const rest = new Big(invoice.total).minus(invoice.paid);
  const counted = rest.lt(amount) ? rest : new Big(amount);
  const over = new Big(amount).minus(counted);
  return {
    counted: counted.toFixed(2),
    state: counted.eq(rest) ? 'paid' : 'partly-paid',
    back: over.gt(0) ? { amount: over.toFixed(2), why: 'excess' } : null,
  };
}
