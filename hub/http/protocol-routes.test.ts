import { createServer, request as rawRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp, sessionWith } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
let signedIn: Awaited<ReturnType<typeof fixtureApp>>;
let server: Server;
beforeAll(async () => {
  hub = await fixtureApp();
  signedIn = await fixtureApp(sessionWith(['protocols:stream.read']));
  server = createServer(signedIn.app).listen(0);
});
afterAll(async () => {
  server.close();
  await Promise.all([hub, signedIn].flatMap(({ app, host }) => [app.close(), host.close()]));
});
const cookie = 'amanah=abc';
const origin = 'http://localhost:3000';

test('parts of a path come by name and the rest as one, with headers that let a document do nothing', async () => {
  const answer = await request(signedIn.app).get('/api/protocols/hls/p%201/720/seg%2d1.m4s').expect(200);
  expect(answer.text).toBe('p1 p 1 720/seg-1.m4s');
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', vary: 'Cookie, Authorization' });
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'; sandbox");
});

test.each(['%2e%2e/secret', 'a/..%2fsecret', 'a%00', 'a%5c..'])('a rest that leads elsewhere (%s) is no address', async (rest) => {
  await new Promise<void>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = rawRequest({ port, path: `/api/protocols/hls/p/${rest}` }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 404 ? resolve() : reject(new Error(String(answer.statusCode)))));
    });
    asked.end();
  });
});

test('nobody without the permission gets in, and HEAD answers as GET without a body', async () => {
  await request(hub.app).get('/api/protocols/hls/p/x').expect(401);
  const answer = await request(signedIn.app).head('/api/protocols/hls/p/x').expect(200);
  expect(answer.text).toBeUndefined();
  const other = await request(signedIn.app).delete('/api/protocols/hls/p/x').set('Origin', origin).expect(405);
  expect(other.headers.allow).toBe('GET, HEAD');
});

test('a body is streamed to the handler; one that is too long, or does not say how long it is, is not taken', async () => {
  const patch = () => request(signedIn.app).patch('/api/protocols/uploads/1').set('Origin', origin).set('Content-Type', 'application/offset+octet-stream');
  const answer = await patch().send('{"not": "parsed"').expect(204);
  expect(answer.headers['upload-offset']).toBe('16');
  await patch().send('x'.repeat(1_001)).expect(413);
  const chunked = patch().set('Transfer-Encoding', 'chunked');
  chunked.write('abc');
  const refused = await chunked.expect(411);
  expect(refused.body.code).toBe('HTTP_LENGTH_NEEDED');
});

test('a write on the strength of the session cookie needs the exact origin; a protocol that proves its sender needs none and sees no session', async () => {
  await request(signedIn.app).patch('/api/protocols/uploads/1').set('Cookie', cookie).set('Origin', 'http://evil.localhost:3000').send('x').expect(403);
  const answer = await request(signedIn.app).post('/api/protocols/inbox').set('Cookie', cookie).set('Origin', 'https://other.example').send('x').expect(200);
  expect(JSON.parse(answer.text)).toEqual({ actor: null });
});

test('a root address of the manifest is open to all sites without cookies, and limited per network', async () => {
  const ask = () => request(signedIn.app).get('/.well-known/webfinger?resource=acct:a@b').set('Cookie', cookie);
  const answer = await ask().expect(200);
  expect(JSON.parse(answer.text)).toEqual({ subject: 'acct:a@b', actor: null });
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
  expect(answer.headers.vary).toBeUndefined();
  await request(signedIn.app).options('/.well-known/webfinger').expect(204);
  await ask().expect(200);
  const refused = await ask().set('Accept-Language', 'en').expect(429);
  expect(refused.body.code).toBe('HTTP_RATE_LIMITED');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

test('a public route is limited per network too', async () => {
  for (const status of [200, 200, 429]) await request(hub.app).get('/api/protocols/limited').expect(status);
});

test('what a handler throws before it answered is an error of the catalogue; afterwards the connection ends', async () => {
  const gone = await request(hub.app).get('/feeds/gone').expect(404);
  expect(gone.body.code).toBe('HTTP_NOT_FOUND');
  const failed = await request(hub.app).get('/feeds/fails').expect(500);
  expect(failed.text).not.toContain('secret');
  await request(hub.app).get('/feeds/silent').expect(500);
  await expect(request(hub.app).get('/feeds/breaks')).rejects.toThrow(/aborted|hang up/);
  await request(hub.app).get('/feeds/news').expect(200, '<rss></rss>');
  await request(hub.app).get('/feeds/news/other').expect(404);
});

test('an answer that does not begin in time is an error, and the handler hears of it', async () => {
  const answer = await request(hub.app).get('/api/protocols/slow/never').expect(504);
  expect(answer.body.code).toBe('HTTP_ANSWER_LATE');
});

test('protocols stand in the OpenAPI document with their permission or their reason for being public', async () => {
  const { body } = await request(hub.app).get('/api/openapi.json').expect(200);
  expect(body.paths['/api/protocols/hls/{programme}/{rest}'].get).toMatchObject({ 'x-permission': 'protocols:stream.read', 'x-protocol': true });
  expect(body.paths['/.well-known/webfinger'].get).toMatchObject({ 'x-public': 'a test reads it', security: [] });
  expect(body.paths['/api/protocols/echo/{room}'].get).toMatchObject({ 'x-permission': 'protocols:stream.read', 'x-socket': true });
});
