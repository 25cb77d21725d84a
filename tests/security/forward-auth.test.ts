import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CookieJar, createTestHub, freePort, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sendForm } from './oidc-party.ts';

/** A system of its own host, with its own nginx in front that asks the hub: what docs/guides/sign-in-for-systems.md tells owners to write. */
let hub: TestHub;
let folder: string;
let nginx: ChildProcess;
let system: Server;
const origins: Record<'gis' | 'plans', string> = { gis: '', plans: '' };

beforeAll(async () => {
  hub = await createTestHub();
  folder = mkdtempSync(join(tmpdir(), 'amanah-own-nginx-'));
  system = createServer((request, response) => response.end(JSON.stringify(request.headers))).listen(0, '127.0.0.1');
  await once(system, 'listening');
  const upstream = (system.address() as AddressInfo).port;
  const servers: string[] = [];
  for (const id of ['gis', 'plans'] as const) {
    const port = await freePort();
    origins[id] = `http://127.0.0.11:${port}`;
    servers.push(serverOf(id, port, upstream));
    const file = join(folder, `${id}.yaml`);
    writeFileSync(file, definitionOf(id, upstream, id === 'gis' ? 'signed-in' : 'operations:health.read'));
    const said = await hub.cli('system', 'add', file, '--json');
    expect(said.stdout).toContain(id);
  }
  writeFileSync(join(folder, 'nginx.conf'), configurationOf(servers));
  nginx = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', join(folder, 'error.log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const until = { timeout: 30_000, interval: 100 };
  for (const origin of Object.values(origins)) await vi.waitFor(() => fetch(origin, { redirect: 'manual' }), until);
  const known = async (id: string) => expect((await fetch(`${hub.url}/auth/enter/${id}`, { redirect: 'manual' })).status).toBe(303);
  for (const id of Object.keys(origins)) await vi.waitFor(() => known(id), until);
});

