import { readdir, readFile } from 'node:fs/promises';
import type { Actor, Db } from '@amanah/plugin-api';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inboxCounts, inboxOf } from '../tasks/inbox.ts';
import type { Holding } from '../tasks/task-access.ts';
import { findCases } from './find-cases.ts';
import { ownRequests } from './own-requests.ts';

const migrations = new URL('../../migrations/', import.meta.url);
let database: TestDatabase;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => {});
  for (const name of (await readdir(migrations)).toSorted()) await pool.query(await readFile(new URL(name, migrations), 'utf8'));
  db = { query: async (text, values = []) => (await pool.query(text, [...values])).rows as never, transaction: () => Promise.reject(new Error('only read')) };
  await pool.query(`INSERT INTO procedure_version (procedure, version, bpmn) VALUES ('a', '1', '')`);
  // Six thousand requests, 1,500 of them running; many were sent in the same moment, many are due in the same hour, some at no time.
  await pool.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, words, submit_key, answers, state, progress, submitted_at, ended_at)
     SELECT '1448-0101-' || lpad(n::text, 5, '0'), 'SRV-' || lpad((n / 4 % 7)::text, 3, '0'), 'a', '1', 'unit-' || n / 4 % 3, CASE WHEN n = 8 THEN 'sara' ELSE 'noura' END, '{}', 'self', '{"kind": "self"}',
       'person:noura', to_tsvector('simple', 'نوره العتيبي n' || n), n::text, '{}', 'under-review', '{}', timestamptz '2026-01-01' + n / 10 * interval '1 minute',
       CASE WHEN n % 4 <> 0 THEN timestamptz '2026-06-01' END
     FROM generate_series(1, 6000) AS n`,
  );
  await pool.query(
    `INSERT INTO task (request, token, step, service, role, unit, holder, opened_at, due_at, claimed_by)
     SELECT number, 1, 'T1', service, 'officer', unit, 'authority', submitted_at, CASE WHEN n % 9 <> 0 THEN now() + ((n % 50) - 25.5) * interval '1 hour' END,
       CASE n % 6 WHEN 0 THEN 'sara' WHEN 1 THEN 'hind' END
     FROM request, LATERAL (SELECT substring(number FROM 11)::int / 4 AS n) AS nth WHERE ended_at IS NULL`,
  );
  await pool.query('ANALYZE');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const sara = { person: { type: 'person', id: 'sara', name: { ar: 'سارة', en: 'Sara' } }, capacity: { kind: 'self' } } as Actor;
const noura = { ...sara, person: { ...sara.person, id: 'noura' } };
const holdings: readonly Holding[] = ['unit-0', 'unit-1', 'unit-2'].map((unit) => ({ role: 'officer', unit, inPlaceOf: null }));
const numbersOf = async (text: string) => (await pool.query<{ number: string }>(text)).rows.map(({ number }) => number);

test.each([
  ['by what is left of their time', {}, `ORDER BY coalesce(due_at, 'infinity'), request`, ''],
  ['by their age', { sort: 'opened' }, 'ORDER BY opened_at, request', ''],
  [
    'free ones of one unit and service',
    { who: 'free', unit: 'unit-1', service: 'SRV-003' },
    `ORDER BY coalesce(due_at, 'infinity'), request`,
    `AND claimed_by IS NULL AND unit = 'unit-1' AND service = 'SRV-003'`,
  ],
  ['late ones that are taken', { who: 'mine', due: 'late' }, 'ORDER BY due_at, request', `AND claimed_by = 'sara' AND due_at < now()`],
] as const)('the pages of an inbox together are all tasks once, in order, without those of the own case: %s', async (_title, filter, order, condition) => {
  const seen: string[] = [];
  for (let after: string | undefined; ;) {
    const { rows, next } = await inboxOf(db, sara, holdings, { who: 'all', sort: 'due', ...filter }, after);
    seen.push(...rows.map(({ request }) => request));
    if (next === null) break;
    expect(rows).toHaveLength(50);
    after = next;
  }
  expect(seen).toEqual(await numbersOf(`SELECT request AS number FROM task WHERE request <> '1448-0101-00008' ${condition} ${order}`));
});

test('counts of an inbox stop one above the most that is told, smaller ones are exact', async () => {
  const counts = await inboxCounts(db, sara, holdings);
  const of = async (condition: string) => (await numbersOf(`SELECT request AS number FROM task WHERE request <> '1448-0101-00008' AND ${condition}`)).length;
  expect(counts).toMatchObject({
    all: 501,
    free: 501,
    mine: await of(`claimed_by = 'sara'`),
    late: 501,
    services: ['000', '001', '002', '003', '004', '005', '006'].map((one) => `SRV-${one}`),
  });
  expect(counts.mine).toBeLessThan(500);
  expect((await inboxCounts(db, sara, holdings.slice(1, 2))).all).toBe(await of(`unit = 'unit-1'`));
});

test('an own list and the finds of a common name page through all, newest first; a rare name and a number find their request', async () => {
  const own: string[] = [];
  for (let before: string | undefined; ;) {
    const { rows, next } = await ownRequests(db, noura, { open: true, before });
    own.push(...rows.map(({ number }) => number));
    if (next === null) break;
    before = next;
  }
  expect(own).toEqual(await numbersOf('SELECT number FROM request WHERE ended_at IS NULL ORDER BY submitted_at DESC, number DESC'));

  const found: string[] = [];
  for (let before: string | undefined; found.length < 200;) {
    const { rows, next } = await findCases(db, { units: ['unit-0', 'unit-2'], query: 'نورة', before });
    found.push(...rows.map(({ number }) => number));
    before = next!;
  }
  expect(found).toEqual(await numbersOf(`SELECT number FROM request WHERE unit <> 'unit-1' ORDER BY submitted_at DESC, number DESC LIMIT 200`));
  const one = async (query: string, units: readonly string[] | null = null) => (await findCases(db, { units, query })).rows.map(({ number }) => number);
  expect(await one('نورة n5998')).toEqual(['1448-0101-05998']);
  expect(await one('1448-0101-05998')).toEqual(['1448-0101-05998']);
  expect(await one('1448-0101-05998', ['unit-9'])).toEqual([]);
  expect(await one('n599', ['unit-1'])).toEqual(
    await numbersOf(`SELECT number FROM request WHERE unit = 'unit-1' AND number ~ '-00599$|-0599\\d$' ORDER BY submitted_at DESC, number DESC`),
  );
});
