import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFiles } from '../files/create-files.ts';
import { fixtureApp, sessionWith } from './app-fixture.ts';
import { fileName, uploadBody } from './upload-body.ts';

const origin = 'http://localhost:3000';
let dataDir: string;
let hub: Awaited<ReturnType<typeof fixtureApp>>;
let server: Server;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-file-routes-'));
  hub = await fixtureApp(sessionWith(['good:thing.read']), { dataDir }, { files: await createFiles({ dataDir, files: null, scanner: null }) });
  server = createServer(hub.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await hub.app.close();
  await hub.host.close();
  await rm(dataDir, { recursive: true });
});

const put = (key: string) => request(hub.app).put(`/api/good/files/${key}`).set('Origin', origin);
const get = (key: string) => request(hub.app).get(`/api/good/files/${key}`);

test('a file is taken as the body, with its name in any script and the type that is claimed', async () => {
  const { body } = await put('one.txt')
    .set('Content-Type', 'text/plain; charset=utf-8')
    .set('X-File-Name', encodeURIComponent('صورة المحل.txt'))
    .send('0123456789')
    .expect(200);
  expect(body).toMatchObject({ name: 'صورة المحل.txt', type: 'text/plain', announced: 10, bytes: 10 });
  expect(body.sha256).toBe('84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882');
});

test('a body of JSON is a file like any other to a route that takes one', async () => {
  const { body } = await put('data.json').set('Content-Type', 'application/json').send('{"a":1}').expect(200);
  expect(body).toMatchObject({ name: null, type: 'application/json', bytes: 7 });
});

test('a page of another origin cannot send one on the strength of the cookie', async () => {
  const answer = await request(hub.app)
    .put('/api/good/files/two')
    .set('Cookie', 'amanah=abc')
    .set('Origin', 'http://evil.localhost:3000')
    .set('Content-Type', 'image/png')
    .send('x');
  expect(answer.body.code).toBe('HTTP_ORIGIN_REFUSED');
});

test('a file above the limit is refused before it is read when its length is announced, else as soon as it passes it, and nothing of it stays', async () => {
  const before = await readdir(join(dataDir, 'files', 'good'));
  expect((await put('big').send(Buffer.alloc(100_001)).expect(413)).body.code).toBe('HTTP_TOO_LARGE');
  const answer = await raw({ key: 'big', chunks: Array.from({ length: 30 }, () => Buffer.alloc(10_000)) });
  expect(answer).toBe(413);
  expect(await readdir(join(dataDir, 'files', 'good'))).toEqual(before);
  expect(await readdir(join(dataDir, 'files', '.spool'))).toEqual([]);
});

test('a sender who goes away in the middle leaves nothing', async () => {
  const before = await readdir(join(dataDir, 'files', 'good'));
  await raw({ key: 'broken', chunks: [Buffer.alloc(5_000)], breakOff: true });
  await expect.poll(() => readdir(join(dataDir, 'files', '.spool'))).toEqual([]);
  expect(await readdir(join(dataDir, 'files', 'good'))).toEqual(before);
});

