import { readdir, readFile } from 'node:fs/promises';
import { startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordedPast } from './recorded-past.ts';

const migrations = new URL('../../migrations/', import.meta.url);
let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => {});
  for (const name of (await readdir(migrations)).toSorted()) await pool.query(await readFile(new URL(name, migrations), 'utf8'));
  await pool.query(`INSERT INTO procedure_version (procedure, version, bpmn) VALUES ('a', '1', ''), ('b', '1', '')`);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function request(number: string, procedure: string, at: string): Promise<void> {
  await pool.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, capacity_id, capacity, beneficiary, submit_key, answers, facts, state, progress, submitted_at)
     VALUES ($1, 'SRV-003', $2, '1', 'm-dhahran', 'noura', '{}', 'self', '{}', 'person:noura', $1, '{"area": 80}', '{"due": true}', 'submitted', '{}', $3)`,
    [number, procedure, at],
  );
}

test('times and decisions of ended steps of the procedure come back, those that were cancelled or are open do not, nor those of another procedure', async () => {
  for (const [number, procedure] of [
    ['1', 'a'],
    ['2', 'a'],
    ['3', 'b'],
  ] as const)
    await request(number, procedure, `2026-11-0${number}T09:00:00+03:00`);
  const task = (number: string, token: number, closed: string | null, decision: string | null, by: string | null) =>
    pool.query(
      `INSERT INTO task (request, token, step, service, holder, opened_at, closed_at, decision, closed_by)
       VALUES ($1, $2, 'review', 'SRV-003', 'authority', '2026-11-01T09:00:00+03:00', $3, $4, $5)`,
      [number, token, closed, decision, by],
    );
  await task('1', 1, '2026-11-01T10:00:00+03:00', 'complete', 'sara');
  await task('1', 2, '2026-11-01T11:00:00+03:00', 'incomplete', 'sara');
  await task('2', 1, '2026-11-01T10:00:00+03:00', 'complete', 'hind');
  await task('2', 2, '2026-11-01T12:00:00+03:00', null, null);
  await task('2', 3, null, null, null);
  await task('3', 1, '2026-11-01T10:00:00+03:00', 'reject', 'sara');
  await pool.query(
    `INSERT INTO outside_step (request, token, step, operation, state, opened_at, ended_at) VALUES
       ('1', 5, 'fees', 'fees.assess', 'done', '2026-11-01T09:00:00+03:00', '2026-11-01T09:00:02+03:00'),
       ('2', 5, 'fees', 'fees.assess', 'cancelled', '2026-11-01T09:00:00+03:00', '2026-11-01T09:00:02+03:00')`,
  );
  await pool.query(
    `INSERT INTO happening (request, nth, at, kind, step, data) VALUES ('1', 1, '2026-11-01T09:00:02+03:00', 'done', 'fees', '{"decision": "due"}')`,
  );
  const hourMs = 3_600_000;
  const { steps, data } = await recordedPast({ query: async (text, values = []) => (await pool.query(text, [...values])).rows as never }, 'a');
  expect(steps['review']?.durationsMs.toSorted((one, other) => one - other)).toEqual([hourMs, hourMs, 2 * hourMs]);
  expect(steps['review']?.decisions).toEqual({ complete: 2, incomplete: 1 });
  expect(steps['fees']).toEqual({ durationsMs: [2_000], decisions: { due: 1 } });
  expect(data).toEqual([
    { due: true, service: 'SRV-003', unit: 'm-dhahran', answers: { area: 80 } },
    { due: true, service: 'SRV-003', unit: 'm-dhahran', answers: { area: 80 } },
  ]);
});
