import { readdir, readFile } from 'node:fs/promises';
import type { Db } from '@amanah/plugin-api';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveRequests } from './archive.ts';

const migrations = new URL('../../migrations/', import.meta.url);
const now = new Date('2026-11-27T01:20:00+03:00');
const archiving = { afterDays: 400, now: () => now, forMs: 60_000 };
let database: TestDatabase;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  for (const name of (await readdir(migrations)).toSorted()) await pool.query(await readFile(new URL(name, migrations), 'utf8'));
  await pool.query(`INSERT INTO procedure_version (procedure, version, bpmn) VALUES ('a', '1', '')`);
  db = { query: async (text, values = []) => (await pool.query(text, [...values])).rows as never, transaction: (work) => inTransaction(work) };
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** `cutOff`: the connection is gone before the commit, at the statement for which it says so. */
async function inTransaction<T>(work: Parameters<Db['transaction']>[0], cutOff: (text: string) => boolean = () => false): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const done = await work({
      query: async (text, values = []) => {
        if (cutOff(text)) throw new Error('cut off');
        return (await client.query(text, [...values])).rows as never;
      },
    });
    await client.query('COMMIT');
    return done as T;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function ended(number: string, at: string | null): Promise<void> {
  await pool.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, submit_key, answers, state, progress, submitted_at, ended_at, ending)
     VALUES ($1, 'SRV-003', 'a', '1', 'm-dhahran', 'noura', '{}', 'self', '{"kind": "self"}', 'person:noura', $1, '{}', 'issued', '{}', coalesce($2, now()), $2, 'completed')`,
    [number, at],
  );
  await pool.query(
    `INSERT INTO task (request, token, step, service, holder, opened_at, closed_at, decision, reasons, note, closed_by, closed_name)
     VALUES ($1, 2, 'T1', 'SRV-003', 'authority', '2024-03-01T09:00:00.123456+03:00', '2024-03-01T10:00:00+03:00', 'reject', '{unclear,late}', 'see 3', 'sara', '{"ar": "سارة"}')`,
    [number],
  );
  await pool.query(
    `INSERT INTO outside_step (request, token, step, operation, state, ended_at) VALUES ($1, 3, 'T3', 'fees.assess', 'done', '2024-03-01T10:00:01+03:00')`,
    [number],
  );
  await pool.query(
    `INSERT INTO happening (request, nth, kind, step, by_person, data) VALUES ($1, 1, 'start', NULL, 'noura', '{}'), ($1, 2, 'done', 'T1', 'sara', '{"decision": "reject"}')`,
    [number],
  );
  await pool.query(`INSERT INTO told (request, key, message, taken_at) VALUES ($1, 'k', 'payment-received', now())`, [number]);
  await pool.query(`INSERT INTO letter (request, from_applicant, person_id, person_name, body) VALUES ($1, true, 'noura', '{"ar": "نورة"}', 'متى؟')`, [number]);
}

const views = ['task_ever', 'outside_step_ever', 'happening_ever', 'letter_ever'];
const everOf = async (number: string) =>
  Promise.all(views.map(async (view) => (await pool.query(`SELECT * FROM ${view} WHERE request = $1 ORDER BY 2, 3`, [number])).rows));
const live = async (number: string) =>
  (
    await pool.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM task WHERE request = $1) + (SELECT count(*) FROM outside_step WHERE request = $1) + (SELECT count(*) FROM happening WHERE request = $1)
        + (SELECT count(*) FROM letter WHERE request = $1) + (SELECT count(*) FROM told WHERE request = $1))::int AS count`,
      [number],
    )
  ).rows[0]!.count;
const partitionOf = async (number: string) =>
  (await pool.query<{ name: string }>('SELECT tableoid::regclass::text AS name FROM past_request WHERE request = $1', [number])).rows.map(({ name }) => name);

