import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AuditEntry } from '@amanah/plugin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../access/create-access.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { openTestStore, quietLog, testSealKey } from '../store/store-fixture.ts';
import type { Systems } from './contract.ts';
import { createSystems } from './create-systems.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let upstream: Server;
let address: string;
const dataDir = mkdtempSync(join(tmpdir(), 'amanah-systems-'));
const replicas: Systems[] = [];
const audited: AuditEntry[] = [];
const later = () => new Date(Date.now() + 3_600_000).toISOString();

beforeAll(async () => {
  mkdirSync(join(dataDir, 'systems'));
  mkdirSync(join(dataDir, 'run'));
  opened = await openTestStore();
  upstream = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<form><input name=user><input name="pass"></form>'),
  );
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await Promise.all(replicas.map((one) => one.close()));
  await opened.close();
  upstream.close();
  rmSync(dataDir, { recursive: true });
});

async function replica(store: Store = opened.store): Promise<Systems> {
  const config = {
    profile: 'test',
    role: 'all',
    sealKey: testSealKey,
    configDir: pathToFileURL(join(dataDir, 'config/')),
    dataDir,
    gatewayDomain: 'localhost',
    publicUrl: new URL('http://localhost:3000'),
  } as unknown as HubConfig;
  const audit = { record: async (entry: AuditEntry) => void audited.push(entry) };
  const systems = await createSystems({ config, log: quietLog, store, access: accessOf([], []), audit });
  replicas.push(systems);
  return systems;
}

const yaml = (id: string, url = address, host = id) => `id: ${id}
title: { ar: نظام, en: System }
owner: it-center
adapter: webapp
connection: { upstream: "${url}", host: ${host} }
access: signed-in
`;

test('a system saved at one replica runs at the other without a restart, and goes with its removal', async () => {
  const [one, two] = [await replica(), await replica(await opened.replica())];
  await one.admin.save(yaml('permits'), null, 'r1');
  await expect.poll(() => two.byHost('permits')?.id, { timeout: 15_000 }).toBe('permits');
  expect(audited.at(-1)).toMatchObject({ action: 'systems:saved', subject: 'system/permits', requestId: 'r1' });
  await two.admin.remove('permits', null, 'r2');
  await expect.poll(() => one.byHost('permits'), { timeout: 15_000 }).toBeUndefined();
  expect(audited.at(-1)).toMatchObject({ action: 'systems:removed', requestId: 'r2' });
});

test('a removed system leaves no state, no maintenance and nobody’s sealed password behind', async () => {
  const systems = await replica();
  await systems.admin.save(yaml('old-vault'), null, 'r');
  await systems.admin.setMaintenance('old-vault', later(), null, null, 'r');
  const { query } = opened.database;
  await expect.poll(() => query("SELECT 1 FROM hub.system_state WHERE system_id = 'old-vault'"), { timeout: 15_000 }).toHaveLength(1);
  await query("INSERT INTO hub.credential (person_id, system_id, sealed) VALUES (gen_random_uuid(), 'old-vault', 'x')");
  await systems.admin.remove('old-vault', null, 'r');
  for (const table of ['connected_system', 'system_state', 'system_history', 'system_maintenance', 'credential']) {
    const column = table === 'connected_system' ? 'id' : 'system_id';
    expect(await query(`SELECT 1 FROM hub.${table} WHERE ${column} = 'old-vault'`), table).toEqual([]);
  }
});

test('maintenance of a system from a file is shown by every replica, changes nothing of the file, and ends', async () => {
  const file = join(dataDir, 'systems', 'filed.yaml');
  writeFileSync(file, yaml('filed'));
  const [one, two] = [await replica(), await replica(await opened.replica())];
  const until = later();
  await one.admin.setMaintenance('filed', until, { ar: 'تحديث', en: 'Update' }, null, 'r');
  await expect.poll(() => two.info('filed'), { timeout: 15_000 }).toMatchObject({ state: 'maintenance', maintenance: { until, note: { en: 'Update' } } });
  expect(two.info('filed')).toMatchObject({ source: 'file', file });
  expect(await opened.database.query('SELECT id FROM hub.connected_system')).toEqual([]);
  writeFileSync(file, yaml('filed', 'http://127.0.0.1:9'));
  await expect.poll(() => one.webById('filed')?.connection.upstream, { timeout: 15_000 }).toBe('http://127.0.0.1:9');
  await two.admin.setMaintenance('filed', null, null, null, 'r');
  await expect.poll(() => one.info('filed')?.state, { timeout: 15_000 }).not.toBe('maintenance');
  rmSync(file);
});

