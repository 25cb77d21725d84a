import { halalasOf, type Bill } from './bills.ts';

/** Money that a bank took for a bill. */
export interface Payment {
  readonly sequence: number;
  readonly number: string;
  readonly bill: string;
  readonly halalas: number;
  readonly paidAt: string;
  readonly bank: string;
}

export interface Refund {
  readonly number: string;
  readonly reference: string;
  readonly payment: string;
  readonly halalas: number;
  readonly refundedAt: string;
}

export const riyals = (halalas: number): string => (halalas / 100).toFixed(2);
/** Day of a moment in the country. */
const dayOf = (moment: string): string => new Date(Date.parse(moment) + 3 * 3_600_000).toISOString().slice(0, 10);
const summed = (all: readonly { readonly halalas: number }[]): number => all.reduce((sum, { halalas }) => sum + halalas, 0);

/** What was paid and given back, in the order in which it came. */
export class PaymentBook {
  readonly #payments: Payment[];
  readonly #refunds: Refund[];
  readonly #now: () => Date;
  readonly #changed: () => void;

  /** Adds to the lists it is given, and says so. */
  constructor({ payments, refunds }: { readonly payments: Payment[]; readonly refunds: Refund[] }, now: () => Date, changed: () => void) {
    this.#payments = payments;
    this.#refunds = refunds;
    this.#now = now;
    this.#changed = changed;
  }

  /** A bank takes money for a bill, in whichever state it is: banks and the biller do not always agree. */
  pay(bill: Bill, halalas: number, bank: string): Payment {
    const sequence = this.#payments.length + 1;
    const payment = { sequence, number: `P-${bill.number}-${sequence}`, bill: bill.number, halalas, paidAt: this.#now().toISOString(), bank };
    this.#payments.push(payment);
    if (bill.status === 'new' && this.paidFor(bill) >= halalasOf(bill)) Object.assign(bill, { status: 'paid', paidAt: payment.paidAt });
    this.#changed();
    return payment;
  }

  paidFor({ number }: Bill): number {
    return summed(this.#payments.filter(({ bill }) => bill === number));
  }

  after(sequence: number): readonly Payment[] {
    return this.#payments.filter((one) => one.sequence > sequence);
  }

  payment(number: string): Payment | undefined {
    return this.#payments.find((one) => one.number === number);
  }

  /** What of a payment has not been given back. */
  left(payment: Payment): number {
    return payment.halalas - summed(this.#refunds.filter((one) => one.payment === payment.number));
  }

  refund(reference: string, payment: Payment, halalas: number): Refund {
    const refund = { number: `R-${this.#refunds.length + 1}`, reference, payment: payment.number, halalas, refundedAt: this.#now().toISOString() };
    this.#refunds.push(refund);
    this.#changed();
    return refund;
  }

  refundOf(reference: string): Refund | undefined {
    return this.#refunds.find((one) => one.reference === reference);
  }

  totals(day: string): { readonly payments: number; readonly paid: number; readonly refunds: number; readonly refunded: number } {
    const payments = this.#payments.filter(({ paidAt }) => dayOf(paidAt) === day);
    const refunds = this.#refunds.filter(({ refundedAt }) => dayOf(refundedAt) === day);
    return { payments: payments.length, paid: summed(payments), refunds: refunds.length, refunded: summed(refunds) };
  }
}
