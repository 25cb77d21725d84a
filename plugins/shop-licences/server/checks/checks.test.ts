import { fileURLToPath } from 'node:url';
import type { Capacity } from '@amanah/plugin-api';
import { describe, expect, test } from 'vitest';
import { activityOf, readRules } from '../activities.ts';
import type { Company } from '../outside/establishment.ts';
import type { Lease } from '../outside/lease.ts';
import { readSites } from '../sites.ts';
import { checkCapacity } from './c01-capacity.ts';
import { checkRegister } from './c02-register.ts';
import { checkActivity } from './c03-activity.ts';
import { checkZoning } from './c04-zoning.ts';
import { checkBuilding } from './c05-building.ts';
import { checkArea } from './c06-area.ts';
import { checkLease } from './c07-lease.ts';
import { checkSigns, signArea } from './c08-sign.ts';
import { checkCleaning } from './c09-cleaning.ts';
import { checkSafety } from './c10-safety.ts';
import { checkHealth } from './c11-health.ts';
import { checkDues } from './c12-dues.ts';
import { checkOccupancy } from './c13-occupancy.ts';

const configDir = new URL('../../../../config/', import.meta.url);
const rules = readRules('shop-licences/activities.yaml', configDir);
const sites = readSites('demo/sites.yaml', configDir);
const activity = (code: string) => activityOf(rules, { code })!;
const today = '2026-11-27';
const name = { ar: 'مؤسسة', en: 'Est.' };
const establishment = { type: 'establishment', unifiedNumber: '7001234567', name } as const;

test('the configuration lies where it is looked for', () => {
  expect(fileURLToPath(configDir)).toMatch(/config\/$/);
  expect(() => readRules('shop-licences/none.yaml', configDir)).toThrow(/none\.yaml/);
});

test.each<[string, Capacity, string]>([
  ['an owner', { kind: 'owner', establishment }, 'passed'],
  ['an agent for a client', { kind: 'agent', office: establishment, client: establishment }, 'passed'],
  ['an agent for nobody', { kind: 'agent', office: establishment }, 'failed'],
  ['a person for themselves', { kind: 'self' }, 'failed'],
])('C1: %s', (_who, capacity, outcome) => expect(checkCapacity(capacity)).toMatchObject({ check: 'C1', outcome }));

describe('C2: the commercial register', () => {
  const company: Company = {
    unifiedNumber: '7001234567',
    legacyRegisters: [],
    name,
    status: 'active',
    lastConfirmedOn: '2026-05-11',
    activities: [{ code: '471101' }],
  };
  test.each<[string, Company | null, string | null, string | undefined]>([
    ['active and confirmed', company, '471101', undefined],
    ['an activity of the same class', company, '471109', undefined],
    ['one that lists no activities', { ...company, activities: [] }, '561011', undefined],
    ['no activity asked for yet', company, null, undefined],
    ['another activity', company, '561011', 'checkRegisterActivity'],
    ['suspended', { ...company, status: 'suspended' }, '471101', 'checkRegisterSuspended'],
    ['cancelled', { ...company, status: 'cancelled' }, '471101', 'checkRegisterCancelled'],
    ['unknown', null, '471101', 'checkRegisterUnknown'],
    ['not confirmed for a year and ninety days', { ...company, lastConfirmedOn: '2025-08-28' }, '471101', 'checkRegisterUnconfirmed'],
    ['confirmed a year ago, still within ninety days', { ...company, lastConfirmedOn: '2025-08-29' }, '471101', undefined],
  ])('%s', (_what, asked, code, why) => {
    const found = checkRegister(asked, { activity: code, today });
    expect([found.outcome, found.why]).toEqual([why ? 'failed' : 'passed', why]);
  });
});

test('C3: an activity by its code, its class, or the words of an older register; others are for an officer', () => {
  expect(activityOf(rules, { code: null, name: 'محل بقالة صغير' })?.code).toBe('471101');
  expect(activityOf(rules, { code: '561001' })?.code).toBe('561011');
  expect(checkActivity(activityOf(rules, { name: 'Restaurants' }))).toMatchObject({ outcome: 'passed' });
  expect(checkActivity(activityOf(rules, { code: '999999', name: 'تصنيع الطائرات' }))).toMatchObject({ outcome: 'unsure' });
});

