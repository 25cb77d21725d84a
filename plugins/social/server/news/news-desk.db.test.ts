import { readFile } from 'node:fs/promises';
import type { Db } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NewsContent } from '../../shared/news.ts';
import { emptyContent } from '../../shared/news.ts';
import { NewsDesk } from './news-desk.ts';
import { rowOf } from './news-rows.ts';
import { everyone, PublishedNews } from './published-news.ts';

const writer = { id: 'writer', name: { ar: 'راكان', en: 'Rakan' } };
const helper = { id: 'helper', name: { ar: 'نورة', en: 'Noura' } };
const head = { id: 'head', name: { ar: 'لبنى', en: 'Lubna' } };

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let now: Date;
let emitted: { type: string; subject: string; data: { edition?: number } }[];
let desk: NewsDesk;
let published: PublishedNews;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 12 });
  pool.on('error', () => {});
  await pool.query(await readFile(new URL('../../migrations/0001-news.sql', import.meta.url), 'utf8'));
  db = pluginDb(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query('TRUNCATE news CASCADE');
  now = new Date('2026-11-27T09:00:00+03:00');
  emitted = [];
  published = new PublishedNews(db);
  desk = new NewsDesk({ db, events: { emit: async (_tx, event) => void emitted.push(event as (typeof emitted)[number]) }, now: () => now });
});

const paragraph = (text: string) => ({ type: 'doc' as const, content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }] });
const whole = (title: string): NewsContent => ({
  ...emptyContent('pr-media'),
  title: { ar: `خبر ${title}`, en: title },
  summary: { ar: 'ملخص', en: 'Summary' },
  body: { ar: paragraph('نص'), en: paragraph('Text') },
});

/** The item as the person sees it now. */
async function seen(id: string): Promise<{ id: string; version: number }> {
  return { id, version: (await rowOf(db, id))!.version };
}

async function written(title = 'A square opens'): Promise<string> {
  const id = await desk.begin('pr-media', writer);
  await desk.write(await seen(id), whole(title), writer);
  return id;
}

async function out(title?: string): Promise<string> {
  const id = await written(title);
  await desk.send(await seen(id), writer);
  await desk.approve(await seen(id), null, head);
  return id;
}

test('an item that is not complete is not sent, and says what is missing', async () => {
  const id = await desk.begin('pr-media', writer);
  await desk.write(await seen(id), { ...whole('A'), summary: { ar: 'ملخص', en: '' } }, writer);
  await expect(desk.send(await seen(id), writer)).rejects.toMatchObject({ code: 'SOCIAL_NEWS_INCOMPLETE', fields: [{ path: 'summary.en' }] });
});

test('nobody who wrote at a text approves it, also after an edit of what waits', async () => {
  const id = await written();
  await desk.send(await seen(id), writer);
  await expect(desk.approve(await seen(id), null, writer)).rejects.toMatchObject({ code: 'SOCIAL_FOUR_EYES' });
  await desk.write(await seen(id), whole('Changed by the head'), head);
  await desk.send(await seen(id), head);
  await expect(desk.approve(await seen(id), null, head)).rejects.toMatchObject({ code: 'SOCIAL_FOUR_EYES' });
  await desk.approve(await seen(id), null, helper);
  expect((await published.find(id))?.content.title.en).toBe('Changed by the head');
});

test('an edit of what is out leaves readers with what was approved until the change is approved too', async () => {
  const id = await out('First');
  const slug = (await published.find(id))!.slug;
  await desk.write(await seen(id), whole('Second'), helper);
  expect((await published.find(id))?.content.title.en).toBe('First');
  await desk.send(await seen(id), helper);
  await expect(desk.approve(await seen(id), null, helper)).rejects.toMatchObject({ code: 'SOCIAL_FOUR_EYES' });
  now = new Date('2026-11-28T09:00:00+03:00');
  await desk.approve(await seen(id), null, writer);
  expect(await published.find(slug)).toMatchObject({ edition: 2, content: { title: { en: 'Second' } }, published_at: new Date('2026-11-27T09:00:00+03:00') });
  expect(emitted.map(({ type, data }) => [type, data.edition])).toEqual([
    ['news.published', 1],
    ['news.changed', 2],
  ]);
});

test('who writes on an older text is told so, and nothing is lost', async () => {
  const id = await written();
  const old = await seen(id);
  await desk.write(old, whole('Newer'), helper);
  await expect(desk.write(old, whole('Older'), writer)).rejects.toMatchObject({ code: 'SOCIAL_NEWS_CHANGED' });
  expect((await rowOf(db, id))?.content.title.en).toBe('Newer');
});

test('what is approved for a moment comes out in it, once, whoever asks how often at the same time', async () => {
  const id = await written();
  await desk.send(await seen(id), writer);
  await desk.approve(await seen(id), new Date('2026-11-27T12:00:00+03:00'), head);
  expect(await desk.publishDue()).toBe(0);
  expect(await published.count({ reader: everyone })).toBe(0);
  now = new Date('2026-11-27T12:00:00+03:00');
  const counts = await Promise.all([desk.publishDue(), desk.publishDue(), desk.publishDue()]);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(emitted.map(({ type }) => type)).toEqual(['news.published']);
  expect((await published.find(id))?.published_at).toEqual(now);
});

test('an edit of what is approved for later ends the approval', async () => {
  const id = await written();
  await desk.send(await seen(id), writer);
  await desk.approve(await seen(id), new Date('2026-11-27T12:00:00+03:00'), head);
  await desk.write(await seen(id), whole('Changed'), writer);
  now = new Date('2026-11-27T13:00:00+03:00');
  expect(await desk.publishDue()).toBe(0);
  expect((await rowOf(db, id))?.state).toBe('draft');
});

test('a withdrawn item is off every list, keeps its address with the reason, and may come back after a new approval', async () => {
  const id = await out();
  await desk.withdraw(await seen(id), { ar: 'تأجل', en: 'Put off' }, head);
  expect(await published.list({ reader: everyone, limit: 10 })).toEqual([]);
  expect(await published.find(id)).toMatchObject({ withdrawn: true });
  await expect(desk.withdraw(await seen(id), { ar: 'تأجل', en: 'Put off' }, head)).rejects.toMatchObject({ code: 'SOCIAL_NEWS_STATE' });
  await desk.write(await seen(id), whole('Again'), writer);
  await desk.send(await seen(id), writer);
  now = new Date('2026-12-01T09:00:00+03:00');
  await desk.approve(await seen(id), null, head);
  expect(await published.find(id)).toMatchObject({ withdrawn: false, published_at: now });
  expect(emitted.map(({ type }) => type)).toEqual(['news.published', 'news.withdrawn', 'news.published']);
});

test('items for officials are on no public list; those for some units only on the lists of who works there', async () => {
  const id = await written();
  await desk.write(await seen(id), { ...whole('For officials'), audience: 'officials', units: ['m-khobar'] }, writer);
  await desk.send(await seen(id), writer);
  await desk.approve(await seen(id), null, head);
  expect(await published.count({ reader: everyone })).toBe(0);
  expect(await published.count({ reader: { official: true, units: ['m-dhahran', 'eamana'] } })).toBe(0);
  expect(await published.count({ reader: { official: true, units: ['m-khobar', 'eamana'] } })).toBe(1);
});
