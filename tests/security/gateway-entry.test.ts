import { startTestDatabase, type CookieJar, type TestDatabase } from '@amanah/testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from './gateway-lab.ts';

/** As a browser asks for a page that a person opens. */
const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'user-agent': 'lab', 'accept-language': 'ar' };

let database: TestDatabase;
let lab: GatewayLab;
let server: Server;
let alice: CookieJar;
let asked: { host: string; headers: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url !== '/probe') asked.push({ host: request.headers.host ?? '', headers: JSON.stringify(request.headers) });
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.9', resolve));
  const url = `http://127.0.0.9:${(server.address() as AddressInfo).port}`;
  database = await startTestDatabase();
  lab = await openGatewayLab({ env: { DATABASE_URL: database.url } });
  await lab.connect('everybody', url);
  await lab.connect('persons', url, { access: 'signed-in' });
  await lab.connect('others', url, { access: 'signed-in' });
  await lab.connect('operators', url, { access: 'operations:health.read' });
  alice = await lab.hub.signIn('alice', 'alice-password');
});
afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  await lab?.hub.remove();
  await database?.drop();
});

/** The way into a system as far as its ticket, in the browser of the lab. */
async function ticketFor(id: string): Promise<string> {
  const answer = await alice.fetch(`/auth/enter/${id}?rd=/x`, { headers: page });
  const location = new URL(answer.headers.get('location') ?? 'none:');
  expect(location.host).toBe(lab.host(id));
  return location.pathname + location.search;
}
const cookieOf = (answer: { headers: NodeJS.Dict<string | string[]> }) =>
  [answer.headers['set-cookie'] ?? []].flat().find((one) => one.startsWith('amanah-system='));

describe('who may enter', () => {
  test('a public system is open without signing in; nobody is told to it', async () => {
    asked = [];
    expect(await lab.ask('everybody', '/a', { headers: page })).toMatchObject({ status: 200, text: 'inside' });
    expect(asked[0]?.headers).not.toMatch(/amanah|alice|remote-user/i);
  });

  test('others send a visitor to sign in and back; a script is told by a code; nothing reaches the system', async () => {
    asked = [];
    const answer = await lab.ask('persons', '/a?b=c', { headers: page });
    expect(answer).toMatchObject({ status: 303, headers: { location: `${lab.hub.url}/auth/enter/persons?rd=${encodeURIComponent('/a?b=c')}` } });
    const script = await lab.ask('persons', '/data', { headers: { accept: 'application/json' } });
    expect(JSON.parse(script.text)).toMatchObject({ status: 401, code: 'HTTP_SIGN_IN_NEEDED' });
    expect(asked).toEqual([]);
  });

  test('a system with a permission is closed to who has none, at the portal and on its host, and open to who holds it', async () => {
    asked = [];
    const refused = await alice.fetch('/auth/enter/operators', { headers: page });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('HTTP_PERMISSION_DENIED')]);
    expect(asked).toEqual([]);
    await lab.hub.addPerson('operating', 'operating-password-1', { role: 'operator@eamana' });
    const operator = await lab.hub.signIn('operating', 'operating-password-1');
    const cookie = await lab.enter('operators', operator);
    expect(await lab.ask('operators', '/', { cookie, headers: page })).toMatchObject({ status: 200, text: 'inside' });
    // The role is taken away in the middle.
    await lab.hub.cli('user', 'add', '--id', 'operating', '--role', 'inspector@m-dhahran');
    await expect.poll(async () => (await lab.ask('operators', '/', { cookie, headers: page })).status, { timeout: 15_000 }).toBe(403);
    expect((await lab.ask('operators', '/.amanah/bar.json', { cookie })).status).toBe(403);
  });
});

describe('a ticket', () => {
  test('works once', async () => {
    const ticket = await ticketFor('persons');
    const first = await lab.ask('persons', ticket, { headers: page });
    expect(first).toMatchObject({ status: 303, headers: { location: '/x', 'referrer-policy': 'no-referrer' } });
    expect(cookieOf(first)).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const again = await lab.ask('persons', ticket, { headers: page });
    expect([again.status, cookieOf(again), again.text]).toEqual([403, undefined, expect.stringContaining('GATEWAY_TICKET_REFUSED')]);
  });

  test('works on the host of its own system only, in the browser that it was made for', async () => {
    for (const [id, headers] of [
      ['others', page],
      ['persons', { ...page, 'user-agent': 'another browser' }],
      ['persons', { ...page, 'accept-language': 'fr' }],
    ] as const) {
      const answer = await lab.ask(id, await ticketFor('persons'), { headers });
      expect([answer.status, cookieOf(answer)]).toEqual([403, undefined]);
    }
  });

  test('runs out after thirty seconds, and with the session it was made for', async () => {
    const late = await ticketFor('persons');
    const [left] = await database.query<{ seconds: number }>('SELECT extract(epoch FROM max(expires_at) - now())::float AS seconds FROM hub.ticket');
    expect(left?.seconds).toBeLessThanOrEqual(30);
    await database.query(`UPDATE hub.ticket SET expires_at = expires_at - interval '30 seconds'`);
    expect((await lab.ask('persons', late, { headers: page })).status).toBe(403);
    const closed = await ticketFor('persons');
    await alice.fetch('/auth/sign-out', { method: 'POST' });
    expect((await lab.ask('persons', closed, { headers: page })).status).toBe(403);
    alice = await lab.hub.signIn('alice', 'alice-password');
  });

  test('leads nowhere but into its own host', async () => {
    for (const rd of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const answer = await alice.fetch(`/auth/enter/persons?rd=${encodeURIComponent(rd)}`, { headers: page });
      const { pathname, search } = new URL(answer.headers.get('location') ?? 'none:');
      expect((await lab.ask('persons', pathname + search, { headers: page })).headers.location).toBe('/');
    }
  });
});

describe('the session of a system’s host', () => {
  test('opens no other system and not the portal; the portal’s own opens no system', async () => {
    const cookie = await lab.enter('persons', alice);
    expect((await lab.ask('persons', '/', { cookie, headers: page })).status).toBe(200);
    expect((await lab.ask('others', '/', { cookie, headers: page })).status).toBe(303);
    const value = cookie.slice(cookie.indexOf('=') + 1);
    for (const stolen of [cookie, `amanah=${value}`])
      expect((await fetch(`${lab.hub.url}/auth/check`, { headers: { cookie: stolen } })).status, stolen).toBe(401);
    const portal = /amanah=([^;]+)/.exec(alice.cookie)?.[1] ?? '';
    for (const planted of [alice.cookie, `amanah-system=${portal}`])
      expect((await lab.ask('persons', '/', { cookie: planted, headers: page })).status).toBe(303);
  });

  test('changes nothing by /.amanah, whoever sends it', async () => {
    const cookie = await lab.enter('persons', alice);
    for (const path of ['/.amanah/ticket', '/.amanah/language?to=en', '/.amanah/bar.json'])
      expect((await lab.ask('persons', path, { cookie, method: 'POST', headers: { origin: lab.hub.url }, body: '' })).status, path).toBe(405);
  });
});
