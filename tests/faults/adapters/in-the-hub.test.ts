import type { Actor } from '@amanah/plugin-api';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemTypes } from '../../../scripts/system-types.ts';
import { codeOf, fourSystems, protocols, type FourSystems } from './four-systems.ts';

// What the hub gives every adapter, shown for each of the four: real systems behind a network that fails as it is told.

let hub: FourSystems;
beforeAll(async () => (hub = await fourSystems()));
afterAll(() => hub.close());

/** As many calls at the same time, with how each ended, sorted. */
const together = async (calls: number, call: () => Promise<unknown>) => (await Promise.all(Array.from({ length: calls }, () => codeOf(call())))).toSorted();
const noura = {
  person: { type: 'person', id: '7b1d8a52-6a3c-4c6e-9f7d-2f3f5b8f1a11', name: { ar: 'نورة', en: 'Noura' } },
  capacityId: 'self',
  capacity: { kind: 'self' },
} as unknown as Actor;

describe('audited', () => {
  test.concurrent.for(protocols)(
    'audited, %s: a write is recorded with who made it, which operation, which request and what was sent',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      expect(await codeOf(system.write('recorded-1', { case: 'EA-7' }, noura))).toBe('ok');
      expect(await system.standIn.written()).toContain('recorded-1');
      await expect.poll(async () => (await hub.systems.exchanges.search({ system: system.id, case: 'EA-7', limit: 5 })).length, { timeout: 30_000 }).toBe(1);
      const [found] = await hub.systems.exchanges.search({ system: system.id, case: 'EA-7', limit: 5 });
      const record = await hub.systems.exchanges.read(found!.id, noura, true, 'request-read');
      expect(record).toMatchObject({
        operation: 'write',
        effect: 'write',
        outcome: 'ok',
        requestId: 'request-write',
        idempotencyKey: 'key-recorded-1',
        actorName: { en: 'Noura' },
        capacity: 'self',
        plugin: 'permits',
        request: { text: expect.stringContaining('recorded-1') as string },
      });
    },
  );
});

describe('bounded', () => {
  test.concurrent.for(protocols)(
    'bounded, %s: more calls than may run and wait are turned away; an answer without end leaves its process alive',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      expect(await codeOf(system.read())).toBe('ok');
      system.proxy.set('hang');
      const ended = await together(8, () => system.read('once', { deadlineMs: 1_500 }));
      expect(ended.filter((code) => code === 'SYSTEMS_BUSY').length).toBeGreaterThanOrEqual(5);
      expect(new Set(ended)).toEqual(new Set(['SYSTEMS_BUSY', 'SYSTEMS_TIMEOUT']));
      system.proxy.set('flood');
      expect(await codeOf(system.read('once', { deadlineMs: 3_000 }))).toMatch(/^SYSTEMS_(?!OUTCOME|ADAPTER)/);
      system.proxy.set('none');
      await expect.poll(() => codeOf(system.read()), { timeout: 30_000, interval: 500 }).toBe('ok');
      const process = (await hub.systems.connect.processes()).find(({ systems }) => systems.includes(system.id));
      expect(process).toMatchObject({ deaths: 0 });
    },
  );
});

describe('safe retry', () => {
  test.concurrent.for(protocols)(
    'safe retry, %s: what may be repeated is asked for three times; a write and a read that may not be, once',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      const asked = async (call: () => Promise<unknown>) => {
        expect(await codeOf(system.read())).toBe('ok');
        const before = system.proxy.refused();
        system.proxy.set('refuse');
        expect(await codeOf(call())).toMatch(/^SYSTEMS_(?:UNREACHABLE|OUTCOME_UNKNOWN)$/);
        system.proxy.set('none');
        return system.proxy.refused() - before;
      };
      expect({
        once: await asked(() => system.read('once')),
        write: await asked(() => system.write('unsent-1')),
        read: await asked(() => system.read()),
      }).toEqual({
        once: 1,
        write: 1,
        read: 3,
      });
      expect(await system.standIn.written()).not.toContain('unsent-1');
    },
  );
});

