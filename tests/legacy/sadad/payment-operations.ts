import type { SoapMessage } from '../soap/soap-message.ts';
import type { SoapOperation } from '../soap/soap-system.ts';
import { riyals, type Payment, type PaymentBook, type Refund } from './payments.ts';

interface Around {
  readonly book: PaymentBook;
  /** Payments on one page. */
  readonly pageSize: number;
  /** How many payments before the cursor are told again, as after a restart of the sender. */
  readonly repeats: () => number;
  readonly header: (message: SoapMessage) => string;
  readonly refused: (code: string, ar: string, en: string) => Error;
}

/** Payments as the biller hears of them, and what it gives back. */
export function paymentOperations({ book, pageSize, repeats, header, refused }: Around): Readonly<Record<string, SoapOperation>> {
  return {
    ListPayments: {
      answer(message) {
        const rest = book.after(Math.max(0, Number(message.text('after') || '0') - repeats()));
        const page = rest.slice(0, Math.max(pageSize, repeats() + 1));
        const more = rest.length > page.length ? `<b:more>${page.at(-1)?.sequence}</b:more>` : '';
        return { body: `<b:ListPaymentsResponse xmlns:b="urn:sadad:bills">${page.map(paymentXml).join('')}${more}</b:ListPaymentsResponse>` };
      },
    },
    RefundPayment: {
      writes: (message) => ({ key: header(message), mark: message.text('reference') }),
      answer(message) {
        const payment = book.payment(message.text('paymentNumber'));
        if (!payment) throw refused('PAYMENT_UNKNOWN', 'لا توجد دفعة بهذا الرقم', 'There is no payment with this number');
        const halalas = Math.round(Number(message.text('amount')) * 100);
        if (halalas > book.left(payment))
          throw refused('REFUND_TOO_LARGE', 'المبلغ أكبر مما بقي من الدفعة', 'The amount is more than what is left of the payment');
        return { body: answered('RefundPayment', book.refund(message.text('reference'), payment, halalas)) };
      },
    },
    GetRefund: {
      answer(message) {
        const refund = book.refundOf(message.text('reference'));
        if (!refund) throw refused('REFUND_UNKNOWN', 'لا يوجد رد بهذا الرقم', 'There is no refund with this reference');
        return { body: answered('GetRefund', refund) };
      },
    },
    GetDayTotals: {
      answer(message) {
        const { payments, paid, refunds, refunded } = book.totals(message.text('day'));
        const figures = `<b:payments>${payments}</b:payments><b:paid>${riyals(paid)}</b:paid><b:refunds>${refunds}</b:refunds><b:refunded>${riyals(refunded)}</b:refunded>`;
        return { body: `<b:GetDayTotalsResponse xmlns:b="urn:sadad:bills">${figures}</b:GetDayTotalsResponse>` };
      },
    },
  };
}

function paymentXml({ sequence, number, bill, halalas, paidAt, bank }: Payment): string {
  return (
    `<b:payment><b:sequence>${sequence}</b:sequence><b:paymentNumber>${number}</b:paymentNumber><b:billNumber>${bill}</b:billNumber>` +
    `<b:amount>${riyals(halalas)}</b:amount><b:paidAt>${paidAt}</b:paidAt><b:bank>${bank}</b:bank></b:payment>`
  );
}

function answered(operation: string, { number, reference, payment, halalas, refundedAt }: Refund): string {
  return (
    `<b:${operation}Response xmlns:b="urn:sadad:bills"><b:refund><b:refundNumber>${number}</b:refundNumber><b:reference>${reference}</b:reference>` +
    `<b:paymentNumber>${payment}</b:paymentNumber><b:amount>${riyals(halalas)}</b:amount><b:refundedAt>${refundedAt}</b:refundedAt></b:refund></b:${operation}Response>`
  );
}