test('maintenance that ends in the past, or never, is refused', async () => {
  const systems = await replica();
  await systems.admin.save(yaml('permits'), null, 'r');
  for (const until of ['2020-01-01T00:00:00Z', 'soon'])
    await expect(systems.admin.setMaintenance('permits', until, null, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_MAINTENANCE_INVALID' });
  await expect(systems.admin.setMaintenance('nobody', later(), null, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_UNKNOWN' });
  await systems.admin.remove('permits', null, 'r');
});

test('a name that a file, another row or the portal has is refused by name, and nothing is stored or recorded', async () => {
  const file = join(dataDir, 'systems', 'filed.yaml');
  writeFileSync(file, yaml('filed'));
  const systems = await replica();
  await systems.admin.save(yaml('permits'), null, 'r');
  const records = audited.length;
  for (const [text, field, by] of [
    [yaml('filed', address, 'other'), 'id', file],
    [yaml('another', address, 'filed'), 'connection.host', file],
    [yaml('another', address, 'permits'), 'connection.host', 'operations'],
    [yaml('another', address, 'www'), 'connection.host', 'the portal'],
  ] as const) {
    await expect(systems.admin.save(text, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_NAME_TAKEN', detail: expect.stringContaining(`${field}: `) });
    await expect(systems.admin.save(text, null, 'r')).rejects.toMatchObject({ detail: expect.stringContaining(by) });
  }
  await expect(systems.admin.remove('filed', null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_FROM_FILE', params: { file } });
  expect(audited).toHaveLength(records);
  rmSync(file);
  await systems.admin.remove('permits', null, 'r');
});

test('a row keeps the name of its stand-in, follows its address, and waits while it does not run', async () => {
  const standIns = join(dataDir, 'run', 'stand-ins.json');
  writeFileSync(standIns, JSON.stringify({ old: { url: address } }));
  const systems = await replica();
  await systems.admin.save(yaml('stood', '${standIn:old}'), null, 'r');
  expect(await systems.admin.definition('stood')).toMatchObject({ connection: { upstream: '${standIn:old}' } });
  expect(systems.webById('stood')?.connection.upstream).toBe(address);
  writeFileSync(standIns, JSON.stringify({ old: { url: 'http://127.0.0.1:9' } }));
  await expect.poll(() => systems.webById('stood')?.connection.upstream, { timeout: 15_000 }).toBe('http://127.0.0.1:9');
  rmSync(standIns);
  await expect.poll(() => systems.byId('stood'), { timeout: 15_000 }).toBeUndefined();
  expect(await systems.admin.waiting()).toMatchObject([{ id: 'stood', waitsFor: 'old' }]);
  await systems.admin.remove('stood', null, 'r');
});

test('a test names each check, and what keeps a sign-in form from being filled', async () => {
  const systems = await replica();
  const form = (user: string) =>
    `${yaml('tried')}signIn: { bridge: form, page: /in, usernameField: ${user}, passwordField: pass, signedOut: { redirectTo: /in }, success: { redirectTo: / } }\n`;
  expect(await systems.admin.test(form('user'))).toMatchObject({ ok: true, probe: { reached: true, status: 200 } });
  const wrong = await systems.admin.test(form('txtUser'));
  expect(wrong.ok).toBe(false);
  expect(wrong.checks.filter(({ state }) => state === 'failed')).toMatchObject([{ id: 'signIn', found: 'txtUser' }]);
  const gone = await systems.admin.test(yaml('tried', 'http://nowhere.invalid'));
  expect(gone.checks.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual(['name', 'answer']);
  expect(await systems.admin.test('id: [', 'x.yaml')).toMatchObject({ ok: false, problems: [{ file: 'x.yaml', expected: 'YAML' }] });
});
