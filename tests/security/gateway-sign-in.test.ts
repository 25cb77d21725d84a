import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labOf, openGatewayLab, type Answer, type GatewayLab } from './gateway-lab.ts';

const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const formBridge = {
  bridge: 'form',
  page: '/login',
  usernameField: 'u',
  passwordField: 'p',
  signedOut: { redirectTo: '/login', contains: 'id="sign-in"' },
  success: { cookie: 'SESS', redirectTo: '/home' },
  signOut: '/logout',
};

let lab: GatewayLab;
let person: CookieJar;
let server: http.Server;
let system: OldSystem;

beforeAll(async () => {
  system = new OldSystem();
  server = http.createServer((request, response) => void system.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.9', resolve));
  const url = `http://127.0.0.9:${(server.address() as AddressInfo).port}`;
  lab = await openGatewayLab();
  person = await lab.hub.signIn('alice', 'alice-password');
  const all = ['username', 'sub', 'nameAr', 'nameEn', 'email', 'capacity', 'roles', 'units'];
  const headers = Object.fromEntries(all.map((name) => [`X-Who-${name}`, name]));
  await lab.connect('headers', url, { access: 'signed-in', signIn: { bridge: 'headers', headers: { ...headers, 'X-Who-Id': 'nationalId' } } });
  await lab.connect('rfc8187', url, { access: 'signed-in', signIn: { bridge: 'headers', headers: { 'X-Who-Name': 'nameAr' }, encoding: 'rfc8187' } });
  await lab.connect('bytes', url, { access: 'signed-in', signIn: { bridge: 'headers', headers: { 'X-Who-Name': 'nameAr' }, encoding: 'utf-8' } });
  await lab.connect('token', url, { access: 'signed-in', signIn: { bridge: 'jwt', audience: 'licences' } });
  await lab.connect('token-id', url, { access: 'signed-in', signIn: { bridge: 'jwt', claims: ['nationalId'] } });
  await lab.connect('basic', url, { access: 'signed-in', signIn: { bridge: 'basic' } });
  await lab.connect('form', url, { access: 'signed-in', signIn: formBridge });
});

beforeEach(() => system.reset());

afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  await lab?.hub.remove();
});

const echo = async (id: string, headers: Record<string, string> = {}) =>
  JSON.parse((await lab.ask(id, '/echo', { cookie: await lab.enter(id, person), headers })).text) as Record<string, string>;

describe('identity headers', () => {
  test('carry every value that the definition names, Arabic percent-encoded', async () => {
    const seen = await echo('headers');
    expect(seen['x-who-username']).toBe('alice');
    expect(seen['x-who-sub']).toMatch(/^[0-9a-f-]{36}$/);
    expect(decodeURIComponent(seen['x-who-namear'] ?? '')).toBe('أليس عبدالله المهنا');
    expect(seen['x-who-nameen']).toBe('Alice Abdullah Almuhanna');
    expect(seen['x-who-email']).toBe('alice@demo.amanah.test');
    expect(seen['x-who-id']).toBe('1048172637');
    expect(seen['x-who-capacity']).toBe('self');
    expect(seen).toHaveProperty('x-who-roles');
    expect(seen).toHaveProperty('x-who-units');
  });

  test('carry Arabic as RFC 8187 or as bare UTF-8 where the system reads that', async () => {
    expect((await echo('rfc8187'))['x-who-name']).toBe(`UTF-8''${encodeURIComponent('أليس عبدالله المهنا')}`);
    expect(Buffer.from((await echo('bytes'))['x-who-name'] ?? '', 'latin1').toString()).toBe('أليس عبدالله المهنا');
  });

  test('the national id goes nowhere that does not name it', async () => {
    expect(JSON.stringify([await echo('rfc8187'), await echo('token')])).not.toContain('1048172637');
  });
});

test('the identity token is verified by the keys that the hub publishes, for its system alone', async () => {
  const token = (await echo('token', { 'x-amanah-identity': 'forged' }))['x-amanah-identity'] ?? '';
  const keys = createRemoteJWKSet(new URL('/oidc/jwks', lab.hub.url));
  const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: `${lab.hub.url}/oidc`, audience: 'licences' });
  expect(protectedHeader.alg).toBe('ES256');
  expect(payload).toMatchObject({ username: 'alice', nameAr: 'أليس عبدالله المهنا', email: 'alice@demo.amanah.test', capacity: 'self' });
  expect(payload.roles).toBeInstanceOf(Array);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(60);
  expect(payload).not.toHaveProperty('nationalId');
  await expect(jwtVerify(token, keys, { issuer: `${lab.hub.url}/oidc`, audience: 'token-id' })).rejects.toThrow();
  const named = (await echo('token-id'))['x-amanah-identity'] ?? '';
  expect((await jwtVerify(named, keys, { audience: 'token-id' })).payload).toMatchObject({ nationalId: '1048172637' });
});

