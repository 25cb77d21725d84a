import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkRow } from './check-row.ts';
import { readRolloutRules } from './rollout-rules.ts';
import { addSums, hashOf, isSame, noSums } from './sums.ts';

const rules = readRolloutRules(new URL('../../../../config/', import.meta.url));
const sound = {
  number: '50143010001',
  shop: ' بقالة   السنابل ',
  ownerId: '١٠٧٢٦٤٥١٩٣',
  ownerName: 'نورة سعد الدوسري',
  register: '2050071000',
  unifiedNumber: null,
  activityCode: null,
  activityName: 'بقالة',
  district: 'العدامة',
  street: '',
  areaM2: '45.50',
  signM2: '3.25',
  issued: '1446/05/12',
  expires: '1448/05/12',
  state: '2',
};
const taken = (changes: object = {}) => {
  const checked = checkRow({ ...sound, ...changes }, rules);
  if (checked.taken === null) throw new Error(checked.reasons.join());
  return checked.taken;
};

test('a sound row is taken in our words: digits, spaces, both calendars, the activity by its text; what it lacks is noted and keeps nobody back', () => {
  expect(checkRow(sound, rules)).toMatchObject({
    taken: {
      shop: 'بقالة السنابل',
      ownerId: '1072645193',
      activityCode: '471101',
      street: null,
      areaM2: 45.5,
      issuedOn: '2024-11-14',
      validUntil: '2026-10-23',
      state: 'valid',
    },
    reasons: [],
    notes: ['unified-number-missing', 'address-missing', 'activity-by-text'],
  });
});

test.each([
  ['owner-wrong', { ownerId: '1072645194' }],
  ['owner-missing', { ownerId: ' ' }],
  ['establishment-missing', { register: null }],
  ['activity-unknown', { activityName: 'نشاط متنوع' }],
  ['expires-impossible', { expires: '1448/13/01' }],
  ['expires-before-issued', { expires: '1445/05/12' }],
  ['shop-too-long', { shop: 'ا'.repeat(61) }],
  ['area-wrong', { areaM2: '0' }],
  ['area-wrong', { areaM2: 'كبير' }],
  ['state-unknown', { state: '9' }],
])('%s', (reason, changes) => {
  expect(checkRow({ ...sound, ...changes }, rules)).toMatchObject({ taken: null, reasons: [reason] });
});

test('whatever stands in a row, it is taken or told why not', () => {
  const text = fc.oneof(fc.constant(null), fc.string(), fc.constant('1448/05/12'), fc.constant('1072645193'));
  fc.assert(
    fc.property(fc.record({ shop: text, ownerId: text, activityName: text, issued: text, expires: text, areaM2: text, state: text }), (changes) => {
      const { taken: row, reasons } = checkRow({ ...sound, ...changes }, rules);
      expect((row === null) === reasons.length > 0).toBe(true);
    }),
  );
});

test('sums are the same in any order and in parts, and another day, area or row is seen', () => {
  const rows = [taken(), taken({ number: '50143010002', areaM2: '80' }), taken({ number: '50143010003' })];
  const whole = addSums(noSums, rows);
  expect(isSame(addSums(addSums(noSums, rows.slice(2)), rows.slice(0, 2).toReversed()), whole)).toBe(true);
  for (const change of [{ expires: '1448/05/13' }, { areaM2: '45.51' }, { shop: 'بقالة السنابل 2' }])
    expect(isSame(addSums(noSums, [taken(change), ...rows.slice(1)]), whole)).toBe(false);
  expect(isSame(addSums(noSums, rows.slice(1)), whole)).toBe(false);
  expect(hashOf(taken({ street: null }))).toBe(hashOf(taken()));
});
