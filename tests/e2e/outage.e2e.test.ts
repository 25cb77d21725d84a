import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

const within = { timeout: 60_000, interval: 500 };
const password = 'a long password for trials';

interface Event {
  readonly type: string;
  readonly subject: string;
  readonly data: Record<string, unknown>;
}

let hub: TestHub;
let browser: Browser;
let sara: CookieJar;
let owner: CookieJar;
let operator: CookieJar;
/** The municipality's own application, and its register that is only called. */
const application = { server: createServer(), down: false };
const register = { server: createServer(), down: false, field: 'state' };
/** What the subscriber was sent. */
const events: Event[] = [];
const subscriber = createServer();

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const description = () => ({
  openapi: '3.1.0',
  info: { title: 'Licences', version: '1' },
  servers: [{ url: '/api' }],
  paths: {
    '/licences/{number}': {
      get: {
        operationId: 'getLicence',
        parameters: [{ name: 'number', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'x',
            content: { 'application/json': { schema: { type: 'object', properties: { [register.field]: { type: 'string' } }, required: [register.field] } } },
          },
        },
      },
    },
  },
});

async function connect(id: string, definition: string): Promise<void> {
  const file = join(hub.dataDir, `${id}.yaml`);
  writeFileSync(file, definition);
  const said = await hub.cli('system', 'add', file, '--json');
  if (said.code !== 0) throw new Error(said.stdout + said.stderr);
}

interface Card {
  readonly outages: { system: string; kind: string; since: string | null; until: string | null; works: string[]; followed: boolean }[];
  readonly downtime: { title: string; from: string; until: string; note: string | null }[];
}
const cardOf = async (code: string, client = hub.client()) => (await (await client.fetch(`/api/services/cards/${code}`)).json()) as Card;
const kindsOf = async (code: string) => (await cardOf(code)).outages.map(({ system, kind }) => `${system} ${kind}`);
const toldTo = async (client: CookieJar) => ((await (await client.fetch('/api/notifications/')).json()) as { items: { title: string; to: string }[] }).items;
const post = (client: CookieJar, path: string, body?: object) =>
  client.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
const states = (id: string) =>
  events.filter(({ type, subject }) => type === 'hub.system.stateChanged' && subject === `system/${id}`).map(({ data }) => data['state']);

beforeAll(async () => {
  application.server.on('request', (_request, response) => response.writeHead(application.down ? 503 : 200, { 'content-type': 'text/html' }).end('<p>ok</p>'));
  register.server.on('request', (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/openapi.json') return void response.end(JSON.stringify(description()));
    response.writeHead(register.down ? 503 : 200).end(JSON.stringify({ [register.field]: 'ساري' }));
  });
  subscriber.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      events.push(JSON.parse(body) as Event);
      response.writeHead(204).end();
    });
  });
  hub = await createTestHub({ profile: 'test', readyMs: 120_000 });
  const named = (ar: string, en: string) => ({ name: { ar, en } });
  await hub.addPerson('sara', password, named('سارة', 'Sara'));
  await hub.addPerson('salem', password, { ...named('سالم', 'Salem'), role: 'system-owner@it-center' });
  const secret = await hub.addPerson('huda', password, { ...named('هدى', 'Huda'), factor: 'totp', role: 'operator@eamana' });
  [sara, owner] = await Promise.all([hub.signIn('sara', password), hub.signIn('salem', password)]);
  operator = hub.client();
  const code = new TOTP({ secret: secret ?? '' });
  await operator.signIn('huda', password, () => code.generate());
  const made = await post(operator, '/api/operations/webhooks', { url: await listening(subscriber), types: ['hub.*'], owner: 'it-center' });
  expect(made.status).toBe(200);
  await connect(
    'shop-licences-khobar',
    `id: shop-licences-khobar
title: { ar: رخص الخبر, en: Licences of Khobar }
owner: it-center
adapter: webapp
connection: { upstream: "${await listening(application.server)}", host: khobar }
access: signed-in
probe: { everySeconds: 5 }
`,
  );
  await connect(
    'shop-register-khobar',
    `id: shop-register-khobar
title: { ar: سجل رخص الخبر, en: Register of Khobar }
owner: it-center
adapter: openapi
connection:
  document: { url: '${await listening(register.server)}/openapi.json' }
  probe: { operation: getLicence, input: { number: '1' } }
operations:
  licence: { from: getLicence, title: { ar: رخصة, en: A licence }, effect: read }
probe: { everySeconds: 5 }
`,
  );
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  for (const { server } of [application, register, { server: subscriber }]) {
    server.closeAllConnections();
    server.close();
  }
});

test('the application that takes a service goes down: its card says which service, since when and what still works, also without scripts, and leads nobody into it', async () => {
  await expect.poll(() => states('shop-licences-khobar'), within).toContain('up');
  expect((await cardOf('SRV-001')).outages).toEqual([]);
  application.down = true;
  await expect.poll(() => kindsOf('SRV-001'), within).toEqual(['shop-licences-khobar down']);
  const page = (await hub.client().navigate('/services/SRV-001')).text;
  expect(page).toMatch(/«إصدار رخصة تجارية»: رخص الخبر متوقف منذ [^<]*\d{1,2}:\d{2}/);
  expect(page).toContain('ما زال متاحاً');
  expect(page).toContain('قراءة البطاقة وتجهيز المستندات');
  expect(page).toContain('/auth/sign-in?rd=%2Fservices%2FSRV-001');
  // The portal takes the service itself, and goes on taking it.
  expect(page.match(/id="start-service"[^>]*/)?.[0] ?? page.match(/<a[^>]*id="start-service"/)?.[0]).toContain('%2Fservices%2FSRV-001%2Fapply');
  // Services that do not stand on it know nothing of it.
  expect((await cardOf('SRV-071')).outages).toEqual([]);
  await expect.poll(() => states('shop-licences-khobar'), within).toEqual(['up', 'down']);
});

