import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePayment } from './decide-payment.ts';

const invoice = (state: 'unpaid' | 'partly-paid' | 'paid' | 'cancelled' | 'expired' | 'refunded', paid = '0.00') => ({ state, total: '300.00', paid });

test.each([
  ['the whole', invoice('unpaid'), '300.00', { counted: '300.00', state: 'paid', back: null }],
  ['a part', invoice('unpaid'), '0.01', { counted: '0.01', state: 'partly-paid', back: null }],
  ['the last part', invoice('partly-paid', '299.99'), '0.01', { counted: '0.01', state: 'paid', back: null }],
  ['too much', invoice('partly-paid', '200.00'), '150.00', { counted: '100.00', state: 'paid', back: { amount: '50.00', why: 'excess' } }],
  ['twice', invoice('paid', '300.00'), '300.00', { counted: '0.00', state: 'paid', back: { amount: '300.00', why: 'double' } }],
  ['after it was cancelled', invoice('cancelled'), '300.00', { counted: '0.00', state: 'cancelled', back: { amount: '300.00', why: 'late' } }],
  ['after its time', invoice('expired', '10.00'), '5.5', { counted: '0.00', state: 'expired', back: { amount: '5.50', why: 'late' } }],
])('%s', (_name, before, amount, decision) => {
  expect(decidePayment(before, amount)).toEqual(decision);
});

test('whatever is paid in whichever order: nothing is lost, nothing counts twice, and the invoice is paid when its total has come', () => {
  const halalas = fc.integer({ min: 1, max: 60_000 });
  const text = (value: number) => new Big(value).div(100).toFixed(2);
  fc.assert(
    fc.property(halalas, fc.array(halalas, { maxLength: 8 }), (total, payments) => {
      let state: Parameters<typeof decidePayment>[0]['state'] = 'unpaid';
      let [paid, back] = [new Big(0), new Big(0)];
      for (const amount of payments) {
        const decision = decidePayment({ state, total: text(total), paid: paid.toFixed(2) }, text(amount));
        paid = paid.plus(decision.counted);
        back = back.plus(decision.back?.amount ?? 0);
        ({ state } = decision);
      }
      const given = payments.reduce((sum, amount) => sum + amount, 0);
      expect(paid.plus(back).toFixed(2)).toBe(text(given));
      expect(paid.toFixed(2)).toBe(text(Math.min(given, total)));
      expect(state).toBe(given === 0 ? 'unpaid' : given >= total ? 'paid' : 'partly-paid');
    }),
  );
});