test('what belongs to requests that ended long ago is folded and reads as before; recent, running and waiting ones stay; a second run changes nothing', async () => {
  const [old, older, recent, running, waits] = ['1445-0101-00001', '1444-0101-00002', '1448-0101-00003', '1448-0101-00004', '1445-0101-00005'] as const;
  await ended(old, '2024-12-31T23:30:00+03:00');
  await ended(older, '2023-05-05T10:00:00+03:00');
  await ended(recent, '2026-01-01T10:00:00+03:00');
  await ended(running, null);
  await ended(waits, '2024-06-01T10:00:00+03:00');
  await pool.query(`INSERT INTO outside_step (request, token, step, operation, undoes) VALUES ($1, 9, 'T9', 'refund', 'T3')`, [waits]);
  const before = await Promise.all([old, older, recent].map(everOf));

  expect(await archiveRequests(db, archiving)).toBe(2);
  expect(await Promise.all([old, older, recent].map(everOf))).toEqual(before);
  expect(await Promise.all([old, older, recent, running, waits].map(live))).toEqual([0, 0, 6, 6, 7]);
  // The year is that of Riyadh, where the last evening of 2024 is not yet 2025.
  expect([await partitionOf(old), await partitionOf(older)]).toEqual([['past_request_2024'], ['past_request_2023']]);
  expect((await pool.query('SELECT number FROM request WHERE person_id = $1', ['noura'])).rows).toHaveLength(5);
  expect((await pool.query<{ officials: string[] }>('SELECT officials FROM past_request WHERE request = $1', [old])).rows).toEqual([{ officials: ['sara'] }]);

  expect(await archiveRequests(db, archiving)).toBe(0);
  expect(await Promise.all([old, older, recent].map(everOf))).toEqual(before);
});

test('a job that is cut off between two statements leaves every request whole, and the next night folds the rest', async () => {
  const numbers = Array.from({ length: 230 }, (_none, nth) => `1443-0101-${String(nth).padStart(5, '0')}`);
  for (const number of numbers) await ended(number, '2022-04-04T10:00:00+03:00');
  let deletes = 0;
  const cut: Db = {
    ...db,
    transaction: (work) => inTransaction(work, (text) => text.startsWith('DELETE FROM happening') && ++deletes === 2),
  };
  await expect(archiveRequests(cut, archiving)).rejects.toThrow('cut off');
  const state = await pool.query<{ archived: boolean; folded: boolean; live: boolean }>(
    `SELECT archived_at IS NOT NULL AS archived, EXISTS (SELECT 1 FROM past_request WHERE request = number) AS folded, EXISTS (SELECT 1 FROM happening WHERE request = number) AS live
     FROM request WHERE number = ANY($1)`,
    [numbers],
  );
  expect(state.rows.filter(({ archived, folded, live: rows }) => archived === folded && folded !== rows)).toHaveLength(230);
  expect(state.rows.filter(({ archived }) => archived)).toHaveLength(200);

  // Two workers at once never fold the same request.
  const folded = await Promise.all([archiveRequests(db, archiving), archiveRequests(db, archiving)]);
  expect(folded.reduce((sum, one) => sum + one, 0)).toBe(30);
  expect((await pool.query(`SELECT count(*)::int AS count, count(DISTINCT request)::int AS different FROM past_request_2022`)).rows).toEqual([
    { count: 230, different: 230 },
  ]);
});

test('rows that came without a table of their year, as by a restore, move into it; years are taken out only when it is really said', async () => {
  await ended('1442-0101-00001', '2021-04-04T10:00:00+03:00');
  await pool.query(`INSERT INTO past_request SELECT number, ended_at, '[]', '[]', '[]', '[]', '[]', '{}' FROM request WHERE number = '1442-0101-00001'`);
  expect(await partitionOf('1442-0101-00001')).toEqual(['past_request_rest']);
  await pool.query(`UPDATE request SET archived_at = now() WHERE number = '1442-0101-00001'`);
  await archiveRequests(db, archiving);
  expect(await partitionOf('1442-0101-00001')).toEqual(['past_request_2021']);

  const retire = async (really: boolean) =>
    (
      await pool.query<{ year: number; requests: string; retired: boolean }>('SELECT year, requests, retired FROM retire_past_requests($1, $2)', [
        new Date().getFullYear() - 2023,
        really,
      ])
    ).rows;
  const plan = [
    { year: 2021, requests: '1', retired: false },
    { year: 2022, requests: '230', retired: false },
  ];
  expect(await retire(false)).toEqual(plan);
  expect(await retire(false)).toEqual(plan);
  expect(await retire(true)).toEqual(plan.map((one) => ({ ...one, retired: true })));
  expect(await retire(true)).toEqual([]);
  expect((await pool.query('SELECT 1 FROM past_request_2022')).rows).toHaveLength(230);
  expect(await everOf('1443-0101-00001')).toEqual([[], [], [], []]);
  expect(await live('1442-0101-00001')).toBe(6);
  // The nightly job goes on beside a year that was taken out.
  expect(await archiveRequests(db, archiving)).toBe(0);
});