afterAll(async () => {
  if (nginx?.exitCode === null) {
    nginx.kill('SIGTERM');
    await once(nginx, 'exit');
  }
  system?.close();
  await hub?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const check = (headers: Record<string, string>, query = '') => fetch(`${hub.url}/auth/check${query}`, { headers, redirect: 'manual' });

/** One person's browser: a cookie jar for the portal and one for each system, as hosts keep cookies apart. */
class Browser {
  readonly portal = hub.client();
  readonly #systems = new Map<string, CookieJar>();

  /** Opens an address of a system as a person does; follows redirects from host to host. */
  async open(address: string): Promise<Response> {
    let at = new URL(address);
    for (let hops = 0; hops < 20; hops++) {
      const jar = at.origin === hub.url ? this.portal : this.at(at.origin);
      const answer = await jar.fetch(at.href);
      const location = answer.headers.get('location');
      if (!location) return answer;
      at = new URL(location, at);
    }
    throw new Error(`redirects without end at ${at.href}`);
  }

  at(origin: string): CookieJar {
    const known = this.#systems.get(origin) ?? new CookieJar(origin);
    this.#systems.set(origin, known);
    return known;
  }
}

async function signedIn(username = 'alice', password = 'alice-password'): Promise<Browser> {
  const browser = new Browser();
  await browser.portal.signIn(username, password);
  return browser;
}

test('a visitor comes from the system to the sign-in page, back to the page asked for, and the system learns who it is', async () => {
  const browser = new Browser();
  const form = await browser.open(`${origins.gis}/map?layer=roads`);
  expect(form.url.startsWith(`${hub.url}/auth/sign-in`)).toBe(true);
  const answer = await sendForm(browser.portal, form, { username: 'alice', password: 'alice-password' });
  const page = await browser.open(answer.headers.get('location') ?? answer.url);
  expect(page.url).toBe(`${origins.gis}/map?layer=roads`);
  expect(await page.json()).toMatchObject({ 'x-user': 'alice', 'x-email': 'alice@demo.amanah.test', 'x-capacity': 'self' });
});

test('who is signed in to the portal enters without a page, and every further request is checked without the portal cookie', async () => {
  const browser = await signedIn();
  expect((await browser.open(`${origins.gis}/`)).status).toBe(200);
  const own = browser.at(origins.gis);
  expect(own.cookie).toContain('amanah-system=');
  expect(own.cookie).not.toMatch(/(^|; )amanah=/);
  expect((await own.fetch('/again')).status).toBe(200);
});

test('the system never sees the cookie that proves the person, nor a name that a visitor made up', async () => {
  const browser = await signedIn();
  await browser.open(`${origins.gis}/`);
  const seen = (await (await browser.at(origins.gis).fetch('/x', { headers: { 'x-user': 'admin', 'x-auth-request-user': 'admin' } })).json()) as Record<
    string,
    string
  >;
  expect(seen['x-user']).toBe('alice');
  expect(seen['cookie'] ?? '').not.toContain('amanah-system');
});

test('a system that needs a permission answers 403 to who has none, and lets in who holds it', async () => {
  const alice = await signedIn();
  expect((await alice.open(`${origins.plans}/`)).status).toBe(403);
  await hub.addPerson('operator', 'operator-password-1', { name: { ar: 'مشغل', en: 'Operator' }, role: 'operator@it-center' });
  const operator = await signedIn('operator', 'operator-password-1');
  const page = await operator.open(`${origins.plans}/`);
  expect([page.status, ((await page.json()) as Record<string, string>)['x-user']]).toEqual([200, 'operator']);
  // The cookie of one system opens no other.
  const cookie = alice.at(origins.gis).cookie || (await alice.open(`${origins.gis}/`), alice.at(origins.gis).cookie);
  expect((await check({ cookie }, '?system=gis')).status).toBe(204);
  expect((await check({ cookie }, '?system=plans')).status).toBe(401);
});

test('after signing out at the portal the system is closed', async () => {
  const browser = await signedIn();
  await browser.open(`${origins.gis}/`);
  expect((await browser.at(origins.gis).fetch('/')).status).toBe(200);
  await browser.portal.fetch('/auth/sign-out', { method: 'POST' });
  await expect.poll(async () => (await browser.at(origins.gis).fetch('/')).status, { timeout: 5_000 }).toBe(302);
});

test('the check answers 204 or 401 and never redirects, with who it is in headers', async () => {
  const anonymous = await check({});
  expect([anonymous.status, anonymous.headers.get('location'), anonymous.headers.get('x-auth-request-user')]).toEqual([401, null, null]);
  const { portal } = await signedIn();
  const known = await check({ cookie: portal.cookie });
  expect([known.status, known.headers.get('x-auth-request-user'), await known.text()]).toEqual([204, 'alice', '']);
  expect((await check({ cookie: portal.cookie, 'x-forwarded-host': new URL(hub.url).host })).status).toBe(204);
  expect((await check({ cookie: portal.cookie, 'x-forwarded-host': 'evil.example' })).status).toBe(401);
  expect((await check({ cookie: portal.cookie }, '?system=unknown')).status).toBe(401);
});

test('Traefik asks by the forwarded host alone', async () => {
  const browser = await signedIn();
  await browser.open(`${origins.gis}/`);
  const { cookie } = browser.at(origins.gis);
  const host = new URL(origins.gis).host;
  expect((await check({ cookie, 'x-forwarded-host': host, 'x-forwarded-proto': 'http', 'x-forwarded-uri': '/map' })).headers.get('x-auth-request-user')).toBe(
    'alice',
  );
  expect((await check({ 'x-forwarded-host': host })).status).toBe(401);
});

test('sign-in leads back to registered addresses only', async () => {
  const { portal } = await signedIn();
  for (const rd of [
    'http://evil.example/',
    `${origins.gis.replace('127.0.0.11', '127.0.0.12')}/`,
    `http://127.0.0.11:1/`,
    `http://unknown.localhost:${hub.port}/`,
  ]) {
    const answer = await portal.fetch(`/auth/sign-in?rd=${encodeURIComponent(rd)}`);
    expect([answer.headers.get('location'), /action="\/auth\/sign-in\/staff"[^]*?name="rd" value="([^"]*)"/.exec(await answer.text())?.[1]]).toEqual([
      null,
      '/',
    ]);
  }
  const known = await portal.fetch(`/auth/sign-in?rd=${encodeURIComponent(`${origins.gis}/map`)}`);
  expect(known.headers.get('location')).toBe('/auth/enter/gis?rd=%2Fmap');
  const gateway = await portal.fetch(`/auth/sign-in?rd=${encodeURIComponent(`http://gis.localhost:${hub.port}/map`)}`);
  expect(gateway.headers.get('location')).toBe(`http://gis.localhost:${hub.port}/map`);
});

test('a ticket works once, for its own system', async () => {
  const { portal } = await signedIn();
  const ticketOf = async () => new URL((await portal.fetch('/auth/enter/gis?rd=/')).headers.get('location') ?? 'none:').searchParams.get('ticket') ?? '';
  const redeem = (system: string, ticket: string) =>
    fetch(`${hub.url}/auth/ticket?system=${system}&ticket=${ticket}&rd=//evil.example`, { redirect: 'manual' });
  const ticket = await ticketOf();
  const first = await redeem('gis', ticket);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
  expect((await redeem('gis', ticket)).headers.getSetCookie()).toEqual([]);
  expect((await redeem('plans', await ticketOf())).headers.getSetCookie()).toEqual([]);
});

function definitionOf(id: string, upstream: number, access: string): string {
  return `id: ${id}
title: { ar: نظام ${id}, en: System ${id} }
owner: it-center
adapter: webapp
connection: { upstream: "http://127.0.0.1:${upstream}", host: ${id}, origin: "${origins[id as 'gis']}" }
access: ${access}
`;
}

function serverOf(id: string, port: number, upstream: number): string {
  return `server {
    listen 127.0.0.11:${port};
    location = /.amanah/ticket { proxy_pass ${hub.url}/auth/ticket?system=${id}&$args; }
    location = /.amanah/check {
      internal;
      proxy_pass ${hub.url}/auth/check?system=${id};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }
    location / {
      auth_request /.amanah/check;
      auth_request_set $user $upstream_http_x_auth_request_user;
      auth_request_set $email $upstream_http_x_auth_request_email;
      auth_request_set $capacity $upstream_http_x_auth_request_capacity;
      error_page 401 = @sign-in;
      proxy_set_header X-User $user;
      proxy_set_header X-Email $email;
      proxy_set_header X-Capacity $capacity;
      proxy_set_header Cookie "";
      proxy_pass http://127.0.0.1:${upstream};
    }
    location @sign-in { return 302 ${hub.url}/auth/sign-in?rd=$scheme://$http_host$request_uri; }
  }`;
}

function configurationOf(servers: readonly string[]): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp-${name};`).join(' ');
  return `daemon off; pid ${folder}/nginx.pid; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http { access_log off; ${places} ${servers.join('\n')} }
`;
}