test.each([
  ['a grocery on a commercial street of a mixed district', '471101', { district: 'الدوحة الشمالية', street: 'شارع الأمير محمد بن فهد' }, 'passed', undefined],
  ['by its point alone, in a commercial district', '561011', { latitude: 26.2985, longitude: 50.145 }, 'passed', undefined],
  ['a restaurant in a mixed district', '561011', { district: 'الدوحة الشمالية', street: 'شارع 14' }, 'failed', 'checkZoningUse'],
  ['a café on a street that is too narrow', '563011', { district: 'الدوحة الشمالية', street: 'شارع 14' }, 'unsure', 'checkZoningNarrow'],
  ['a street that nobody knows', '471101', { district: 'الدوحة الشمالية', street: 'شارع جديد' }, 'unsure', 'checkZoningStreet'],
  ['a shop among dwellings', '471101', { district: 'القصور' }, 'failed', 'checkZoningUse'],
  ['a place that no data cover', '471101', { district: 'حي بعيد' }, 'unsure', 'checkZoningUnknown'],
  ['a restaurant ten metres from a fuel station', '561011', { district: 'الكورنيش', latitude: 26.29018, longitude: 50.2201 }, 'failed', 'checkZoningNear'],
  ['a restaurant at a distance from it', '561011', { district: 'الكورنيش', latitude: 26.2878, longitude: 50.2214 }, 'passed', undefined],
])('C4: %s', (_what, code, site, outcome, why) => {
  const found = checkZoning(activity(code), site, sites);
  expect([found.outcome, found.why]).toEqual([outcome, why]);
});

test('C5: a building permit is compared by an officer; without one the check fails', () => {
  expect(checkBuilding({ permitNumber: '1234/1447', attached: false, fetched: false }).outcome).toBe('unsure');
  expect(checkBuilding({ permitNumber: null, attached: true, fetched: false }).outcome).toBe('unsure');
  expect(checkBuilding({ permitNumber: null, attached: false, fetched: false }).outcome).toBe('failed');
  expect(checkBuilding({ permitNumber: null, attached: false, fetched: true }).outcome).toBe('passed');
});

test.each([
  [80, 80, 'passed'],
  [84, 80, 'passed'],
  [84.01, 80, 'failed'],
  [76, 80, 'passed'],
  [75.99, 80, 'failed'],
  [11, null, 'failed'],
  [12, null, 'passed'],
])('C6: %d m² declared, %d m² leased', (declaredM2, leasedM2, outcome) => {
  expect(checkArea({ declaredM2, leasedM2, activity: activity('471101') }, rules).outcome).toBe(outcome);
});

test('C7: a lease runs twelve months more; other tenures and a missing lease are for an officer', () => {
  const lease: Lease = {
    number: '1',
    tenant: { id: '7', name: '' },
    usage: 'commercial',
    area: 80,
    startsOn: '2026-01-01',
    endsOn: '2027-11-27',
    state: 'active',
  };
  const check = (one: Lease | null, heldBy = 'lease') => checkLease(one, { heldBy, today }, rules).outcome;
  expect([check(lease), check({ ...lease, endsOn: '2027-11-26' }), check(null), check(null, 'owner')]).toEqual(['passed', 'failed', 'unsure', 'unsure']);
});

test('C8: area of all faces; a face that is too large is for an officer', () => {
  const signs = [
    { width: 4, height: 1, faces: 2 },
    { width: 1.5, height: 0.5 },
  ];
  expect(signArea(signs)).toBe(8.75);
  expect(checkSigns(signs, rules).outcome).toBe('passed');
  expect(checkSigns([{ width: 12.5, height: 2 }], rules).outcome).toBe('unsure');
  expect(checkSigns([], rules).outcome).toBe('passed');
});

test('C9 and C11: a private contract and workers of food are looked at', () => {
  expect([checkCleaning(false).outcome, checkCleaning(true).outcome]).toEqual(['passed', 'unsure']);
  expect(checkHealth(activity('561011'), 3)).toMatchObject({ outcome: 'unsure', params: { count: 3 } });
  expect(checkHealth(activity('471101'), 3).outcome).toBe('passed');
});

test('C10: a certificate that stands, for this place and class of activity', () => {
  const one = { number: '1', shortAddress: 'RDHA4417', state: 'valid', issuedOn: '2026-01-01', validUntil: today, activityCode: '471101' };
  const check = (asked: Partial<Parameters<typeof checkSafety>[1]>, certificate = one) =>
    checkSafety([certificate], { shortAddress: 'RDHA4417', activity: '471101', today, ...asked }).outcome;
  expect(check({})).toBe('passed');
  expect(check({ shortAddress: null, activity: null })).toBe('passed');
  expect(check({ shortAddress: 'RDHA9999' })).toBe('failed');
  expect(check({ activity: '561011' })).toBe('failed');
  expect(check({}, { ...one, validUntil: '2026-11-26' })).toBe('failed');
  expect(checkSafety([], { shortAddress: null, activity: null, today }).outcome).toBe('failed');
});

test('C12 and C13: nothing unpaid, and no other licence on the place', () => {
  expect([checkDues([]).outcome, checkDues([{ total: '200.00' }]).outcome]).toEqual(['passed', 'failed']);
  const held = [{ number: '48060000001', shop: 'بقالة', validUntil: today, state: 'valid' as const }];
  expect([checkOccupancy([]).outcome, checkOccupancy(held).outcome, checkOccupancy(held, '48060000001').outcome]).toEqual(['passed', 'failed', 'passed']);
});
