import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Db, Files } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ProgrammeFiles } from '../programmes/programme-files.ts';
import { Programmes } from '../programmes/programmes.ts';
import { Editions } from '../transcoding/editions.ts';
import { PartStore } from '../uploads/part-store.ts';
import { abandonUpload } from '../uploads/upload-protocol.ts';
import { Uploads } from '../uploads/uploads.ts';
import { MediaFiles } from './media-files.ts';
import { StorageReport } from './storage-report.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let media: MediaFiles;
let uploads: Uploads;
let report: StorageReport;
const kept = new Map<string, Buffer>();
const signal = AbortSignal.timeout(600_000);

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => {});
  await pool.query('CREATE EXTENSION pg_trgm');
  for (const name of ['0001-programme', '0010-programme-file', '0020-on-demand', '0021-captions', '0030-channels'])
    await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
  const files: Files = {
    async put(key, content) {
      const bytes = content instanceof Uint8Array ? Buffer.from(content) : Buffer.concat(await content.toArray());
      kept.set(key, bytes);
      return { bytes: bytes.length, sha256: 'of the file' };
    },
    async open(key) {
      const bytes = kept.get(key);
      if (!bytes) throw new AmanahError('FILES_MISSING');
      return { bytes: bytes.length, type: 'video/mp4', stream: async () => Readable.from([bytes]) };
    },
    scan: async () => ({ outcome: 'clean' }),
    remove: async (key) => void kept.delete(key),
  };
  media = new MediaFiles(db, files, new ProgrammeFiles(db, files));
  uploads = new Uploads(db);
  report = new StorageReport(db, media);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  kept.clear();
  await pool.query('TRUNCATE programme, programme_file CASCADE');
});

