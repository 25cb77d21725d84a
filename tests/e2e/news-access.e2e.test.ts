import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRole } from './pages/media-api.ts';

let hub: TestHub;
let writer: CookieJar;
let elsewhere: CookieJar;
let head: CookieJar;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', readyMs: 240_000 });
  writer = await inRole(hub, 'access-writer', 'news-writer@pr-media');
  elsewhere = await inRole(hub, 'access-elsewhere', 'news-writer@m-dhahran');
  head = await inRole(hub, 'access-head', 'communication-head@pr-media');
}, 400_000);
afterAll(async () => hub?.remove());

const office = '/api/social/office/news';
async function ask(
  jar: CookieJar,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, never> & { code?: string; id?: string } }> {
  const answer = await jar.fetch(office + path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as never };
}
const upload = (jar: CookieJar, id: string, bytes: Uint8Array, type = 'image/jpeg') =>
  jar.fetch(`${office}/${id}/pictures`, { method: 'PUT', headers: { 'content-type': type }, body: Buffer.from(bytes) });
const text = (words: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] });
const content = (more: object = {}) => ({
  title: { ar: 'تنبيه', en: 'Notice' },
  summary: { ar: 'ملخص', en: 'Summary' },
  body: { ar: text('نص'), en: text('Text') },
  picture: null,
  unit: 'pr-media',
  units: [],
  audience: 'everyone',
  services: [],
  programmes: [],
  ...more,
});

test('an item of another unit is answered like one that does not exist, in every way', async () => {
  const { id } = (await ask(writer, 'POST', '', {})).body;
  const none = '11111111-1111-4111-8111-111111111111';
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '', { version: 1, content: content() }],
    ['POST', '/send', { version: 1 }],
  ] as const) {
    const theirs = await ask(elsewhere, method, `/${id}${path}`, body);
    const nothing = await ask(elsewhere, method, `/${none}${path}`, body);
    expect([theirs.status, theirs.body.code]).toEqual([nothing.status, nothing.body.code]);
    expect(theirs.body.code).toBe('SOCIAL_NEWS_UNKNOWN');
  }
  expect((await upload(elsewhere, id!, await photo())).status).toBe(404);
  expect(((await ask(elsewhere, 'GET', '')).body as unknown as { news: { id: string }[] }).news.map((one) => one.id)).not.toContain(id);
  expect((await ask(elsewhere, 'POST', '', { unit: 'pr-media' })).body.code).toBe('HTTP_PERMISSION_DENIED');
});

test('a writer cannot give an item to a unit for which they do not write, nor approve, nor does anybody without a role see the office', async () => {
  const { id } = (await ask(writer, 'POST', '', {})).body;
  expect((await ask(writer, 'PUT', `/${id}`, { version: 1, content: content({ unit: 'm-dhahran' }) })).body.code).toBe('HTTP_PERMISSION_DENIED');
  expect((await ask(writer, 'PUT', `/${id}`, { version: 1, content: content() })).status).toBe(200);
  expect((await ask(writer, 'POST', `/${id}/send`, { version: 2 })).status).toBe(200);
  expect((await ask(writer, 'POST', `/${id}/approve`, { version: 3, publishAt: null })).status).toBe(403);
  expect((await hub.client().fetch(office)).status).toBe(401);
  expect((await (await hub.signIn('alice', 'alice-password')).fetch(office)).status).toBe(403);
});

const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#25935f' } })
    .jpeg()
    .toBuffer();

test('a picture is seen by the office only until its item is out; what is no picture, or another item’s, is refused', async () => {
  const { id } = (await ask(writer, 'POST', '', {})).body;
  const program = Buffer.from('#!/bin/sh\nrm -rf /\n');
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const bytes of [program, drawing, Buffer.alloc(0), (await photo()).subarray(0, 200)])
    expect(((await (await upload(writer, id!, bytes)).json()) as { code: string }).code).toBe('SOCIAL_PICTURE_REFUSED');
  const sent = (await (await upload(writer, id!, await photo())).json()) as { id: string; path: string };
  expect((await hub.client().fetch(sent.path)).status).toBe(404);
  expect((await elsewhere.fetch(sent.path)).status).toBe(404);
  expect((await writer.fetch(sent.path)).status).toBe(200);
  const { id: other } = (await ask(writer, 'POST', '', {})).body;
  const picture = { id: sent.id, alt: { ar: 'صورة', en: 'Picture' } };
  expect((await ask(writer, 'PUT', `/${other}`, { version: 1, content: content({ picture }) })).body.code).toBe('SOCIAL_PICTURE_UNKNOWN');
  expect((await ask(writer, 'PUT', `/${id}`, { version: 1, content: content({ picture }) })).status).toBe(200);
  expect((await ask(writer, 'POST', `/${id}/send`, { version: 2 })).status).toBe(200);
  expect((await ask(head, 'POST', `/${id}/approve`, { version: 3, publishAt: null })).status).toBe(200);
  const seen = await hub.client().fetch(sent.path);
  expect([seen.status, seen.headers.get('content-type'), seen.headers.get('cache-control')]).toEqual([200, 'image/jpeg', 'public, max-age=3600']);
  expect((await ask(head, 'POST', `/${id}/withdraw`, { version: 5, reason: { ar: 'انتهى الغرض', en: 'No longer needed' } })).status).toBe(200);
  expect((await hub.client().fetch(sent.path)).status).toBe(404);
});

test('what is approved for a moment is published by the hub itself in that minute', async () => {
  const { id } = (await ask(writer, 'POST', '', {})).body;
  await ask(writer, 'PUT', `/${id}`, { version: 1, content: content({ title: { ar: 'موعد', en: 'At a moment' } }) });
  await ask(writer, 'POST', `/${id}/send`, { version: 2 });
  const publishAt = new Date(Date.now() + 2_000).toISOString();
  expect((await ask(head, 'POST', `/${id}/approve`, { version: 3, publishAt })).status).toBe(200);
  await expect.poll(async () => (await fetch(`${hub.url}/news/${id}`)).status, { timeout: 150_000, interval: 1_000 }).toBe(200);
  const { steps } = (await ask(writer, 'GET', `/${id}`)).body as unknown as { steps: { action: string; by: string | null }[] };
  expect(steps[0]).toMatchObject({ action: 'published', by: null });
}, 200_000);
