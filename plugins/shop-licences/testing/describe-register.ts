import { refusalOf } from '@amanah/plugin-api';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RegisterClient } from '../server/register/own-register.ts';

/** A register under test, and licences that it is known to have. */
export interface RegisterUnderTest {
  /** The port as a plugin of the municipality gets it. */
  readonly register: RegisterClient;
  readonly valid: string;
  readonly suspended: string;
  readonly cancelled: string;
  /** It keeps licences from the first to the last day; an older register leaves that to its own program. */
  readonly keepsAll: boolean;
}

const on = '2026-11-27';
const unknown = '99999999999';

/** What every provider of the port `shop-licences/shop-licence-register` does, whoever it is: our own plugin or an older system. */
export function describeRegister(name: string, open: () => Promise<RegisterUnderTest>): void {
  describe(`shop-licence register: ${name}`, () => {
    let its: RegisterUnderTest;
    beforeAll(async () => void (its = await open()));

    const refused = (call: Promise<unknown>) => call.then(() => 'taken', refusalOf);

    test('finds a licence by its number, with what the port promises', async () => {
      const licence = await its.register.find({ number: its.valid });
      expect(licence).toMatchObject({ number: its.valid, state: 'valid' });
      expect(licence.validUntil > licence.issuedOn).toBe(true);
      expect([licence.shop, licence.owner.name, licence.activity.name, licence.district].every((text) => /[ء-ي]/.test(text))).toBe(true);
    });

    test('says of a licence that was suspended or cancelled that it was', async () => {
      expect(await its.register.find({ number: its.suspended })).toMatchObject({ state: 'suspended' });
      expect(await its.register.find({ number: its.cancelled })).toMatchObject({ state: 'cancelled' });
    });

    test('a number that it does not have is refused as unknown, for reading and for renewing', async () => {
      expect(await refused(its.register.find({ number: unknown }))).toBe('unknown');
      expect(await refused(its.register.renew({ number: unknown, years: 1, bill: '1', on }, { idempotencyKey: `${name}-unknown` }))).toBe('unknown');
    });

    test('lists the licences of an owner, and none of somebody who has none', async () => {
      const { owner } = await its.register.find({ number: its.valid });
      const { licences } = await its.register.listByOwner({ nationalId: owner.nationalId ?? '' });
      expect(licences.map(({ number }) => number)).toContain(its.valid);
      expect(await its.register.listByOwner({ nationalId: '1000000008' })).toEqual({ licences: [] });
    });

    test('renews a licence once for each key, and says by which reference', async () => {
      const before = await its.register.find({ number: its.valid });
      const asked = { number: its.valid, years: 2, bill: '40000001', on };
      const first = await its.register.renew(asked, { idempotencyKey: `${name}-renewal` });
      const renewed = await its.register.find({ number: its.valid });
      expect(renewed).toMatchObject({ state: 'valid', shop: before.shop, issuedOn: before.issuedOn });
      expect(Number(renewed.validUntil.slice(0, 4)) - Number(before.validUntil.slice(0, 4))).toBeGreaterThanOrEqual(1);
      expect(await its.register.renew(asked, { idempotencyKey: `${name}-renewal` })).toEqual(first);
      expect(await its.register.find({ number: its.valid })).toEqual(renewed);
    });

    test('the same key for another renewal, and a renewal without a key, are refused before anything is done', async () => {
      const before = await its.register.find({ number: its.valid });
      const asked = { number: its.valid, years: 1, bill: '40000002', on };
      await expect(its.register.renew(asked, { idempotencyKey: `${name}-renewal` })).rejects.toMatchObject({ code: 'SYSTEMS_KEY_REUSED' });
      await expect(its.register.renew(asked)).rejects.toMatchObject({ code: 'SYSTEMS_KEY_MISSING' });
      expect(await its.register.find({ number: its.valid })).toEqual(before);
    });

    test('neither a suspended nor a cancelled licence is renewed', async () => {
      for (const number of [its.suspended, its.cancelled]) {
        const before = await its.register.find({ number });
        expect(await refused(its.register.renew({ number, years: 1, bill: '3', on }, { idempotencyKey: `${name}-${number}` }))).toBe('not-renewable');
        expect(await its.register.find({ number })).toEqual(before);
      }
    });

    test.each([
      ['a number of ten digits', { number: '5114201000', years: 1, bill: '1', on }],
      ['four years', { number: '51142010000', years: 4, bill: '1', on }],
      ['a day that is none', { number: '51142010000', years: 1, bill: '1', on: '2026-02-30' }],
    ])('%s: the question is refused before any register is asked', async (_what, asked) => {
      await expect(its.register.renew(asked, { idempotencyKey: 'wrong' })).rejects.toMatchObject({ code: 'SYSTEMS_INPUT_INVALID' });
    });

    const cause = { request: 'EA-2026-000001', why: 'تعديل' };
    const by = { id: 'mayor', name: { ar: 'رئيس البلدية', en: 'Mayor' } };

    test('what it does not keep it refuses as not offered, before anything is done', async () => {
      if (its.keepsAll) return;
      const key = { idempotencyKey: `${name}-suspend` };
      expect(await refused(its.register.suspend({ number: its.valid, cause }, key))).toBe('not-offered');
      expect(await refused(its.register.historyOf({ number: its.valid }))).toBe('not-offered');
      expect(await refused(its.register.findByWords({ words: 'مقهى' }))).toBe('not-offered');
      expect(await its.register.find({ number: its.valid })).toMatchObject({ state: 'valid' });
    });

    test('issues a licence once for each key, and no second one on a place that is held', async () => {
      if (!its.keepsAll) return;
      const licence = { ...newLicence, shortAddress: 'RDHA9001' };
      const first = await its.register.issue({ licence, cause }, { idempotencyKey: `${name}-issue` });
      expect(await its.register.issue({ licence, cause }, { idempotencyKey: `${name}-issue` })).toEqual(first);
      const { accounts: _, ...said } = licence;
      expect(await its.register.find(first)).toEqual({ ...said, ...first, register: null, state: 'valid' });
      expect(await its.register.listByEstablishment({ unifiedNumber: licence.unifiedNumber })).toMatchObject({ licences: [first] });
      expect(await refused(its.register.issue({ licence, cause }, { idempotencyKey: `${name}-issue-2` }))).toBe('occupied');
      await expect(its.register.issue({ licence: { ...licence, areaM2: 1 }, cause }, { idempotencyKey: `${name}-issue` })).rejects.toMatchObject({
        code: 'SYSTEMS_KEY_REUSED',
      });
    });

    test('amends, transfers, suspends, lifts and cancels as the state allows, and its history says who, why and by which request', async () => {
      if (!its.keepsAll) return;
      const { number } = await its.register.issue({ licence: newLicence, cause }, { idempotencyKey: `${name}-life` });
      const key = (step: string) => ({ idempotencyKey: `${name}-life-${step}` });
      await its.register.amend({ number, changes: { shop: 'مقهى الواحة', areaM2: 91 }, cause }, key('amend'));
      expect(await its.register.find({ number })).toMatchObject({ shop: 'مقهى الواحة', areaM2: 91, district: newLicence.district });
      await its.register.transfer(
        { number, to: { owner: { nationalId: '1019304755', name: 'خالد' }, unifiedNumber: '7009876543', accounts: [] }, cause },
        key('transfer'),
      );
      expect(await its.register.find({ number })).toMatchObject({ owner: { nationalId: '1019304755' }, unifiedNumber: '7009876543' });
      expect(await refused(its.register.lift({ number, cause }, key('lift-early')))).toBe('not-changeable');
      await its.register.suspend({ number, cause: { why: 'مخالفة جسيمة', by } }, key('suspend'));
      expect(await its.register.find({ number })).toMatchObject({ state: 'suspended' });
      expect(await refused(its.register.amend({ number, changes: { shop: 'آخر' }, cause }, key('amend-late')))).toBe('not-changeable');
      expect(await refused(its.register.renew({ number, years: 1, bill: '1', on }, key('renew')))).toBe('not-renewable');
      await its.register.lift({ number, cause: { why: 'زال السبب', by } }, key('lift'));
      await its.register.cancel({ number, cause }, key('cancel'));
      await its.register.cancel({ number, cause }, key('cancel'));
      expect(await its.register.find({ number })).toMatchObject({ state: 'cancelled' });
      const { changes } = await its.register.historyOf({ number });
      expect(changes.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
        'issued valid',
        'amended valid',
        'transferred valid',
        'suspended suspended',
        'lifted valid',
        'cancelled cancelled',
      ]);
      expect(changes[3]).toMatchObject({ by: by.name, why: 'مخالفة جسيمة', request: null });
      expect(changes[1]).toMatchObject({ by: null, request: cause.request });
      expect(await refused(its.register.historyOf({ number: unknown }))).toBe('unknown');
    });
  });
}

const newLicence = {
  shop: 'مقهى نخلة الدوحة',
  owner: { nationalId: null, name: 'مؤسسة ركن الواحة' },
  unifiedNumber: '7001234567',
  activity: { code: '563011', name: 'المقاهي' },
  district: 'الدوحة',
  street: 'شارع الأمير محمد',
  shortAddress: null,
  areaM2: 80,
  signM2: 4,
  issuedOn: '2026-11-27',
  validUntil: '2028-11-27',
  accounts: [],
};
