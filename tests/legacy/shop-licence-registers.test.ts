import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { accessOf } from '../../hub/access/create-access.ts';
import type { HubConfig } from '../../hub/config/contract.ts';
import { openTestStore, quietLog, testSealKey } from '../../hub/store/store-fixture.ts';
import { createSystems } from '../../hub/systems/create-systems.ts';
import type { AnyPort, Ports, Serve } from '../../hub/systems/ports/contract.ts';
import { createPorts } from '../../hub/systems/ports/create-ports.ts';
import { shopLicenceRegister } from '../../plugins/shop-licences/contract.ts';
import { putFirstLicences } from '../../plugins/shop-licences/server/register/first-licences.ts';
import { ownRegister, type RegisterClient } from '../../plugins/shop-licences/server/register/own-register.ts';
import { licencesToStartWith } from '../../plugins/shop-licences/server/register-config.ts';
import { describeRegister } from '../../plugins/shop-licences/testing/describe-register.ts';
import { startStandIns } from './start-stand-ins.ts';

// The three registers of the demo, each served as config/ports.yaml says, with the definitions and adapters of the demo.

const registers = ['shop-register-khobar', 'shop-register-central-dammam'];
const configuration = new URL('../../config/', import.meta.url);
let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let opened: Awaited<ReturnType<typeof openTestStore>>;
let systems: Awaited<ReturnType<typeof createSystems>>;
let ports: Ports;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-registers-'));
  const config = join(dataDir, 'config');
  await mkdir(join(config, 'demo/systems'), { recursive: true });
  for (const name of ['ports.yaml', 'demo/secrets.yaml', ...registers.map((id) => `demo/systems/${id}.yaml`)]) {
    await symlink(fileURLToPath(new URL(name, configuration)), join(config, name));
  }
  [standIns, opened] = await Promise.all([startStandIns({ dataDir, log: quietLog, which: registers }), openTestStore()]);
  await opened.store.migratePlugin('shop-licences', new URL('../../plugins/shop-licences/migrations/', import.meta.url));
  const db = await opened.store.plugin('shop-licences');
  await putFirstLicences(db, licencesToStartWith({ licences: 'demo/shop-licences.yaml' }, configuration));
  const hub = { profile: 'demo', role: 'all', configDir: pathToFileURL(`${config}/`), dataDir, sealKey: testSealKey, gatewayDomain: 'localhost' };
  const { units } = parse(await readFile(new URL('organisation.json', configuration), 'utf8')) as { units: { id: string; parent: string | null }[] };
  const parts = { config: hub as unknown as HubConfig, log: quietLog, store: opened.store, audit: { record: async () => {} } };
  systems = await createSystems({ ...parts, access: accessOf([], []) });
  const unit = (id: string) => units.find((one) => one.id === id) as never;
  ports = await createPorts({ ...parts, access: { unit }, systems });
  ports.declare('shop-licences', shopLicenceRegister as unknown as AnyPort);
  const words = (key: string) => key;
  ports.serve('shop-licences', shopLicenceRegister as unknown as AnyPort, ((at: string) => ownRegister(db, at, words)) as unknown as Serve);
}, 120_000);
afterAll(async () => {
  await Promise.all([ports.close(), systems.close()]);
  await Promise.all([standIns.stop(), opened.close()]);
  await rm(dataDir, { recursive: true, force: true });
});

const registerOf = (unit: string) => ports.client(shopLicenceRegister as unknown as AnyPort, unit, 'shop-licences') as unknown as RegisterClient;

describeRegister('our own plugin, in Dhahran', async () => ({
  register: registerOf('m-dhahran'),
  valid: '52142010001',
  suspended: '52142010260',
  cancelled: '52142010371',
  keepsAll: true,
}));

describeRegister('the older register of Khobar, by SOAP', async () => ({
  register: registerOf('m-khobar'),
  valid: '51142010000',
  suspended: '51142110037',
  cancelled: '51142310111',
  keepsAll: false,
}));

describeRegister('the older register of Central Dammam, by its database', async () => ({
  register: registerOf('m-dammam-central'),
  valid: '50143010001',
  suspended: '50142110037',
  cancelled: '50142310111',
  keepsAll: false,
}));

test.each([
  ['Khobar, by SOAP', 'm-khobar', 64],
  ['Central Dammam, by its database', 'm-dammam-central', 67],
])('%s gives all its licences as it wrote them, each once, page by page in the order of their numbers', async (_name, unit, count) => {
  const numbers: string[] = [];
  for (let after = ''; ; after = numbers.at(-1) ?? '') {
    const { rows } = await registerOf(unit).exportPage({ after });
    if (!rows?.length) break;
    numbers.push(...rows.map(({ number }) => number));
    expect(rows.every(({ expires, ownerId, state }) => /^1[34]\d\d\/\d\d\/\d\d$/.test(expires ?? '') && ownerId && /^[1-4]$/.test(state ?? ''))).toBe(true);
  }
  expect(new Set(numbers).size).toBe(count);
  expect(numbers).toEqual(numbers.toSorted());
});

test('the older history of a page comes with it where the register keeps one', async () => {
  const { rows } = await registerOf('m-dammam-central').exportChanges({ after: '50143010000', upTo: '50143010001' });
  expect(rows).toMatchObject([{ number: '50143010001', kind: 'تجديد', state: '1' }]);
  const khobar = registerOf('m-khobar');
  await khobar.renew({ number: '51142411480', years: 1, bill: '40000009', on: '2026-11-27' }, { idempotencyKey: 'history-of-khobar' });
  const { rows: changes } = await khobar.exportChanges({ after: '51142411479', upTo: '51142411480' });
  expect(changes).toMatchObject([{ number: '51142411480', kind: 'renewed', at: expect.stringMatching(/^14\d\d\/\d\d\/\d\d$/) as unknown, state: '1' }]);
  expect((await khobar.exportChanges({ after: '51142411480', upTo: '9' })).rows ?? []).toEqual([]);
});

test('a municipality is moved over by configuration alone, and back', async () => {
  const khobars = { number: '51142010000' };
  await ports.admin.assign('shop-licences/shop-licence-register', 'm-khobar', { plugin: 'shop-licences' }, null, 'r');
  await expect(registerOf('m-khobar').find(khobars)).rejects.toMatchObject({ code: 'SYSTEMS_REFUSED', params: { refusal: 'unknown' } });
  await ports.admin.unassign('shop-licences/shop-licence-register', 'm-khobar', null, 'r');
  expect(await registerOf('m-khobar').find(khobars)).toMatchObject({ number: khobars.number });
});
