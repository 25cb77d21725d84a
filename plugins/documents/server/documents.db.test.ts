import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Db, Files } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dhahran } from '../testing/draw.ts';
import { licence } from '../testing/papers.ts';
import { checkPage } from './checking/check-pages.ts';
import { WrongCodes } from './checking/wrong-codes.ts';
import { makeDocuments, type Workshop } from './make-documents.ts';
import { DocumentRegister } from './register.ts';
import type { RenderTask } from './rendering/render-task.ts';
import { Renderer } from './rendering/renderer.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let now = new Date('2026-11-23T09:00:00+03:00');
let kept: Map<string, Buffer>;
let emitted: { type: string; subject: string; data: unknown }[];
let drawn: RenderTask[];

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 12 });
  pool.on('error', () => {});
  await pool.query(await readFile(new URL('../migrations/0001-document.sql', import.meta.url), 'utf8'));
  db = pluginDb(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00+03:00');
  kept = new Map();
  emitted = [];
  drawn = [];
  await pool.query('TRUNCATE document, reader');
});

/** One web process: its own memory over the shared database and files. */
function workshop(changed: Partial<Workshop> = {}) {
  const files: Pick<Files, 'put'> = {
    async put(key, content) {
      const bytes = content instanceof Readable ? await buffer(content) : Buffer.from(content);
      kept.set(key, bytes);
      return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
  };
  const register = new DocumentRegister(db, () => now);
  const parts: Workshop = {
    db,
    files,
    register,
    events: { emit: async (_tx, event) => void emitted.push(event) },
    access: { unit: (id) => (id === 'm-dhahran' ? { id, name: dhahran, type: 'municipality', parent: null } : undefined) },
    publicUrl: new URL('https://hub.example.sa'),
    renderer: {
      async draw(task) {
        drawn.push(task);
        return Buffer.from(`%PDF ${JSON.stringify(task)}`);
      },
    },
    ...changed,
  };
  return { register, ...makeDocuments(parts) };
}

test('the same key is the same document, asked for again, at once or by two processes; it is told once', async () => {
  const [one, other] = [workshop(), workshop()];
  const made = await Promise.all([one.make(licence), one.make(licence), other.make(licence), other.make(licence)]);
  expect(new Set(made.map(({ id, code, sha256 }) => `${id} ${code} ${sha256}`)).size).toBe(1);
  expect(drawn.length).toBeLessThanOrEqual(2);
  expect([...kept.keys()]).toEqual([`${made[0].id}.pdf`]);
  expect(await one.make({ ...licence, title: { ar: 'أخرى', en: 'Other' } })).toEqual(made[0]);
  expect(emitted).toEqual([
    { type: 'document.made', subject: licence.subject, data: { id: made[0].id, about: licence.subject, template: licence.template, unit: licence.unit } },
  ]);
  expect(await one.about(licence.subject)).toEqual([made[0]]);
});

test('one whose PDF could not be drawn or kept is nowhere to be seen, and the same key makes it with the code it had', async () => {
  const broken = workshop({ renderer: { draw: () => Promise.reject(new AmanahError('DOCUMENTS_NOT_MADE')) } });
  await expect(broken.make(licence)).rejects.toMatchObject({ code: 'DOCUMENTS_NOT_MADE' });
  const [begun] = (await pool.query<{ code: string }>('SELECT code FROM document')).rows;
  expect(await broken.about(licence.subject)).toEqual([]);
  expect(await broken.register.findByCode(begun!.code)).toBeNull();
  expect(await broken.register.readBy('noura', 10)).toEqual([]);

  now = new Date('2026-11-24T09:00:00+03:00');
  const made = await workshop().make({ ...licence, title: { ar: 'رخصة', en: 'Licence' } });
  expect(made).toMatchObject({ code: begun!.code, title: { en: 'Licence' }, madeAt: '2026-11-23T06:00:00.000Z' });
  expect(drawn[0]?.envelope).toMatchObject({ madeOn: '2026-11-23', link: `https://hub.example.sa/v/${begun!.code}` });
});

test('the process that draws is killed in the middle: the document is there all the same, once, and whole', async () => {
  const renderer = new Renderer({ debug() {}, info() {}, warn() {}, error() {} });
  try {
    const { make, about } = workshop({ renderer });
    const making = make(licence);
    await expect.poll(() => renderer.pid).toBeDefined();
    process.kill(renderer.pid!, 'SIGKILL');
    const made = await making;
    expect(await make(licence)).toEqual(made);
    expect(await about(licence.subject)).toEqual([made]);
    expect(kept.get(`${made.id}.pdf`)?.subarray(-6).toString()).toContain('%%EOF');
    expect(emitted).toHaveLength(1);
  } finally {
    renderer.close();
  }
});

test.each([
  ['a template that no plugin has', { template: 'shop-licences/absent' }, 'DOCUMENTS_TEMPLATE_UNKNOWN'],
  ['a path for a template', { template: '../hub/config' }, 'DOCUMENTS_TEMPLATE_UNKNOWN'],
  ['the layout, which is no paper', { template: 'documents/../x' }, 'DOCUMENTS_TEMPLATE_UNKNOWN'],
  ['a unit that is none', { unit: 'atlantis' }, 'DOCUMENTS_NOT_MADE'],
  ['a day that is none', { validUntil: '2026-02-30' }, 'DOCUMENTS_NOT_MADE'],
  ['no title', { title: { ar: '', en: '' } }, 'DOCUMENTS_NOT_MADE'],
  ['more data than a paper holds', { data: { shop: 'x'.repeat(300_000) } }, 'DOCUMENTS_NOT_MADE'],
])('%s is refused', async (_what, changed, code) => {
  await expect(workshop().make({ ...licence, ...changed })).rejects.toMatchObject({ code });
  expect(drawn).toEqual([]);
});

const check = async (code: string, at = workshop()) =>
  checkPage(
    { register: at.register, wrong: new WrongCodes(), access: { unit: () => undefined }, text: (key) => key },
    { actor: null, language: 'en', requestId: 'r', signal: new AbortController().signal, network: '10.0.0.1' },
    code,
  );

test('its code says that it is valid until its last day is over, then that it has expired', async () => {
  const { make } = workshop();
  const { code } = await make(licence);
  now = new Date('2027-11-22T23:59:00+03:00');
  expect((await check(code)).body?.html).toContain('validTitle');
  now = new Date('2027-11-23T00:00:00+03:00');
  expect((await check(code)).body?.html).toContain('expiredTitle');
});

test('a withdrawn one says why for good, and no later renewal or second reason changes that', async () => {
  const { make, withdraw } = workshop();
  const { id, code } = await make(licence);
  await withdraw(id, { ar: 'بطلب صاحبها', en: 'At the holder’s <b>request</b>' });
  await withdraw(id, { ar: 'سبب آخر', en: 'Another reason' });
  await make({ ...licence, key: 'licence:2', replaces: id });
  const { body } = await check(code);
  expect(body?.html).toContain('withdrawnTitle');
  expect(body?.html).toContain('At the holder’s &lt;b&gt;request&lt;/b&gt;');
  expect(body?.html).toContain('23 November 2026');
  expect(emitted.map(({ type }) => type)).toEqual(['document.made', 'document.withdrawn', 'document.made']);
  await expect(withdraw('00000000-0000-4000-8000-000000000000', { ar: 'س', en: 'r' })).rejects.toMatchObject({ code: 'DOCUMENTS_UNKNOWN' });
});

test('one that was replaced leads to the one in its place', async () => {
  const { make } = workshop();
  const first = await make(licence);
  const second = await make({ ...licence, key: 'licence:2', replaces: first.id });
  const { body } = await check(first.code);
  expect(body?.html).toContain('replacedTitle');
  expect(body?.html).toContain(`/v/${second.code.slice(0, 5)}-${second.code.slice(5)}`);
  expect((await check(second.code)).body?.html).toContain('validTitle');
});
