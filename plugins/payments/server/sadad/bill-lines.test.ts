import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billLines } from './bill-lines.ts';

const line = (code: string, amount: string) => ({ code, title: { ar: `رسم ${code}`, en: code }, amount, reckoning: { ar: '', en: '' }, source: '' });

test('a credit is taken off the last fees first; what comes to nothing is left out', () => {
  const lines = billLines([line('SHP-01', '480.00'), line('SHP-02', '800.00'), line('SHP-03', '160.00'), line('SHP-09', '-200.00')]);
  expect(lines).toEqual([
    { code: 'SHP-01', description: 'رسم SHP-01', amount: '480.00' },
    { code: 'SHP-02', description: 'رسم SHP-02', amount: '760.00' },
  ]);
});

test('the bill has the same total as the invoice and no line below nothing', () => {
  const amount = fc.integer({ min: 0, max: 100_000 }).map((halalas) => new Big(halalas).div(100));
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), amount, (fees, wished) => {
      const sum = fees.reduce((all, fee) => all.plus(fee), new Big(0));
      const credit = wished.gt(sum) ? sum : wished;
      const given = [...fees.map((fee) => line('FEE-01', fee.toFixed(2))), ...(credit.gt(0) ? [line('CRD-01', credit.neg().toFixed(2))] : [])];
      const lines = billLines(given);
      expect(lines.reduce((all, one) => all.plus(one.amount), new Big(0)).toFixed(2)).toBe(sum.minus(credit).toFixed(2));
      for (const one of lines) expect(new Big(one.amount).gt(0)).toBe(true);
    }),
  );
});