test('a handler that does not read the file is answered for, and the connection serves on', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/good/unread`;
  for (let time = 0; time < 3; time++) {
    const answer = await fetch(url, { method: 'POST', headers: { Origin: origin }, body: Buffer.alloc(90_000) });
    expect(answer.status).toBe(204);
  }
});

test('a sender who falls silent is told so, and let go', async () => {
  const app = express().put('/', (request, response) => {
    const upload = uploadBody(request, 100_000, 100);
    upload.stream.resume().once('error', ({ message }) => {
      upload.close();
      response.status(408).end(message);
    });
  });
  const silent = createServer(app).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const said = await new Promise<string>((resolve) => {
    const sending = httpRequest(
      { port: (silent.address() as AddressInfo).port, host: '127.0.0.1', method: 'PUT', headers: { 'Content-Length': 10 } },
      (answer) => void text(answer).then(resolve),
    );
    sending.write('half');
  });
  expect(said).toContain('HTTP_REQUEST_TIMEOUT');
  silent.closeAllConnections();
  silent.close();
});

test('names lose their path, marks of direction and control characters, never their ending', () => {
  const named = (name: string) => fileName(encodeURIComponent(name));
  expect(named('C:\\fakepath\\عقد.pdf')).toBe('عقد.pdf');
  expect(named('../../etc/passwd')).toBe('passwd');
  expect(named('photo\u202Egpj.exe')).toBe('photogpj.exe');
  expect(named('a\r\nSet-Cookie: x=y\u0000.pdf')).toBe('aSet-Cookie: x=y.pdf');
  expect(named(`${'ط'.repeat(300)}.pdf`)).toBe(`${'ط'.repeat(196)}.pdf`);
  expect([fileName(undefined), named('..'), named(' \u200f ')]).toEqual([null, null, null]);
  expect(() => fileName('%E0%A4%A')).toThrow('HTTP_INVALID_INPUT');
});

test('a file is answered under its true name, kept by nobody, read as nothing else and shut off from the portal', async () => {
  const { headers, text } = await get('one.txt').expect(200);
  expect(text).toBe('0123456789');
  expect(headers).toMatchObject({
    'content-type': 'text/plain',
    'content-length': '10',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
  });
  expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  // A page of the portal shows it beside others, no other site does.
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect(headers['x-frame-options']).toBe('SAMEORIGIN');
  expect(headers['content-disposition']).toBe(`inline; filename="??? \\"one.txt\\".pdf"; filename*=UTF-8''%D9%85%D9%84%D9%81%20%22one.txt%22.pdf`);
  const kept = await get('one.txt?disposition=attachment').expect(200);
  expect(kept.headers['content-disposition']).toMatch(/^attachment; /);
  expect(kept.headers['content-security-policy']).toBeUndefined();
  expect(kept.headers['x-frame-options']).not.toBe('SAMEORIGIN');
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
  ['bytes=0-1,4-5', 200, '0123456789', undefined],
  ['lines=1-2', 200, '0123456789', undefined],
])('a part of a file: %s', async (range, status, text, part) => {
  const answer = await get('one.txt').set('Range', range).expect(status);
  expect(answer.text).toBe(text);
  expect(answer.headers['content-range']).toBe(part);
  expect(answer.headers['content-length']).toBe(String(text.length));
});

test('a part beyond the end is refused with the length, and a condition that cannot be known gets the whole', async () => {
  const answer = await get('one.txt').set('Range', 'bytes=10-').expect(416);
  expect(answer.headers['content-range']).toBe('bytes */10');
  await get('one.txt').set('Range', 'bytes=2-4').set('If-Range', '"x"').expect(200, '0123456789');
});

test('the head of a file is answered without opening it', async () => {
  const { headers, text } = await request(hub.app).head('/api/good/files/one.txt').expect(200);
  expect([headers['content-length'], text]).toEqual(['10', undefined]);
});

test('a file that is not there is 404, a key that no plugin should make an error, a type that the route does not promise is not sent', async () => {
  expect((await get('nothing').expect(404)).body.code).toBe('FILES_MISSING');
  for (const key of ['..%2fother', '.one.txt.type', 'a%00b']) expect((await get(key).expect(500)).body.code).toBe('FILES_KEY_INVALID');
  expect((await get('data.json').expect(500)).body.code).toBe('HTTP_INTERNAL');
});

test('the OpenAPI document says what is taken and what is answered', async () => {
  const { body } = await request(hub.app).get('/api/openapi.json').expect(200);
  const { put: taking, get: answering } = body.paths['/api/good/files/{key}'];
  expect(Object.keys(taking.requestBody.content)).toEqual(['*/*']);
  expect(taking.parameters.map(({ in: where, name }: { in: string; name: string }) => `${where} ${name}`)).toEqual([
    'path key',
    'query kind',
    'header X-File-Name',
  ]);
  expect(Object.keys(answering.responses['200'].content)).toEqual(['text/plain', 'application/pdf']);
  expect(answering.responses['206']).toBeDefined();
});

/** Sends chunks without saying how many; `breakOff` ends the connection in place of the file. Resolves to the status, if one comes. */
function raw({ key, chunks, breakOff = false }: { key: string; chunks: readonly Buffer[]; breakOff?: boolean }): Promise<number | undefined> {
  return new Promise((resolve) => {
    const { port } = server.address() as AddressInfo;
    const sending = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path: `/api/good/files/${key}`, headers: { Origin: origin } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sending.once('error', () => resolve(undefined));
    const send = async () => {
      for (const chunk of chunks) sending.write(chunk);
      if (!breakOff) return void sending.end();
      await wait(100);
      sending.destroy();
    };
    void send();
  });
}
