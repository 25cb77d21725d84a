import { readFile } from 'node:fs/promises';
import type { Db, Files } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import sharp from 'sharp';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyContent, type NewsContent } from '../../shared/news.ts';
import { LeftPictures } from './left-pictures.ts';
import { NewsDesk } from './news-desk.ts';
import { NewsPictures } from './news-pictures.ts';
import { rowOf } from './news-rows.ts';

const writer = { id: 'writer', name: { ar: 'راكان', en: 'Rakan' } };
const head = { id: 'head', name: { ar: 'لبنى', en: 'Lubna' } };

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let desk: NewsDesk;
let pictures: NewsPictures;
let left: LeftPictures;
let photo: Buffer;
const kept = new Map<string, Uint8Array>();
const files = {
  put: async (key: string, content: Uint8Array) => void kept.set(key, content),
  remove: async (key: string) => void kept.delete(key),
} as unknown as Files;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
  pool.on('error', () => {});
  for (const name of ['0001-news', '0023-left-pictures']) await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
  desk = new NewsDesk({ db, events: { emit: async () => {} }, now: () => new Date() });
  pictures = new NewsPictures(db, files);
  left = new LeftPictures(db, files);
  photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#25935f' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query('TRUNCATE news, news_picture CASCADE');
  kept.clear();
});

const sent = async (news: string) => (await pictures.keep(news, Readable.from([photo]), 'writer')).id;
const meant = async (id: string) => ({ id, version: (await rowOf(db, id))!.version });
const paragraph = (text: string) => ({ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] });
const inText = (picture: string): NewsContent['body']['ar'] => ({
  type: 'doc',
  content: [paragraph('نص'), { type: 'picture', attrs: { picture, alt: 'صورة' } }],
});
const content = (more: Partial<NewsContent> = {}): NewsContent => {
  const body = { type: 'doc' as const, content: [paragraph('نص')] };
  return { ...emptyContent('pr-media'), title: { ar: 'خبر', en: 'News' }, summary: { ar: 'م', en: 'S' }, body: { ar: body, en: body }, ...more };
};
const old = () => pool.query(`UPDATE news_picture SET made_at = now() - interval '2 days'`);
const there = async () => (await pool.query<{ id: string }>('SELECT id FROM news_picture')).rows.map(({ id }) => id).toSorted();

test('what stands in no text goes with its file after a day; what is written, was published, or was sent today stays', async () => {
  const id = await desk.begin('pr-media', writer);
  const [unused, lead, published, draft] = [await sent(id), await sent(id), await sent(id), await sent(id)];
  await desk.write(
    await meant(id),
    content({ picture: { id: lead, alt: { ar: 'ص', en: 'P' } }, body: { ar: inText(published), en: inText(published) } }),
    writer,
  );
  await desk.send(await meant(id), writer);
  await desk.approve(await meant(id), null, head);
  await desk.write(await meant(id), content({ body: { ar: inText(draft), en: inText(draft) } }), writer);
  await old();
  const today = await sent(id);
  expect(await left.remove()).toBe(1);
  expect(await there()).toEqual([lead, published, draft, today].sort());
  expect([...kept.keys()].some((key) => key.includes(unused))).toBe(false);
  expect(kept.size).toBe(4);
});

test('pictures of an item that is no more go too', async () => {
  const id = await desk.begin('pr-media', writer);
  const picture = await sent(id);
  await desk.write(await meant(id), content({ picture: { id: picture, alt: { ar: 'ص', en: 'P' } } }), writer);
  await pool.query('DELETE FROM news WHERE id = $1', [id]);
  await old();
  expect([await left.remove(), await there(), kept.size]).toEqual([1, [], 0]);
});

test('a picture that is taken up in a text while it is removed stays, or its writer is told; never a text with a hole', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await desk.begin('pr-media', writer);
    const picture = await sent(id);
    await old();
    const wrote = desk.write(await meant(id), content({ picture: { id: picture, alt: { ar: 'ص', en: 'P' } } }), writer).then(
      () => true,
      (error: { code?: string }) => {
        expect(error.code).toBe('SOCIAL_PICTURE_UNKNOWN');
        return false;
      },
    );
    const [inNews] = await Promise.all([wrote, left.remove()]);
    expect([(await there()).includes(picture), kept.has(`news/${id}/${picture}.jpg`)]).toEqual([inNews, inNews]);
  }
});
