import { readdir, readFile } from 'node:fs/promises';
import type { Queryable } from '@amanah/plugin-api';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldStanding, liveSteps } from './live-steps.ts';

const migrations = new URL('../../migrations/', import.meta.url);
let database: TestDatabase;
let pool: pg.Pool;
const db: Queryable = { query: async (text, values = []) => (await pool.query(text, [...values])).rows as never };

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => {});
  for (const name of (await readdir(migrations)).toSorted()) await pool.query(await readFile(new URL(name, migrations), 'utf8'));
  await pool.query(`INSERT INTO procedure_version (procedure, version, bpmn) VALUES ('a', '1', ''), ('a', '2', ''), ('b', '1', '')`);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const at = (...steps: readonly string[]) => JSON.stringify({ tokens: steps.map((step, id) => ({ id, at: step })) });
const begins = (number: string, unit: string, steps: readonly string[], procedure = 'a') =>
  pool.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, submit_key, answers, state, progress)
     VALUES ($1, 'SRV-003', $3, '1', $2, 'noura', '{}', 'self', '{}', 'person:noura', $1, '{}', 'submitted', $4)`,
    [number, unit, procedure, at(...steps)],
  );
const moves = (number: string, ...steps: readonly string[]) => pool.query('UPDATE request SET progress = $2 WHERE number = $1', [number, at(...steps)]);
const standing = async (units: readonly string[] | null = null) =>
  Object.fromEntries((await liveSteps(db, 'a', units)).filter(({ now }) => now > 0).map(({ step, now }) => [step, now]));

test('who stands where follows every move, of one municipality or of all, whether it was summed up or not', async () => {
  await begins('1', 'm-dhahran', ['T1']);
  await begins('2', 'm-dhahran', ['T1']);
  await begins('3', 'm-qatif', ['T1', 'T2']);
  await begins('4', 'm-qatif', ['T1'], 'b');
  expect([await standing(), await standing(['m-dhahran']), await standing(['m-qatif'])]).toEqual([{ T1: 3, T2: 1 }, { T1: 2 }, { T1: 1, T2: 1 }]);
  await moves('1', 'T3');
  await foldStanding(db);
  await moves('3', 'T2', 'T3');
  expect(await standing()).toEqual({ T1: 1, T2: 1, T3: 2 });
  await pool.query(`UPDATE request SET ended_at = now(), ending = 'completed', progress = $1 WHERE number = '1'`, [at()]);
  await pool.query(`UPDATE request SET version = '2' WHERE number = '2'`);
  await pool.query(`DELETE FROM request WHERE number = '3'`);
  expect(await standing()).toEqual({ T1: 1 });
  await Promise.all([foldStanding(db), foldStanding(db), foldStanding(db)]);
  expect(await standing()).toEqual({ T1: 1 });
  expect(await db.query('SELECT procedure, unit, step, requests::int AS requests FROM standing ORDER BY 1')).toEqual([
    { procedure: 'a', unit: 'm-dhahran', step: 'T1', requests: 1 },
    { procedure: 'b', unit: 'm-qatif', step: 'T1', requests: 1 },
  ]);
});

test('moves at the same time wait for none of each other, and none is lost while they are summed up', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, nth) => begins(`9${nth}`, 'm-khobar', ['T1'])));
  await Promise.all(Array.from({ length: 40 }, async (_, nth) => (nth % 10 === 0 ? foldStanding(db) : moves(`9${nth}`, 'T2'))));
  expect(await standing(['m-khobar'])).toEqual({ T1: 4, T2: 36 });
  await foldStanding(db);
  expect(await standing(['m-khobar'])).toEqual({ T1: 4, T2: 36 });
});
