import { readFile } from 'node:fs/promises';
import type { Db, PersonRef } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../notifications/contract.ts';
import type { Context } from '../context.ts';
import { dayAfter, dayOf } from '../days.ts';
import { Visits } from '../visits/visits.ts';
import { tellExpiring } from './expiring.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let sent: { readonly to: readonly string[]; readonly notice: Notice }[];
const keys = () => sent.map(({ notice }) => notice.key);

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => {});
  for (const name of ['0001-licence', '0002-register', '0003-visits'])
    await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  sent = [];
  await pool.query('TRUNCATE licence, visit CASCADE');
});

const today = dayOf(new Date());

/** The context as far as notices need it: one person is known by the owner's national number. */
const ctx = () =>
  ({
    db,
    people: { knownAs: async (mark: string) => (mark === '1072645193' ? ['noura'] : []) },
    use: () => ({ send: async (to: readonly string[], notice: Notice) => void sent.push({ to, notice }) }),
  }) as unknown as Context;

async function licence(
  number: string,
  { daysLeft, state = 'valid', quietUntil = null }: { daysLeft: number; state?: string; quietUntil?: string | null },
): Promise<void> {
  await db.query(
    `INSERT INTO licence (number, unit, shop, owner_national_id, owner_name, activity_name, district, area_m2, sign_m2, issued_on, valid_until, state, accounts, quiet_until)
     VALUES ($1, 'm-dhahran', 'بقالة', '1072645193', 'نورة', 'بقالة', 'الدوحة', 20, 1, '2020-01-01', $2, $3, '{reem}', $4)`,
    [number, dayAfter(today, daysLeft), state, quietUntil],
  );
}

test('at night the holders of licences that end soon are told, by the mark that was passed, of this term', async () => {
  await licence('48060000001', { daysLeft: 90 });
  await licence('48060000002', { daysLeft: 25 });
  await licence('48060000003', { daysLeft: 0 });
  await licence('48060000004', { daysLeft: 91 });
  await licence('48060000005', { daysLeft: -1 });
  await licence('48060000006', { daysLeft: 10, state: 'suspended' });
  expect(await tellExpiring({ ctx: ctx() }, new AbortController().signal)).toBe(3);
  expect(keys()).toEqual([
    `licence-expiring/48060000001/${dayAfter(today, 90)}/90`,
    `licence-expiring/48060000002/${dayAfter(today, 25)}/30`,
    `licence-expiring/48060000003/${today}/7`,
  ]);
  expect(sent[0]!.to).toEqual(['reem', 'noura']);
  expect(sent[1]!.notice).toMatchObject({ template: 'licence-expiring', data: { count: 25, until: dayAfter(today, 25) } });
});

test('another night has the same keys, by which nobody is told twice; one that was brought over is left out until its day', async () => {
  await licence('48060000001', { daysLeft: 30 });
  await licence('48060000002', { daysLeft: 30, quietUntil: dayAfter(today, 1) });
  await licence('48060000003', { daysLeft: 30, quietUntil: today });
  await tellExpiring({ ctx: ctx() }, new AbortController().signal);
  await tellExpiring({ ctx: ctx() }, new AbortController().signal);
  expect(new Set(keys()).size).toBe(2);
  expect(keys().some((key) => key.includes('48060000002'))).toBe(false);
});

const inspector = (id: string): PersonRef => ({ type: 'person', id, name: { ar: id, en: id } });
const visitsOf = (inspectors: readonly PersonRef[]) =>
  new Visits({
    db,
    access: { holdersOf: async () => inspectors } as unknown as Context['access'],
    hours: [8, 9],
    workingDaysFrom: (day, count) => Array.from({ length: count }, (_, nth) => dayAfter(day, nth)),
  });
const asked = (key: string, district = 'north') => ({ key, request: `R-${key}`, unit: 'm-dhahran', kind: 'before-licence' as const, district, from: today });

test('a visit has an hour of its own however many are asked for at once, and the same one when it is asked for again', async () => {
  const visits = visitsOf([inspector('turki')]);
  const planned = await Promise.all(Array.from({ length: 6 }, (_, nth) => visits.plan(asked(String(nth)))));
  expect(new Set(planned.map(({ on, from }) => `${on} ${from}`)).size).toBe(6);
  expect(planned.every(({ inspector: who }) => who?.id === 'turki')).toBe(true);
  expect(await visits.plan(asked('3'))).toEqual(planned[3]);
});

test('a district keeps its inspector, others go to whoever has fewest visits; a cancelled hour is free again; nobody there leaves it open', async () => {
  const visits = visitsOf([inspector('turki'), inspector('saad')]);
  const first = await visits.plan(asked('a'));
  expect((await visits.plan(asked('b'))).inspector).toEqual(first.inspector);
  expect((await visits.plan(asked('c', 'south'))).inspector).not.toEqual(first.inspector);
  await visits.cancel('R-a');
  expect(await visits.plan(asked('d'))).toMatchObject({ on: first.on, from: first.from, inspector: first.inspector });
  expect((await visitsOf([]).plan(asked('e', 'west'))).inspector).toBeNull();
});