describe('Basic', () => {
  test('asks once, signs in with what is kept, and asks again when the system refuses it: it never goes round', async () => {
    const cookie = await lab.enter('basic', person);
    expectAsked('basic', await lab.ask('basic', '/echo', { cookie, headers: page }));
    await give('basic', 'alice.old', 'wrong');
    expectAsked('basic', await lab.ask('basic', '/private', { cookie, headers: page }));
    const before = system.asked;
    expectAsked('basic', await lab.ask('basic', '/private', { cookie, headers: page }));
    expect(system.asked).toBe(before);
    expect(await (await person.fetch('/systems/basic/credentials')).text()).toContain('role="alert"');
    await give('basic', 'alice.old', 'right');
    expect(await lab.ask('basic', '/private', { cookie, headers: { ...page, authorization: 'Basic Zm9yZ2VkOng=' } })).toMatchObject({
      status: 200,
      text: 'welcome alice.old',
    });
  });
});

describe('a system that is entered by its own form', () => {
  test('asks for the account; a wrong password is tried once and asked for again', async () => {
    const cookie = await lab.enter('form', person);
    expectAsked('form', await lab.ask('form', '/home', { cookie, headers: page }));
    await give('form', 'alice.old', 'wrong');
    for (let turn = 0; turn < 3; turn++) expectAsked('form', await lab.ask('form', '/home', { cookie, headers: page }));
    expect(system.signIns).toBe(1);
    const script = await lab.ask('form', '/home', { cookie, headers: { accept: 'application/json' } });
    expect(JSON.parse(script.text)).toMatchObject({ status: 403, code: 'GATEWAY_CREDENTIALS_NEEDED' });
  });

  test('keeps the system’s cookies away from the browser, and the browser’s of the same name away from the system', async () => {
    await give('form', 'alice.old', 'right');
    const cookie = await lab.enter('form', person);
    const seen = await lab.ask('form', '/home', { cookie: `${cookie}; SESS=planted; own=1`, headers: page });
    expect(seen).toMatchObject({ status: 200, text: expect.stringContaining('welcome alice.old') });
    expect(seen.headers['set-cookie']).toEqual(['theme=blue']);
    expect(system.lastCookie).toMatch(/^own=1; SESS=s\d+$/);
    expect(system.signIns).toBe(1);
  });

  test('many requests at once share one sign-in', async () => {
    await give('form', 'alice.old', 'right');
    const cookie = await lab.enter('form', person);
    const answers = await Promise.all(Array.from({ length: 8 }, () => lab.ask('form', '/home', { cookie, headers: page })));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(system.signIns).toBe(1);
  });

  test.each(['redirect', 'page'] as const)(
    'a session that the system ended is opened again, known by a %s; what was posted is said to be lost',
    async (how) => {
      await give('form', 'alice.old', 'right');
      const cookie = await lab.enter('form', person);
      await lab.ask('form', '/home', { cookie, headers: page });
      system.says = how;
      await later();
      system.endSessions();
      const again = await lab.ask('form', '/home?x=1', { cookie, headers: page });
      expect(again).toMatchObject({ status: 303 });
      expect(again.headers.location).toBe('/home?x=1');
      expect(await lab.ask('form', '/home?x=1', { cookie, headers: page })).toMatchObject({ status: 200, text: expect.stringContaining('welcome') });
      await later();
      system.endSessions();
      const posted = await lab.ask('form', '/save', { cookie, headers: page, method: 'POST', body: 'a=1' });
      expect(posted).toMatchObject({ status: 409, text: expect.stringContaining('GATEWAY_SIGNED_IN_AGAIN') });
    },
  );

  test('a system that shows its sign-in page whatever we do is shown, not asked for ever', async () => {
    await give('form', 'alice.old', 'right');
    const cookie = await lab.enter('form', person);
    await lab.ask('form', '/home', { cookie, headers: page });
    system.broken = true;
    await later();
    const statuses = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await lab.ask('form', '/home', { cookie, headers: page })).status);
    expect(statuses.filter((status) => status === 303).length).toBeLessThanOrEqual(1);
    expect(statuses.at(-1)).toBe(200);
    expect(system.signIns).toBeLessThanOrEqual(2);
  });

  test('another replica goes on with the same session, sees its changes, and ends it at sign-out', async () => {
    await give('form', 'alice.old', 'right');
    const guest = await lab.hub.signIn('alice', 'alice-password');
    const cookie = await lab.enter('form', guest);
    await lab.ask('form', '/home', { cookie, headers: page });
    const other = await secondReplica();
    try {
      const there = labOf(other, lab.hub.port);
      expect(await there.ask('form', '/home', { cookie, headers: page })).toMatchObject({ status: 200, text: expect.stringContaining('welcome') });
      expect(system.signIns).toBe(1);
      await there.ask('form', '/rotate', { cookie, headers: page });
      await expect.poll(async () => (await lab.ask('form', '/home', { cookie, headers: page })).status, { timeout: 10_000 }).toBe(200);
      expect(system.signIns).toBe(1);
      expect(system.sessions.size).toBe(1);
      await guest.fetch('/auth/sign-out', { method: 'POST' });
      await expect.poll(() => system.sessions.size, { timeout: 10_000 }).toBe(0);
      expect((await there.ask('form', '/home', { cookie, headers: page })).status).toBe(303);
    } finally {
      await other.stop();
    }
  });
});

