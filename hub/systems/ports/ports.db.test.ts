import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AmanahError } from '@amanah/errors';
import { definePort, refusalOf, type AuditEntry } from '@amanah/plugin-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestStore, quietLog } from '../../store/store-fixture.ts';
import type { Store } from '../../store/contract.ts';
import type { SystemCall } from '../calls/contract.ts';
import type { AnyPort, Ports } from './contract.ts';
import { createPorts } from './create-ports.ts';

const licence = z.object({ number: z.string(), state: z.enum(['valid', 'expired']) });
const register = definePort({
  plugin: 'shop-licences',
  name: 'shop-licence-register',
  title: { ar: 'سجل رخص المحال', en: 'Shop licence register' },
  operations: {
    find: { effect: 'read', input: z.object({ number: z.string().regex(/^\d{11}$/) }), output: licence },
    renew: { effect: 'write', input: z.object({ number: z.string(), years: z.number() }), output: licence },
    suspend: { effect: 'write', optional: true, input: z.object({ number: z.string() }), output: licence },
  },
});
const port = register as unknown as AnyPort;
const name = 'shop-licences/shop-licence-register';
const parents: Readonly<Record<string, string | null>> = { amanah: null, 'm-khobar': 'amanah', 'khobar-licences': 'm-khobar', 'm-dhahran': 'amanah' };
const definitions: Readonly<Record<string, Record<string, { effect: string }>>> = {
  'shop-register-khobar': { find: { effect: 'read' }, renew: { effect: 'write' } },
  'read-only-register': { find: { effect: 'read' } },
};

let opened: Awaited<ReturnType<typeof openTestStore>>;
let configDir: string;
let made: Ports[];
let calls: SystemCall[];
let answer: unknown;
const audited: AuditEntry[] = [];

beforeEach(async () => {
  opened = await openTestStore();
  configDir = mkdtempSync(join(tmpdir(), 'amanah-ports-'));
  [made, calls, answer] = [[], [], { number: '44031234567', state: 'valid' }];
});
afterEach(async () => {
  await Promise.all(made.map((ports) => ports.close()));
  await opened.close();
  rmSync(configDir, { recursive: true });
});

/** Ports of one replica: our own plugin serves Dhahran's register, the file gives Khobar's to the older system. */
async function ports(
  store: Store = opened.store,
  file = `ports:\n  - { port: ${name}, unit: amanah, by: { plugin: shop-licences } }\n  - { port: ${name}, unit: m-khobar, by: { system: shop-register-khobar } }\n`,
) {
  mkdirSync(configDir, { recursive: true });
  writeFileSync(join(configDir, 'ports.yaml'), file);
  const room = await createPorts({
    config: { configDir: pathToFileURL(`${configDir}/`), profile: 'test' },
    log: quietLog,
    store,
    access: { unit: (id) => (id in parents ? { id, name: { ar: id, en: id }, type: 'unit', parent: parents[id] ?? null } : undefined) },
    audit: { record: async (entry) => void audited.push(entry) },
    systems: {
      byId: (id) => (definitions[id] ? ({ id, title: { ar: id, en: id }, operations: definitions[id] } as never) : undefined),
      all: () => Object.entries(definitions).map(([id, operations]) => ({ id, operations })) as never,
      calls: {
        call: async (call) => {
          calls.push(call);
          return { output: answer, next: null };
        },
      },
    },
  });
  made.push(room);
  room.declare('shop-licences', port);
  room.serve('shop-licences', port, ((unit: string) => ({
    find: async ({ number }: { number: string }) => ({ number, state: 'valid', unit }),
    renew: async ({ number }: { number: string }) => ({ number, state: 'valid' }),
  })) as never);
  return room;
}

const client = (room: Ports, unit: string) =>
  room.client(port, unit, 'requests') as unknown as { find(input: unknown): Promise<unknown>; renew(input: unknown, options: object): Promise<unknown> };

test('the same call goes to our own plugin in one municipality and to the older system in another, and below it', async () => {
  const room = await ports();
  expect(await client(room, 'm-dhahran').find({ number: '44031234567' })).toEqual({ number: '44031234567', state: 'valid' });
  expect(calls).toEqual([]);
  await client(room, 'khobar-licences').find({ number: '44031234567' });
  await client(room, 'm-khobar').renew({ number: '44031234567', years: 1 }, { idempotencyKey: 'k1', case: 'EA-1' });
  expect(calls).toMatchObject([
    { system: 'shop-register-khobar', operation: 'find', input: { number: '44031234567' }, caller: { plugin: 'requests' } },
    { system: 'shop-register-khobar', operation: 'renew', options: { idempotencyKey: 'k1', case: 'EA-1' } },
  ]);
});

