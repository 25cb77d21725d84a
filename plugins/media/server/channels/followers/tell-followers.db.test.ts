import { readFile } from 'node:fs/promises';
import type { Db } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationService } from '../../../../notifications/contract.ts';
import { Programmes } from '../../programmes/programmes.ts';
import { Followers } from './followers.ts';
import { noteHappening, tellFollowers, type TellingParts } from './tell-followers.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
const signal = AbortSignal.timeout(600_000);

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  await pool.query('CREATE EXTENSION pg_trgm');
  for (const name of ['0001-programme', '0010-programme-file', '0020-on-demand', '0021-captions', '0030-channels', '0032-followers'])
    await pool.query(await readFile(new URL(`../../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
  await pool.query(`INSERT INTO channel (slug, kind, unit, title_ar, title_en, open, created_by) VALUES ('radio', 'audio', 'u', 'إذاعة', 'Radio', true, 'x')`);
  await pool.query(`INSERT INTO follower (channel, person) SELECT 'radio', 'person-' || n FROM generate_series(1, 1300) n`);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function programme(state: string, audience = 'everyone'): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO programme (kind, origin, state, unit, title_ar, title_en, audience, created_by, channel)
     VALUES ('audio', 'live', $1, 'u', 'برنامج', 'Programme', $2, 'x', 'radio') RETURNING id`,
    [state, audience],
  );
  return rows[0]!.id;
}

/** Notifications as they are: one of a key goes to a person once. `breaksAt`: the lot at which the process dies after it has told. */
function telling(breaksAt = Number.POSITIVE_INFINITY) {
  const told = new Map<string, number>();
  let lots = 0;
  const service: NotificationService = {
    async send(people, { key }) {
      for (const person of people) told.set(`${key} ${person}`, (told.get(`${key} ${person}`) ?? 0) + 1);
      lots += 1;
      if (lots === breaksAt) throw new Error('killed');
    },
    silently: (work) => work(),
  };
  const programmes = new Programmes(db);
  const parts: TellingParts = { db, followers: new Followers(db), find: (id) => programmes.find(id), notifications: () => service };
  return { parts, told };
}

test('every follower is told, also when the process dies between two lots, and only that lot is told twice', async () => {
  const id = await programme('live');
  const { parts, told } = telling(2);
  expect(await noteHappening(parts, 'live', id)).toBe(true);
  expect(await noteHappening(parts, 'live', id)).toBe(false);
  await expect(tellFollowers(parts, signal)).rejects.toThrow('killed');
  expect(told.size).toBe(1_000);
  await tellFollowers(parts, signal);
  expect(told.size).toBe(1_300);
  expect([...told.values()].filter((times) => times > 1)).toHaveLength(500);
  await tellFollowers(parts, signal);
  expect([...told.values()].every((times) => times <= 2)).toBe(true);
});

test('a broadcast that is over is told to nobody any more, and what is for the office alone to nobody at all', async () => {
  const { parts, told } = telling();
  const id = await programme('live');
  await noteHappening(parts, 'live', id);
  await pool.query(`UPDATE programme SET state = 'ended' WHERE id = $1`, [id]);
  expect(await noteHappening(parts, 'published', await programme('published', 'unit'))).toBe(false);
  await tellFollowers(parts, signal);
  expect(told.size).toBe(0);
});
