import { readFile } from 'node:fs/promises';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StreamStore } from '../../live/channel/stream-store.ts';
import { PlaylistStore } from '../../playlists/playlist-store.ts';
import { Editions } from '../../transcoding/editions.ts';
import { ChannelStore } from '../channel-store.ts';
import { ScheduleStore } from '../schedule/schedule-store.ts';
import { LinearStream } from './linear-stream.ts';
import { Planning } from './planning.ts';
import { RunLog } from './run-log.ts';
import type { LinearVariant } from './source.ts';
import { Sources } from './sources.ts';
import { StoredTracks } from './stored-tracks.ts';

let database: TestDatabase;
const pools: pg.Pool[] = [];
const begin = Date.parse('2026-11-27T18:00:00Z');
let now = begin;

beforeAll(async () => {
  database = await startTestDatabase();
  const pool = poolOf();
  await pool.query('CREATE EXTENSION pg_trgm');
  const names = [
    '0001-programme',
    '0010-programme-file',
    '0011-broadcast',
    '0012-small-picture',
    '0020-on-demand',
    '0021-captions',
    '0030-channels',
    '0031-as-run',
    '0032-followers',
  ];
  for (const name of names) await pool.query(await readFile(new URL(`../../../migrations/${name}.sql`, import.meta.url), 'utf8'));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function poolOf(): pg.Pool {
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  pools.push(pool);
  return pool;
}

/** A hub as far as it answers channels: with a memory of its own, on the store of all. */
function hub() {
  const db = pluginDb(poolOf());
  const sources = new Sources(db, new StoredTracks(new Editions(db), new StreamStore(db)));
  const planning = new Planning(new ScheduleStore(db), new PlaylistStore(db), sources);
  const channels = new ChannelStore(db);
  const streams = new Map<string, LinearStream>();
  return async (slug: string, variant: LinearVariant = 'a') => {
    const stream = streams.get(slug) ?? new LinearStream({ log: new RunLog(db), planning, sources, now: () => now });
    streams.set(slug, stream);
    return (await stream.playlist((await channels.find(slug))!, variant)).plain.toString();
  };
}

/** The published recording of a broadcast whose encoder broke off once: three seconds, then two. */
async function recorded(packed: boolean): Promise<string> {
  const [pool] = pools;
  const { rows } = await pool!.query<{ id: string }>(
    `INSERT INTO programme (kind, origin, state, unit, title_ar, title_en, seconds, ended_at, published_at, created_by)
     VALUES ('audio', 'live', 'published', 'u', 't', 't', 5, now(), now(), 'x') RETURNING id`,
  );
  const { id } = rows[0]!;
  await pool!.query('INSERT INTO broadcast (programme, packed_at) VALUES ($1, $2)', [id, packed ? new Date() : null]);
  let at = 0;
  for (const [run, seconds] of [
    [1, 3],
    [2, 2],
  ] as const) {
    await pool!.query(
      `INSERT INTO live_run (programme, number, variant, codecs, width, height, slate, variants, init_bytes, init_at) VALUES ($1, $2, 'a', 'x', 0, 0, false, 1, 700, $3)`,
      [id, run, packed ? at : null],
    );
    at += 700;
    for (let number = 0; number < seconds; number++, at += 100)
      await pool!.query(
        `INSERT INTO live_segment (programme, variant, run, number, seconds, bytes, began_at, at_byte) VALUES ($1, 'a', $2, $3, 1, 100, now(), $4)`,
        [id, run, number, packed ? at : null],
      );
  }
  return id;
}

/** A published programme of so many segments of four seconds, of sound and two pictures. */
async function programme(name: string, segments: number): Promise<string> {
  const [pool] = pools;
  const { rows } = await pool!.query<{ id: string }>(
    `INSERT INTO programme (kind, origin, state, unit, title_ar, title_en, seconds, published_at, created_by)
     VALUES ('video', 'upload', 'published', 'u', $1, $1, $2, now(), 'x') RETURNING id`,
    [name, segments * 4],
  );
  const { id } = rows[0]!;
  await pool!.query(`INSERT INTO edition (programme, number, state, in_force) VALUES ($1, 1, 'done', true)`, [id]);
  for (const [rung, bits] of [
    ['720', 2_000_000],
    ['240', 300_000],
    ['audio', 64_000],
  ] as const) {
    const stream = {
      map: { offset: 0, bytes: 800 },
      segments: Array.from({ length: segments }, (_, index) => ({ seconds: 4, offset: 800 + index * 1_000, bytes: 1_000 })),
    };
    await pool!.query(
      `INSERT INTO rendition (programme, edition, name, kind, codecs, peak_bits, mean_bits, stream, key, bytes) VALUES ($1, 1, $2, $3, 'x', $4, $4, $5, 'k', 1)`,
      [id, rung, rung === 'audio' ? 'audio' : 'video', bits, JSON.stringify(stream)],
    );
  }
  return id;
}

async function channel(slug: string, kind: string, programmes: readonly string[]): Promise<void> {
  const [pool] = pools;
  const { rows } = await pool!.query<{ id: string }>(`INSERT INTO playlist (unit, title_ar, title_en, created_by) VALUES ('u', 'ق', 'p', 'x') RETURNING id`);
  for (const [position, id] of programmes.entries()) await pool!.query('INSERT INTO playlist_item VALUES ($1, $2, $3)', [rows[0]!.id, position, id]);
  await pool!.query(`INSERT INTO channel (slug, kind, unit, title_ar, title_en, filler, open, created_by) VALUES ($1, $2, 'u', 'ق', 'c', $3, true, 'x')`, [
    slug,
    kind,
    rows[0]!.id,
  ]);
}

test('hubs that answer the same channels at once give the same text, minute after minute, and decide everything once', async () => {
  const ids = [await programme('a', 3), await programme('b', 5)];
  for (const slug of ['one', 'two', 'three', 'four', 'five']) await channel(slug, 'video', ids);
  const hubs = [hub(), hub(), hub()];
  for (now = begin; now < begin + 180_000; now += 7_000)
    for (const variant of ['h', 'l', 'a'] as const) {
      const texts = await Promise.all(['one', 'two', 'three', 'four', 'five'].map((slug) => Promise.all(hubs.map((ask) => ask(slug, variant)))));
      for (const answers of texts) expect(new Set(answers).size).toBe(1);
      // All channels have the same filler, and were first asked at the same moment.
      expect(new Set(texts.flat()).size).toBe(1);
    }
  const { rows } = await pools[0]!.query(
    `SELECT count(*)::int AS holes FROM as_run a JOIN as_run b ON b.channel = a.channel AND b.number = a.number + 1 WHERE b.begins_us <> a.ends_us`,
  );
  expect(rows).toEqual([{ holes: 0 }]);
});

test('what was decided stays when the schedule changes, and the new entry is heard behind it', async () => {
  await channel('news', 'audio', [await programme('loop', 30)]);
  const news = await programme('news', 20);
  const ask = hub();
  now = begin;
  const before = await ask('news');
  await pools[0]!.query(
    `INSERT INTO schedule_entry (channel, kind, programme, first_at, repeat, last_at, created_by) VALUES ('news', 'programme', $1, $2, 'once', $2, 'x')`,
    [news, new Date(begin + 5_000)],
  );
  const firstNews = async () => {
    for (now = begin; now < begin + 120_000; now += 4_000) {
      const text = await ask('news');
      const found = new RegExp(`#EXT-X-MAP:URI="/api/media/hls/${news}[^\\n]*\\n#EXT-X-PROGRAM-DATE-TIME:(\\S+)`).exec(text);
      if (found) return found[1]!;
    }
    throw new Error('it was never heard');
  };
  const heardAt = Date.parse(await firstNews()) - begin;
  expect(heardAt).toBeGreaterThan(20_000);
  expect(heardAt).toBeLessThan(50_000);
  expect(before).not.toContain(news);
});

test.each([
  [true, ['all.mp4 700@0', 'all.mp4 100@700', 'all.mp4 100@800', 'all.mp4 100@900', 'all.mp4 700@1000', 'all.mp4 100@1700', 'all.mp4 100@1800']],
  [false, ['1-init.mp4', '1-0.m4s', '1-1.m4s', '1-2.m4s', '2-init.mp4', '2-0.m4s', '2-1.m4s']],
])('a recording plays as it lies, in one file (%s) or in pieces, with a break where its encoder broke off', async (packed, files) => {
  const id = await recorded(packed);
  await channel(`recorded-${packed}`, 'audio', [id]);
  now = begin;
  const text = await hub()(`recorded-${packed}`);
  const round = text.slice(
    text.indexOf(`#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="/api/media/hls/${id}/a/${packed ? 'all.mp4",BYTERANGE="700@0' : '1-init.mp4'}"`),
  );
  const named = round.matchAll(/#EXT-X-MAP:URI="[^"]*\/a\/([^"]+)"(?:,BYTERANGE="([^"]+)")?|(?:#EXT-X-BYTERANGE:(\S+)\n)?\n?\/api\S*\/a\/(\S+)/g);
  const found = [...named].map(([, map, lies, range, file]) => [map ?? file, lies ?? range].filter(Boolean).join(' '));
  expect(found.slice(0, files.length)).toEqual(files);
  const runs = round.split('#EXT-X-DISCONTINUITY\n').slice(1, 3);
  expect(runs.map((run) => run.match(/#EXTINF/g)?.length)).toEqual([3, 2]);
});