function secondReplica(): Promise<TestHub> {
  return createTestHub({ dataDir: lab.hub.dataDir, env: { PUBLIC_URL: lab.hub.url } });
}

/** The person gives user name and password of a system, as its page asks for them. */
async function give(id: string, username: string, password: string): Promise<void> {
  const answer = await person.fetch(`/systems/${id}/credentials`, { method: 'POST', body: new URLSearchParams({ username, password, rd: '/home' }) });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toContain(`/auth/enter/${id}`);
}

function expectAsked(id: string, { status, headers }: Answer): void {
  expect({ status, location: headers.location }).toMatchObject({ status: 303, location: expect.stringContaining(`/systems/${id}/credentials?rd=`) });
}

/** Longer than the time in which a session that has just been opened is not opened again. */
function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5_500));
}

/** An old system with users, form, session cookie and Basic area of its own. */
class OldSystem {
  readonly sessions = new Map<string, string>();
  asked = 0;
  signIns = 0;
  says: 'redirect' | 'page' = 'redirect';
  broken = false;
  lastCookie = '';
  #next = 0;

  reset(): void {
    this.sessions.clear();
    Object.assign(this, { asked: 0, signIns: 0, says: 'redirect', broken: false });
  }

  endSessions(): void {
    this.sessions.clear();
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '/').split('?')[0];
    const cookie = request.headers.cookie ?? '';
    response.setHeader('content-type', 'text/html');
    if (path === '/echo') return void response.setHeader('content-type', 'text/plain').end(JSON.stringify(request.headers));
    if (path === '/private') {
      const [name, password] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64')
        .toString()
        .split(':');
      if (password === 'right') return void response.end(`welcome ${name}`);
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="old"' }).end('no');
    }
    const form = '<html><body><form id="sign-in" method="post"><input name="u"><input name="p" type="password"></form></body></html>';
    if (path === '/login' && request.method === 'GET') return void response.end(form);
    if (path === '/login') {
      this.signIns++;
      const fields = new URLSearchParams(Buffer.concat(chunks).toString());
      if (fields.get('p') !== 'right') return void response.end(form);
      return this.#open(response, fields.get('u') ?? '', '/home');
    }
    const id = /SESS=(\w+)/.exec(cookie)?.[1] ?? '';
    const name = this.sessions.get(id);
    if (path === '/logout') {
      this.sessions.delete(id);
      return void response.end('bye');
    }
    if (!name || this.broken)
      return void (this.says === 'page' || this.broken ? response.end(form) : response.writeHead(302, { location: '/login?expired' }).end());
    this.lastCookie = cookie;
    if (path === '/rotate') {
      this.sessions.delete(id);
      return this.#open(response, name, null);
    }
    response.setHeader('set-cookie', 'theme=blue').end(`<html><body>welcome ${name}</body></html>`);
  }

  #open(response: ServerResponse, name: string, location: string | null): void {
    const id = `s${++this.#next}`;
    this.sessions.set(id, name);
    response.setHeader('set-cookie', `SESS=${id}; Path=/; HttpOnly`);
    if (location) response.writeHead(302, { location }).end();
    else response.end('<html><body>rotated</body></html>');
  }
}