describe('breaker and log', () => {
  test.concurrent.for(protocols)(
    'breaker and log once, %s: a system that is away rests, is asked by one call and then by all, and its state is shown; the outage is one line when it begins and one when it ends',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      await expect.poll(() => codeOf(system.read()), { timeout: 30_000, interval: 500 }).toBe('ok');
      const lines = () => system.lines().filter((line) => line.startsWith('connected system is '));
      const before = lines().length;
      system.proxy.set('refuse');
      for (let failed = 0; failed < 3; failed++) expect(await codeOf(system.read('once'))).toBe('SYSTEMS_UNREACHABLE');
      const asked = system.proxy.refused();
      expect(new Set(await together(100, () => system.read()))).toEqual(new Set(['SYSTEMS_RESTING']));
      expect(system.proxy.refused()).toBe(asked);
      expect(hub.systems.info(system.id)).toMatchObject({ state: 'down', reason: expect.stringContaining('unreachable') as string });
      system.proxy.set('none');
      await expect
        .poll(() => together(10, () => system.read()), { timeout: 45_000, interval: 250 })
        .toEqual([...(Array(9).fill('SYSTEMS_RESTING') as string[]), 'ok']);
      expect(await codeOf(system.read())).toBe('ok');
      expect(hub.systems.info(system.id)?.state).not.toBe('down');
      expect(lines().slice(before)).toEqual(['connected system is down', 'connected system is back']);
    },
  );
});

describe('drift', () => {
  test.concurrent.for(protocols)(
    'drift, %s: a changed description is compared with the accepted one and the difference is told; unchanged again, nothing is',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      expect((await hub.systems.connect.checkContract(system.id)).changes).toEqual([]);
      await system.standIn.changeContract!();
      const changed = await hub.systems.connect.checkContract(system.id);
      expect(changed.changes.length).toBeGreaterThan(0);
      expect(await hub.systems.connect.contract(system.id)).toMatchObject({ changes: changed.changes });
      await system.standIn.heal();
      expect((await hub.systems.connect.checkContract(system.id)).changes).toEqual([]);
      expect(await codeOf(system.read())).toBe('ok');
    },
  );
});

describe('diagnostics', () => {
  test.concurrent.for(protocols)(
    'diagnostics, %s: a bundle for the vendor, without secrets and without what was sent, by whom or for which case',
    async (protocol, { expect }) => {
      const system = hub.of(protocol);
      const bundle = Object.entries(unzipSync(await hub.systems.connect.diagnostics(system.id))).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
      expect(bundle.map(([name]) => name).sort()).toEqual(['about.json', 'contract.json', 'definition.yaml', 'exchanges.json', 'processes.json', 'state.json']);
      const text = Object.fromEntries(bundle);
      expect(JSON.parse(text['state.json']!)).toMatchObject({ adapter: protocol, state: expect.any(String) as string });
      expect(text['exchanges.json']).toContain('SYSTEMS_UNREACHABLE');
      const all = Object.values(text).join('\n');
      for (const secret of Object.values(system.standIn.secrets)) expect(all).not.toContain(secret);
      for (const personal of ['Noura', 'نورة', 'EA-7', 'recorded-1']) expect(all).not.toContain(personal);
    },
  );
});

describe('types', () => {
  test.concurrent.for(protocols)(
    'types, %s: made from what the system offers they are the committed ones, also when it is read again, and hold no any',
    async (protocol, { expect }) => {
      const { id } = hub.of(protocol);
      const made = async () => systemTypes([{ id, document: await hub.systems.connect.openApi(id) }]);
      const types = await made();
      await expect(types).toMatchFileSnapshot(`types/${protocol}.d.ts.txt`);
      expect(types).not.toMatch(/\bany\b/);
      await hub.systems.connect.acceptContract(id, null, 'request-accept');
      expect(await made()).toBe(types);
    },
  );
});

test('no secret of any of them stands in the log or in a recorded message', async () => {
  const ids = await Promise.all(protocols.map((protocol) => hub.systems.exchanges.search({ system: hub.of(protocol).id, limit: 20 })));
  const records = await Promise.all(ids.flat().map(({ id }) => hub.systems.exchanges.read(id, noura, true, 'request-read')));
  const said = [hub.logged(), JSON.stringify(records)];
  for (const protocol of protocols)
    for (const secret of Object.values(hub.of(protocol).standIn.secrets)) expect(said.map((text) => text.includes(secret))).toEqual([false, false]);
});