test('an operator switches a municipality over, on every replica and without a restart, and back', async () => {
  const [one, two] = [await ports(), await ports(await opened.replica())];
  await one.admin.assign(name, 'm-dhahran', { system: 'shop-register-khobar' }, null, 'r1');
  expect(audited.at(-1)).toMatchObject({ action: 'ports:assigned', subject: `port/${name}`, data: { unit: 'm-dhahran' } });
  await expect.poll(async () => (await client(two, 'm-dhahran').find({ number: '44031234567' }), calls.length), { timeout: 15_000 }).toBeGreaterThan(0);
  expect(two.servedBy('shop-register-khobar')).toEqual([name]);
  await two.admin.unassign(name, 'm-dhahran', null, 'r2');
  expect(two.providerOf(port, 'khobar-licences')).toEqual({ system: 'shop-register-khobar' });
  const before = calls.length;
  await client(two, 'm-dhahran').find({ number: '44031234567' });
  expect(calls).toHaveLength(before);
});

test('a provider that lacks an operation, or has it with another effect, is refused by name; an unknown unit too', async () => {
  const room = await ports();
  await expect(room.admin.assign(name, 'm-dhahran', { system: 'read-only-register' }, null, 'r')).rejects.toMatchObject({
    code: 'SYSTEMS_PORT_INVALID',
    params: { missing: 'renew' },
  });
  await expect(room.admin.assign(name, 'm-dhahran', { plugin: 'nobody' }, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_PORT_INVALID' });
  await expect(room.admin.assign(name, 'nowhere', { plugin: 'shop-licences' }, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_PORT_INVALID' });
  await expect(room.admin.assign('other/port', 'm-dhahran', { plugin: 'shop-licences' }, null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_PORT_INVALID' });
  expect((await room.admin.list())[0]).toMatchObject({
    port: name,
    operations: ['find', 'renew', 'suspend'],
    providers: [{ plugin: 'shop-licences' }, { system: 'shop-register-khobar' }],
  });
});

test.each([
  ['an older system', 'm-khobar', 'shop-register-khobar'],
  ['a plugin', 'm-dhahran', 'shop-licences'],
])('%s may lack an optional operation: it serves the port, and refuses that one without being asked', async (_who, unit, provider) => {
  const room = await ports();
  const suspend = (room.client(port, unit, 'requests') as unknown as { suspend(input: unknown, options: object): Promise<unknown> }).suspend;
  const refused: unknown = await suspend({ number: '44031234567' }, { idempotencyKey: 'k' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'SYSTEMS_NOT_OFFERED', params: { system: provider } });
  expect(refusalOf(refused)).toBe('not-offered');
  expect(calls).toEqual([]);
});

test('whoever serves it, an answer outside the port is refused, and so is a wrong question, before anybody is asked', async () => {
  const room = await ports();
  answer = { number: 44031234567, state: 'sold' };
  await expect(client(room, 'm-khobar').find({ number: '44031234567' })).rejects.toMatchObject({
    code: 'SYSTEMS_CONTRACT_VIOLATION',
    params: { system: 'shop-register-khobar' },
  });
  const asked = calls.length;
  await expect(client(room, 'm-khobar').find({ number: 'x' })).rejects.toMatchObject({ code: 'SYSTEMS_INPUT_INVALID', fields: [{ path: 'number' }] });
  expect(calls).toHaveLength(asked);
});

test('a unit that nobody serves is told so', async () => {
  const room = await ports(opened.store, 'ports: []\n');
  const failed = await client(room, 'm-dhahran')
    .find({ number: '44031234567' })
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(AmanahError);
  expect(failed).toMatchObject({ code: 'SYSTEMS_PORT_UNSERVED', params: { port: 'سجل رخص المحال' } });
});

test('a wrong file is refused by name and field', async () => {
  await expect(ports(opened.store, 'ports:\n  - { port: x, unit: m-khobar, by: { system: y } }\n')).rejects.toThrow(/ports\.yaml: ports\.0\.port/);
});