async function programme(unit = 'pr-media'): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO programme (kind, origin, state, unit, title_ar, title_en, created_by) VALUES ('video', 'upload', 'uploading', $1, 'أ', 'a', 'someone') RETURNING id`,
    [unit],
  );
  return rows[0]!.id;
}
async function upload(of: string, bytes: number): Promise<string> {
  const id = crypto.randomUUID();
  await db.transaction((tx) => uploads.begin(tx, { id, programme: of, name: 'film.mp4', bytes, createdBy: 'someone' }));
  return id;
}
const age = (hours: number) => pool.query('UPDATE programme_file SET added_at = added_at - make_interval(hours => $1)', [hours]);
const put = (of: string, kind: 'upload' | 'original' | 'rendition' | 'picture', key: string) =>
  media.put(of, kind, key, Buffer.from(key), { type: 'video/mp4' });
const partStore = (whole: () => Promise<void> = async () => {}) => new PartStore({ db, uploads, files: media, keepMs: 1_000, whole, abandon: async () => {} });

test('files that belong to nothing are counted and removed once nobody can be writing them; the others stay', async () => {
  const id = await programme();
  const gone = await programme();
  await put(id, 'original', 'vod/original');
  await put(id, 'picture', 'posters/chosen.jpg');
  await put(id, 'rendition', 'vod/forgotten.mp4');
  await put(id, 'upload', 'uploads/left');
  await put(gone, 'original', 'vod/gone');
  await db.transaction(async (tx) => {
    const facts = { seconds: 1, video: null, audio: null, cover: null };
    await new Editions(db).keepOriginal(tx, id, { key: 'vod/original', name: 'film.mp4', bytes: 12, sha256: 'x', facts });
    await tx.query("UPDATE programme SET poster = 'posters/chosen.jpg' WHERE id = $1", [id]);
    await tx.query('DELETE FROM programme WHERE id = $1', [gone]);
  });
  expect(await report.orphaned()).toEqual({ files: 0, bytes: 0 });
  await age(7);
  expect(await report.orphaned()).toEqual({ files: 3, bytes: Buffer.byteLength('vod/forgotten.mp4uploads/leftvod/gone') });
  expect(await report.removeOrphans(signal)).toBe(3);
  expect([...kept.keys()].sort()).toEqual(['posters/chosen.jpg', 'vod/original']);
  expect(await report.byKind(['pr-media'])).toEqual([
    { kind: 'picture', files: 1, bytes: 18 },
    { kind: 'original', files: 1, bytes: 12 },
  ]);
  expect((await report.largest(null, 10))[0]).toMatchObject({ id, bytes: 30, originalBytes: 12 });
});

test('a file that is named but not in the store is found, and forgotten when it is back', async () => {
  const id = await programme();
  await put(id, 'original', 'vod/original');
  kept.delete('vod/original');
  expect(await report.findMissing(signal)).toBe(1);
  expect(await report.missing()).toMatchObject({ files: 1 });
  kept.set('vod/original', Buffer.from('back'));
  expect(await report.findMissing(signal)).toBe(0);
  expect(await report.missing()).toMatchObject({ files: 0 });
});

test('what came before a line broke is kept; two senders of the same part leave one of them', async () => {
  const id = await upload(await programme(), 30);
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('0123456789');
      throw new Error('the line broke');
    })(),
    { objectMode: false },
  );
  await expect(partStore().write(broken, id, 0)).rejects.toThrow('the line broke');
  expect(await uploads.find(id)).toMatchObject({ received: 10, state: 'arriving' });

  const both = await Promise.allSettled(
    [1, 2].map((sender) => partStore().write(Readable.from([Buffer.from(String(sender).repeat(10))], { objectMode: false }), id, 10)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { status_code: 409 } });
  expect(await uploads.find(id)).toMatchObject({ received: 20 });
  expect(kept.size).toBe(2);

  let whole = 0;
  expect(await partStore(async () => void whole++).write(Readable.from([Buffer.from('x'.repeat(10))], { objectMode: false }), id, 20)).toBe(30);
  expect(whole).toBe(1);
});

test('an upload of which nothing comes is given up: its bytes go, its programme says why', async () => {
  const of = await programme();
  const id = await upload(of, 30);
  await partStore().write(Readable.from([Buffer.from('0123456789')], { objectMode: false }), id, 0);
  expect(await uploads.silentFor(48)).toEqual([]);
  await pool.query("UPDATE upload SET last_at = now() - interval '49 hours'");
  const parts = { uploads, files: media, programmes: { ctx: { db }, programmes: new Programmes(db) } as never };
  for (const silent of await uploads.silentFor(48)) await abandonUpload(parts, silent);
  expect(kept.size).toBe(0);
  expect(await new Programmes(db).find(of)).toMatchObject({ state: 'refused', problem: { code: 'MEDIA_UPLOAD_ABANDONED' } });
});

test('what a unit takes counts the uploads on their way by what they will be', async () => {
  const of = await programme();
  const id = await upload(of, 1_000);
  expect(await uploads.bytesOfUnit('pr-media')).toBe(1_000);
  await partStore().write(Readable.from([Buffer.alloc(400)], { objectMode: false }), id, 0);
  expect(await uploads.bytesOfUnit('pr-media')).toBe(1_000);
  expect(await uploads.bytesOfUnit('m-dhahran')).toBe(0);
});

test('an edition is worked on by one process at a time, and by another once the first has gone silent', async () => {
  const of = await programme();
  const [first, second] = [new Editions(db), new Editions(db)];
  await db.transaction((tx) => first.add(tx, of));
  const taken = await Promise.all([first.claim(), second.claim()]);
  const mine = taken.filter((one) => one !== null && typeof one === 'object');
  expect(mine).toHaveLength(1);
  const [holder, other] = typeof taken[0] === 'object' && taken[0] !== null ? [first, second] : [second, first];
  expect(await other.claim()).toBeGreaterThan(0);
  expect(await holder.beat(mine[0]!, 0.5)).toBe(true);
  await pool.query("UPDATE edition SET lease_until = now() - interval '1 second'");
  expect(await other.claim()).toMatchObject({ programme: of, tries: 2, progress: 0.5 });
  expect(await holder.beat(mine[0]!, 0.6), 'the first one hears that it is not its work any more').toBe(false);
  expect(await db.transaction((tx) => holder.end(tx, mine[0]!, 'done'))).toBe(false);
});

test('a process that stops gives its work back, and the try does not count; what is cancelled nobody takes', async () => {
  const of = await programme();
  const editions = new Editions(db);
  await db.transaction((tx) => editions.add(tx, of));
  const claimed = await editions.claim();
  if (claimed === null || typeof claimed === 'number') throw new Error('nothing to do');
  await editions.giveBack(claimed);
  expect(await editions.latest(of)).toMatchObject({ state: 'waiting', tries: 0 });
  expect(await db.transaction((tx) => editions.cancel(tx, of))).toBe(true);
  expect(await editions.claim()).toBeNull();
  expect(await db.transaction((tx) => editions.restart(tx, of))).toBe(true);
  expect(await editions.claim()).toMatchObject({ programme: of, number: 1 });
  expect(await db.transaction((tx) => editions.restart(tx, of)), 'it runs').toBe(false);
});
