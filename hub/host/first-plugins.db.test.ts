import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, Call } from '@amanah/plugin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccess } from '../access/create-access.ts';
import { createAudit } from '../audit/create-audit.ts';
import { createLog } from '../config/create-log.ts';
import { readConfig } from '../config/read-config.ts';
import type { Host } from './contract.ts';
import { createHost, type HostSources } from './create-host.ts';
import { createJobs } from '../jobs/create-jobs.ts';
import { createStore } from '../store/create-store.ts';

const khobar = {
  id: 'shop-licences-khobar',
  title: { ar: 'رخص المحال – الخبر', en: 'Shop licences – Khobar' },
  state: 'down',
  since: '2026-11-24T06:15:00Z',
  bar: true,
  owner: 'm-khobar',
  maintenance: null,
  announced: null,
  needsReview: false,
};
const noura: Actor = {
  person: { type: 'person', id: '11111111-1111-4111-8111-111111111111', name: { ar: 'نورة', en: 'Noura' } },
  username: 'noura',
  capacityId: 'self',
  capacity: { kind: 'self' },
  grants: [],
  roles: [],
  acr: 'urn:amanah:acr:2',
  authTime: 0,
  sessionId: 's1',
};
const khalid: Actor = { ...noura, person: { ...noura.person, id: '22222222-2222-4222-8222-222222222222' } };

let host: Host;
let close: () => Promise<void>;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-plugins-'));
  const config = readConfig({ AMANAH_DATA_DIR: dataDir, AMANAH_PROFILE: 'test', AMANAH_LOG_LEVEL: 'silent' }, []);
  const log = createLog(config);
  const store = await createStore(config, log);
  const access = await createAccess(config);
  const jobs = await createJobs(config, store, log);
  const systems = { admin: { list: async () => [khobar], listFor: async () => [khobar] }, byId: () => undefined, dependsOn: () => {}, info: () => undefined };
  const identity = { admin: { profile: async () => ({ nationalId: '1072645193' }), capacities: async () => [] } };
  host = await createHost({
    config,
    log,
    store,
    files: { plugin: () => ({}), check: async () => {}, checkScanner: null },
    jobs,
    access,
    audit: await createAudit(store),
    identity,
    systems,
    webhooks: { admin: {} },
    ports: {},
  } as unknown as HostSources);
  close = async () => {
    await host.close();
    await jobs.close();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}, 60_000);

afterAll(() => close());

const callOf = (actor: Actor | null): Call => ({ actor, language: 'ar', requestId: 'r1', signal: new AbortController().signal });

async function ask(plugin: string, method: string, path: string, input: object, actor: Actor | null = null): Promise<unknown> {
  const found = host.routes().find((one) => one.plugin === plugin && one.route.method === method && one.route.path === path)!.route;
  if (!('parse' in found.output)) throw new Error(`${plugin} ${path} answers a file`);
  return found.output.parse(await found.handle(found.input.parse(input), callOf(actor)));
}

test('services, systems and account start', async () => {
  const states = new Map((await host.admin.plugins()).map(({ id, state, refusal }) => [id, refusal ?? state]));
  for (const id of ['services', 'systems', 'account']) expect(states.get(id)).toBe('started');
});

test('a person has one rating of a service, the average is of real ones, and a card tells both', async () => {
  expect(await ask('services', 'get', '/cards/{code}', { code: 'SRV-001' })).toMatchObject({ rating: { average: null, count: 0, mine: null } });
  await ask('services', 'put', '/ratings/{code}', { code: 'SRV-001', stars: 1 }, noura);
  await ask('services', 'put', '/ratings/{code}', { code: 'SRV-001', stars: 5, note: 'سهلة' }, noura);
  expect(await ask('services', 'put', '/ratings/{code}', { code: 'SRV-001', stars: 4 }, khalid)).toEqual({ average: 4.5, count: 2 });
  expect(await ask('services', 'get', '/cards/{code}', { code: 'SRV-001' }, noura)).toMatchObject({
    rating: { average: 4.5, count: 2, open: true, mine: { stars: 5, note: 'سهلة' } },
  });
});

test('burial services are never rated', async () => {
  await expect(ask('services', 'put', '/ratings/{code}', { code: 'SRV-084', stars: 5 }, noura)).rejects.toMatchObject({ code: 'SERVICES_RATING_CLOSED' });
  expect(await ask('services', 'get', '/cards/{code}', { code: 'SRV-084' }, noura)).toMatchObject({ rating: { open: false }, condolence: 'أحسن الله عزاءكم' });
});

test('a problem report gets a reference number that the operators see', async () => {
  const { reference } = (await ask('services', 'post', '/problems/{code}', { code: 'SRV-019', description: 'رابط الأسئلة لا يعمل' })) as { reference: string };
  expect(reference).toMatch(/^PR-[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(await ask('services', 'get', '/problems', {})).toMatchObject({ problems: [{ reference, code: 'SRV-019' }] });
});

test('a flood of problem reports is refused', async () => {
  const flood = async () => {
    for (let count = 0; count < 31; count += 1) await ask('services', 'post', '/problems/{code}', { code: 'SRV-020', description: 'بلاغ متكرر للتجربة' });
  };
  await expect(flood()).rejects.toMatchObject({ code: 'HTTP_RATE_LIMITED' });
});

test('start leads into the connected system with its live state, or says where to apply', async () => {
  expect(await ask('services', 'get', '/cards/{code}', { code: 'SRV-001' })).toMatchObject({
    start: { way: 'systems', systems: [{ id: 'shop-licences-khobar', state: 'down', enterPath: '/auth/enter/shop-licences-khobar' }] },
  });
  expect(await ask('services', 'get', '/cards/{code}', { code: 'SRV-021' })).toMatchObject({ start: { way: 'elsewhere', channels: ['مكتب هندسي'] } });
});

test('a card page has its stable address and structured data; an unknown code is a 404 page', async () => {
  const known = await host.headOf(host.matchPage('/services/SRV-041')!, callOf(null), new URLSearchParams());
  expect(known).toMatchObject({ title: 'إصدار قرار مساحي', canonicalPath: '/services/SRV-041', jsonLd: [{ '@type': 'GovernmentService' }] });
  expect(await host.headOf(host.matchPage('/services/SRV-999')!, callOf(null), new URLSearchParams())).toMatchObject({ status: 404 });
});

test('the header finds services by common names, and the sitemap lists every card', async () => {
  expect(host.search('كروكي', callOf(null))[0]?.to).toBe('/services/SRV-041');
  expect((await host.sitemap()).filter(({ path }) => path.startsWith('/services/SRV-'))).toHaveLength(120);
});

test('my systems lists what the person may enter, with its state', async () => {
  expect(await ask('systems', 'get', '/mine', {}, noura)).toMatchObject({
    systems: [{ id: 'shop-licences-khobar', state: 'down', enterPath: '/auth/enter/shop-licences-khobar' }],
  });
});

test('the profile is read from identity and needs a signed-in person', async () => {
  expect(await ask('account', 'get', '/profile', {}, noura)).toMatchObject({ name: 'نورة', facts: [{ key: 'nationalId', value: '1072645193' }] });
  await expect(ask('account', 'get', '/profile', {})).rejects.toMatchObject({ code: 'HTTP_SIGN_IN_NEEDED' });
});
