import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
beforeAll(async () => {
  hub = await fixtureApp();
});
afterAll(async () => {
  await hub.app.close();
  await hub.host.close();
});
const segment = '/api/protocols/disk/720/seg-1.m4s';
const get = (path: string) =>
  request(hub.app)
    .get(path)
    .buffer(true)
    .parse((answer, done) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => done(null, text));
    });

test('a file of the disk is sent whole or in parts, with its type and a mark by which it is known again', async () => {
  const whole = await get(segment).expect(200);
  expect(whole.body).toBe('0123456789');
  expect(whole.headers).toMatchObject({
    'content-type': 'video/iso.segment',
    'cache-control': 'public, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
  });
  const part = await get(segment).set('Range', 'bytes=2-4').expect(206);
  expect(part.body).toBe('234');
  expect(part.headers['content-range']).toBe('bytes 2-4/10');
  await get(segment).set('If-None-Match', String(whole.headers.etag)).expect(304);
  await get(segment).set('If-Match', '"another"').expect(412);
  const changed = await get(segment).set('Range', 'bytes=2-4').set('If-Range', '"another"').expect(200);
  expect(changed.body).toBe('0123456789');
  const head = await request(hub.app).head(segment).expect(200);
  expect(head.headers['content-length']).toBe('10');
});

test('a part that is not there, and what is no file, are errors of the catalogue that nobody keeps', async () => {
  const range = await request(hub.app).get(segment).set('Range', 'bytes=20-').expect(416);
  expect(range.body.code).toBe('HTTP_RANGE_NOT_THERE');
  expect(range.headers).toMatchObject({ 'content-range': 'bytes */10', 'cache-control': 'no-store' });
  for (const path of ['720/none.m4s', '720', '.hidden', '720/.hidden', '%2e%2e/manifest.ts']) {
    const answer = await request(hub.app).get(`/api/protocols/disk/${path}`);
    expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'HTTP_NOT_FOUND']);
    expect(answer.headers['cache-control']).toBe('no-store');
  }
});

test('a playlist that changes is asked for again each time', async () => {
  const playlist = await get('/api/protocols/disk/index.m3u8').expect(200);
  expect(playlist.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': expect.stringMatching(/mpegurl/i) });
});