test('who asks at the card is told when it is back, and led to the card; who did not is not', async () => {
  const context = await browser.newContext({ locale: 'ar-SA' });
  await context.addCookies(sara.cookie.split('; ').map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.slice(pair.indexOf('=') + 1), url: hub.url })));
  const page = await context.newPage();
  await page.goto(`${hub.url}/services/SRV-001`);
  await page.getByRole('button', { name: 'أخبرني عند عودته' }).click();
  await page.getByText('سنخبرك هنا عند عودته').waitFor();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await pageFaults(page)).toEqual([]);
  }
  await context.close();
  expect((await cardOf('SRV-001', sara)).outages[0]?.followed).toBe(true);
  application.down = false;
  await expect.poll(async () => (await toldTo(sara)).map(({ to }) => to), within).toEqual(['/services/SRV-001']);
  expect((await toldTo(sara))[0]?.title).toContain('رخص الخبر');
  expect(await toldTo(owner)).toEqual([]);
  await expect.poll(() => kindsOf('SRV-001'), within).toEqual([]);
  await expect.poll(() => states('shop-licences-khobar'), within).toEqual(['up', 'down', 'up']);
});

test('a system that is only called goes down: the card of the service that needs it says what part is away', async () => {
  await expect.poll(() => states('shop-register-khobar'), within).toContain('up');
  register.down = true;
  await expect.poll(() => kindsOf('SRV-008'), within).toEqual(['shop-register-khobar down']);
  const [outage] = (await cardOf('SRV-008')).outages;
  expect(outage?.works).toContain('الاستعلام عن رخص البلديات الأخرى');
  expect(Date.parse(outage?.since ?? '')).toBeGreaterThan(0);
  expect((await post(sara, '/api/services/outages/SRV-008/shop-register-khobar')).status).toBe(204);
  expect((await post(sara, '/api/services/outages/SRV-071/shop-register-khobar')).status).toBe(404);
  expect((await post(hub.client(), '/api/services/outages/SRV-008/shop-register-khobar')).status).toBe(401);
  register.down = false;
  await expect.poll(async () => (await toldTo(sara)).map(({ to }) => to), within).toContain('/services/SRV-008');
});

test('planned maintenance is announced ahead on the card and at the system, holds at its time, and its end is told', async () => {
  const path = '/api/operations/systems/shop-licences-khobar/maintenance';
  const note = { ar: 'نقل إلى خادم جديد', en: 'A move to a new server' };
  const from = new Date(Date.now() + 3_600_000).toISOString();
  const until = new Date(Date.now() + 7_200_000).toISOString();
  expect((await post(owner, path, { from, until, note })).status).toBe(200);
  await expect.poll(async () => (await cardOf('SRV-001')).downtime, within).toEqual([{ title: 'رخص الخبر', from, until, note: note.ar }]);
  expect((await cardOf('SRV-001')).outages).toEqual([]);
  expect((await hub.client().navigate('/services/SRV-001')).text).toContain('نقل إلى خادم جديد');
  const mine = (await (await sara.fetch('/api/systems/mine')).json()) as { systems: { id: string; announced: unknown }[] };
  expect(mine.systems.find(({ id }) => id === 'shop-licences-khobar')?.announced).toEqual({ from, until, note: note.ar });

  expect((await post(owner, path, { until, note })).status).toBe(200);
  await expect.poll(() => kindsOf('SRV-001'), within).toEqual(['shop-licences-khobar maintenance']);
  expect((await hub.client().navigate('/services/SRV-001')).text).toMatch(/في صيانة مجدولة حتى [^<]*\d{1,2}:\d{2}/);
  await expect.poll(() => states('shop-licences-khobar').at(-1), within).toBe('maintenance');
  expect((await post(owner, path, { until: null, note: null })).status).toBe(200);
  await expect.poll(() => states('shop-licences-khobar').at(-1), within).toBe('up');
  await expect.poll(() => kindsOf('SRV-001'), within).toEqual([]);
});

test('a contract that breaks holds the service back before citizens meet it, and whoever manages the system is told; once it is accepted, who asked is', async () => {
  register.field = 'status';
  const said = await hub.cli('system', 'contract', 'shop-register-khobar', '--json');
  expect(said.code).toBe(1);
  await expect.poll(() => kindsOf('SRV-008'), within).toEqual(['shop-register-khobar review']);
  await expect.poll(async () => (await toldTo(owner)).map(({ to }) => to), within).toEqual(['/operations/systems/shop-register-khobar']);
  expect((await toldTo(owner))[0]?.title).toContain('سجل رخص الخبر');
  expect((await toldTo(sara)).map(({ to }) => to)).not.toContain('/operations/systems/shop-register-khobar');
  await expect.poll(() => events.map(({ type }) => type), within).toEqual(expect.arrayContaining(['hub.contract.changed', 'hub.contract.broken']));
  expect(events.find(({ type }) => type === 'hub.contract.changed')?.data).toMatchObject({ system: 'shop-register-khobar', breaking: 1 });

  const before = (await toldTo(sara)).length;
  expect((await post(sara, '/api/services/outages/SRV-008/shop-register-khobar')).status).toBe(204);
  expect((await hub.cli('system', 'contract', 'shop-register-khobar', '--accept', '--json')).code).toBe(0);
  await expect.poll(() => kindsOf('SRV-008'), within).toEqual([]);
  await expect.poll(async () => (await toldTo(sara)).length, { timeout: 90_000, interval: 1_000 }).toBe(before + 1);
});
