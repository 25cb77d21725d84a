import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let hub: TestHub;
let alice: CookieJar;
beforeAll(async () => {
  hub = await createTestHub();
  alice = await hub.signIn('alice', 'alice-password');
}, 120_000);
afterAll(() => hub?.remove());

/** Kilobytes that the hub's process holds now. */
const hubMemory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))?.[1]);

/** One request over a bare socket; the first line of the answer and its text, `closed` when the hub hangs up without one. */
function wire(head: string, body: Buffer | string = ''): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(hub.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('close', () => resolve(text || 'closed'));
    socket.on('error', () => resolve(text || 'closed'));
    socket.setTimeout(30_000, () => socket.destroy());
    socket.write(head.replaceAll('\n', '\r\n'));
    socket.end(body);
  });
}

const json = { 'content-type': 'application/json', accept: 'application/json' };
const start = (line: string) => `${line} HTTP/1.1\nHost: localhost:${hub.port}\nConnection: close\n`;

test('a path, a header, many headers or cookies beyond 32 KB are refused with 431, and the connection is closed', async () => {
  for (const head of [
    `${start(`GET /${'a'.repeat(40_000)}`)}\n`,
    `${start('GET /')}X-Long: ${'a'.repeat(40_000)}\n\n`,
    `${start('GET /')}${Array.from({ length: 3_000 }, (_, n) => `X-${n}: aaaaaaaa`).join('\n')}\n\n`,
    `${start('GET /')}Cookie: ${Array.from({ length: 2_000 }, (_, n) => `c${n}=aaaaaaaaaaaa`).join('; ')}\n\n`,
  ]) {
    const answer = await wire(head);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/HTTP_HEADERS_TOO_LARGE/);
  }
});

test('what is no HTTP is refused with 400 and a code', async () => {
  for (const head of ['GARBAGE\n\n', `${start('GET /')}Content-Length: x\n\n`, `${start('GET /')} folded: x\n\n`, '\u0016\u0003\u0001\u0002\u0000\n\n']) {
    const answer = await wire(head);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/HTTP_MALFORMED/);
  }
});

test('a body beyond the limit is refused with 413 and a code, whether it says its length or not', async () => {
  const large = JSON.stringify({ text: 'a'.repeat(2_000_000) });
  const refused = { code: 'HTTP_TOO_LARGE', status: 413 };
  const route = await bodyRoute();
  expect(await (await alice.fetch(route, { method: 'POST', headers: json, body: large })).json()).toMatchObject(refused);
  const stream = new Blob([large]).stream();
  const chunked = await alice.fetch(route, { method: 'POST', headers: json, body: stream, duplex: 'half' } as RequestInit);
  expect(await chunked.json()).toMatchObject(refused);
  const form = new URLSearchParams({ username: 'alice', password: 'a'.repeat(100_000) });
  const signIn = await alice.fetch('/auth/sign-in/staff', { method: 'POST', headers: { accept: 'application/json' }, body: form });
  expect(await signIn.json()).toMatchObject(refused);
});

test('a small body that unpacks to a large one is refused with 413 while it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20));
  expect(bomb.length).toBeLessThan(300_000);
  const before = hubMemory();
  const answer = await alice.fetch(await bodyRoute(), { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: bomb });
  expect(await answer.json()).toMatchObject({ code: 'HTTP_TOO_LARGE', status: 413 });
  expect(hubMemory() - before).toBeLessThan(150_000);
});

test('JSON of great depth, of many keys, or that poisons prototypes is a wrong input or nothing', async () => {
  const route = await bodyRoute();
  const keys = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, 1])));
  for (const body of [
    '['.repeat(100_000) + ']'.repeat(100_000),
    `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    keys,
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  ]) {
    const answer = await alice.fetch(route, { method: 'POST', headers: json, body });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const text = await answer.text();
    expect(text).toMatch(/"code":"HTTP_/);
    expect(text.length).toBeLessThan(100_000);
  }
});

test('thousands of fields or a very long query are answered, and the hub is as quick as before', async () => {
  const many = Array.from({ length: 2_000 }, (_, n) => `f${n}=1`).join('&');
  expect((await alice.fetch(`/services?${many}`)).status).toBeLessThan(500);
  expect((await alice.fetch(`/api/search?q=${'%D8%A7'.repeat(3_000)}`)).status).toBe(200);
  expect(
    (await alice.fetch('/auth/sign-in/staff', { method: 'POST', body: many, headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status,
  ).toBeLessThan(500);
  expect((await hub.client().fetch('/health/ready')).status).toBe(200);
});

/** A route of a plugin that takes a JSON body from who is signed in. */
async function bodyRoute(): Promise<string> {
  const document = (await (await alice.fetch('/api/openapi.json')).json()) as { paths: Record<string, { post?: { requestBody?: unknown } }> };
  const path = Object.keys(document.paths).find((candidate) => document.paths[candidate]?.post?.requestBody && !candidate.includes('{'));
  if (!path) throw new Error('no route with a body');
  return path.startsWith('/api') ? path : `/api${path}`;
}
