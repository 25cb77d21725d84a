import { expect, it } from 'vitest';
import { hijriToday, Register } from './register.ts';

const register = () => new Register(() => '1448/06/13');

it('finds licences by owner, by a part of the shop name, by state', () => {
  expect(register().find({ nationalId: '1072645193' }).length).toBeGreaterThan(5);
  expect(
    register()
      .find({ shop: 'السنابل' })
      .every(({ shop }) => shop.includes('السنابل')),
  ).toBe(true);
  expect(
    register()
      .find({ state: 4 })
      .every(({ state }) => state === 'ملغاة'),
  ).toBe(true);
});

it('asks late dues by the month for a licence that has expired, none for a valid one', () => {
  const of = register();
  const expired = of.find({ state: 2 })[0]!;
  const [year = 0, month = 0] = expired.expires.split('/').map(Number);
  expect(of.renewalFees(expired.number, 1).late).toBe(Math.round((expired.fees.activity * 100 * ((1448 - year) * 12 + 6 - month)) / 12));
  expect(of.renewalFees(of.find({ state: 1 })[0]!.number, 2)).toMatchObject({ years: 2, late: 0 });
});

it('renews from the day of expiry, an expired licence from today; counts what changed', () => {
  const of = register();
  const valid = of.find({ state: 1 })[0]!;
  expect(of.renew(valid.number, 2).expires).toBe(`${Number(valid.expires.slice(0, 4)) + 2}${valid.expires.slice(4)}`);
  const expired = of.find({ state: 2 })[0]!;
  expect(of.renew(expired.number, 1)).toMatchObject({ expires: '1449/06/13', state: 'سارية' });
  expect(of.changes.map(({ sequence, kind }) => [sequence, kind])).toEqual([
    [1, 'renewed'],
    [2, 'renewed'],
  ]);
});

it('renews neither suspended nor cancelled licences, nor for four years', () => {
  const of = register();
  expect(() => of.renew(of.find({ state: 3 })[0]!.number, 1)).toThrow('موقوفة');
  expect(() => of.renew(of.find({ state: 4 })[0]!.number, 1)).toThrow('ملغاة');
  expect(() => of.renew(of.find({ state: 1 })[0]!.number, 4)).toThrow('من سنة إلى ثلاث');
  expect(() => of.licence('1')).toThrow('لا توجد رخصة');
});

it('writes today by Umm al-Qura', () => {
  expect(hijriToday(new Date('2026-11-23T12:00:00Z'))).toBe('1448/06/13');
});
