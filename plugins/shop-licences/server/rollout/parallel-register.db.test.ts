import { AmanahError } from '@amanah/errors';
import { portRefusal, type Db } from '@amanah/plugin-api';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Licence } from '../../contract.ts';
import { putFirstLicences } from '../register/first-licences.ts';
import { ownRegister, type RegisterClient } from '../register/own-register.ts';
import { parallelRegister } from './parallel-register.ts';

const unit = 'm-khobar';
const licence = {
  number: '51142010000',
  shop: 'بقالة السنابل',
  owner: { nationalId: '1072645193', name: 'نورة' },
  activity: { code: '471101', name: 'بقالة' },
  district: 'العقربية',
  areaM2: 45.5,
  signM2: 3,
  issuedOn: '2025-01-01',
  validUntil: '2027-01-01',
};
const asked = { number: licence.number, years: 1, bill: '40000001', on: '2026-11-27' };
const key = { idempotencyKey: 'request-1/renew' };
let database: TestDatabase;
let db: Db;
let legacy: { licence: Licence; renew(): Promise<{ reference: string }>; keys: string[] };

beforeAll(async () => {
  database = await startTestDatabase();
  const folder = new URL('../../migrations/', import.meta.url);
  for (const name of (await readdir(folder)).toSorted()) await database.query(await readFile(new URL(name, folder), 'utf8'));
  // One connection at a time is enough here: nothing of it runs at once.
  db = { query: (text, values) => database.query(text, values), transaction: (work) => work({ query: (text, values) => database.query(text, values) }) };
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.query('TRUNCATE licence, register_difference CASCADE');
  await putFirstLicences(db, [{ ...licence, unit, state: 'valid' }]);
  legacy = { licence: { ...licence, state: 'valid' }, keys: [], renew: async () => ({ reference: 'R' }) };
});

const both = () =>
  parallelRegister(
    { db, log: { debug() {}, info() {}, warn() {}, error() {} } },
    {
      unit,
      own: ownRegister(db, unit, (text) => text),
      legacy: {
        find: async () => legacy.licence,
        renew: async (_asked: unknown, options?: { idempotencyKey?: string }) => {
          legacy.keys.push(options?.idempotencyKey ?? '');
          return legacy.renew();
        },
      } as unknown as RegisterClient,
    },
  );
const differences = () => database.query('SELECT kind, field, key, settled_how FROM register_difference ORDER BY id');
const lastDay = async () => (await database.query<{ day: string }>('SELECT valid_until::text AS day FROM licence'))[0]?.day;

test('a renewal is written to both with one key; a Hijri year against a Gregorian one explains itself, and ours takes the day that was told', async () => {
  legacy.renew = async () => {
    legacy.licence = { ...legacy.licence, validUntil: '2027-12-21' };
    return { reference: 'R' };
  };
  expect(await both().renew(asked, key)).toEqual({ reference: 'R' });
  expect(legacy.keys).toEqual([key.idempotencyKey]);
  expect(await lastDay()).toBe('2027-12-21');
  expect(await differences()).toEqual([{ kind: 'calendar', field: 'validUntil', key: null, settled_how: 'explained' }]);
});

test('a renewal whose outcome nobody knows is listed with its key, ours stays, and whoever asked is told the truth', async () => {
  legacy.renew = () => Promise.reject(new AmanahError('SYSTEMS_OUTCOME_UNKNOWN', { params: { system: 'x' } }));
  await expect(both().renew(asked, key)).rejects.toMatchObject({ code: 'SYSTEMS_OUTCOME_UNKNOWN' });
  expect(await lastDay()).toBe('2027-01-01');
  expect(await differences()).toEqual([{ kind: 'outcome-unknown', field: '', key: key.idempotencyKey, settled_how: null }]);
});

test('what the older register refuses is refused, and ours is not written', async () => {
  legacy.renew = () => Promise.reject(portRefusal('not-renewable', { provider: 'x', reason: 'y' }));
  await expect(both().renew(asked, key)).rejects.toMatchObject({ code: 'SYSTEMS_REFUSED' });
  expect(await lastDay()).toBe('2027-01-01');
  expect(await differences()).toEqual([]);
});

test('a renewed licence that ours lacks, and fields that differ, are listed once each; the older answer is given', async () => {
  legacy.licence = { ...legacy.licence, shop: 'اسم آخر', areaM2: 50 };
  expect(await both().find({ number: licence.number })).toMatchObject({ shop: 'اسم آخر' });
  await both().find({ number: licence.number });
  expect(await differences()).toMatchObject([{ field: 'shop' }, { field: 'areaM2' }]);
  await database.query('TRUNCATE licence, register_difference CASCADE');
  expect(await both().renew(asked, key)).toEqual({ reference: 'R' });
  expect(await differences()).toMatchObject([{ kind: 'own-missing' }]);
});
