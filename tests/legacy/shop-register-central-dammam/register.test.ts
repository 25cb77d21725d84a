import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdapterError, Contract } from '@amanah/adapter-api';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adaptersFolder, loadAdapterConfigs } from '../../../hub/systems/adapter-configs.ts';
import type { OperationsSystemDefinition } from '../../../hub/systems/definition.ts';
import type { AdapterProcesses, SystemAccess } from '../../../hub/systems/processes/contract.ts';
import { createAdapterProcesses } from '../../../hub/systems/processes/create-adapter-processes.ts';
import { readDefinition } from '../../../hub/systems/read-definition.ts';
import { startStandIns } from '../start-stand-ins.ts';

// The register as the demo connects it: the definition, its mappings and the adapter in a process of the hub.

const id = 'shop-register-central-dammam';
const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
let dataDir: string;
let running: Awaited<ReturnType<typeof startStandIns>>;
let definition: OperationsSystemDefinition;
let access: SystemAccess;
let processes: AdapterProcesses;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-register-'));
  running = await start();
  processes = createAdapterProcesses({ log, adaptersFolder, trusted: ['sql'] });
  await connect();
});
afterAll(async () => {
  await processes.shutdown(0);
  await running.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => startStandIns({ dataDir, log, which: [id] });
const discover = (changes: object = {}): Promise<Contract> =>
  processes.discover({ ...access, connection: { ...access.connection, ...changes } }, AbortSignal.timeout(60_000));

/** Reads the definition of the demo and opens the system under it. */
async function connect(): Promise<void> {
  const root = new URL('../../../config/demo/', import.meta.url);
  const file = await readFile(new URL(`systems/${id}.yaml`, root), 'utf8');
  const read = readDefinition(file, `${id}.yaml`, { standIn: (name) => running.standIns[name]?.url, configs: await loadAdapterConfigs() });
  if (!('definition' in read)) throw new Error(JSON.stringify(read));
  definition = read.definition as OperationsSystemDefinition;
  const { [id]: secrets = {} } = parse(await readFile(new URL('secrets.yaml', root), 'utf8')) as Record<string, Record<string, string>>;
  access = { systemId: id, protocol: 'sql', connection: definition.connection, secrets, files: {}, limits: definition.limits };
  processes.open({ ...access, contract: await discover(), operations: { ...definition.operations, licences: { from: 'T_ROKHSA.list' } } as never });
}

/** One operation of the definition, as the hub calls it. */
async function call(operation: string, input: unknown, idempotencyKey: string | null = null): Promise<unknown> {
  const effect = idempotencyKey === null ? 'read' : 'write';
  const asked = { operation, input, cursor: null, effect, idempotencyKey, requestId: randomUUID(), deadlineAt: Date.now() + 30_000 } as const;
  return (await processes.call(id, asked, AbortSignal.timeout(30_000))).output;
}

const refusal = (operation: string, input: unknown, key: string | null = null) =>
  call(operation, input, key).then(
    () => new Error('it was taken'),
    (error: unknown) => error as AdapterError,
  );
const control = async (path: string) => (await fetch(`${running.standIns[id]?.faults}${path}`, { method: 'POST' })).json();

it('every operation of the demo definition is offered without a problem', async () => {
  const contract = await discover();
  expect(contract.kind).toMatch(/^MariaDB 1\d\./);
  const offered = new Map(contract.operations.map((operation) => [operation.name, operation]));
  for (const { from, effect } of Object.values(definition.operations)) expect(offered.get(from)).toMatchObject({ problems: [], effect });
  expect(contract.operations.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(contract.problems).toEqual([]);
});

it('gives a licence in our words: Hijri text as dates, codes as states, letters of the later Windows-1256', async () => {
  expect(await call('find', { number: '50143010001' })).toEqual({
    number: '50143010001',
    shop: 'شاي کرک',
    owner: { nationalId: '2456789011', name: 'کريم ڈار' },
    register: '2050071000',
    unifiedNumber: '7000050100',
    activity: { code: '563001', name: 'مقهى' },
    district: 'العدامة',
    street: 'شارع الملك سعود',
    areaM2: 45.5,
    signM2: 3.25,
    issuedOn: '2024-11-14',
    validUntil: '2026-10-23',
    state: 'valid',
  });
  expect(await refusal('find', { number: '00000000000' })).toMatchObject({ outcome: 'refused', fault: { code: 'LICENCE_UNKNOWN' } });
});

it('lists the licences of an owner, and the archive whose columns lie about their text', async () => {
  const owned = await call('listByOwner', { nationalId: '2456789011' });
  expect((owned as { licences: { shop: string }[] }).licences.map(({ shop }) => shop)).toEqual(['شاي کرک', 'پيتزا گاردن', 'چاي وتمر']);
  const archive = (await call('archive', { limit: 1 })) as { rows: { NASS: string }[] };
  expect(archive.rows[0]?.NASS).toMatch(/^نُقلت من البرنامج السابق: /);
});

it('a renewal is numbered, carried out and written into the history by the register itself, once a key', async () => {
  const asked = { number: '50143010002', years: 2, on: '2026-11-27', bill: 'طلب من البوابة: پيتزا' };
  const before = (await call('find', { number: asked.number })) as { validUntil: string };
  const first = (await call('renew', asked, 'renew-1')) as { reference: string; repeated: boolean };
  expect(first).toEqual({ reference: expect.stringMatching(/^9\d{3}$/) as string, repeated: false });
  expect(await call('renew', asked, 'renew-1')).toEqual({ reference: first.reference, repeated: true });
  expect(await call('find', { number: asked.number })).toMatchObject({
    state: 'valid',
    validUntil: expect.not.stringContaining(before.validUntil) as string,
  });
  expect(await call('history', { number: asked.number })).toEqual({
    entries: [
      { number: '500001', kind: 'renewed', at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string, by: expect.stringContaining('hub_rokhas') as string },
    ],
  });
  expect(await control('writes')).toEqual({ writes: [{ request: Number(first.reference), licence: asked.number, years: 2, idempotencyKey: 'renew-1' }] });
});

it('a cancelled licence is refused in the words of the register, and leaves nothing behind', async () => {
  const { rows } = (await call('licences', {})) as { rows: { ROKHSA_NO: string; HALA: string }[] };
  const cancelled = rows.find(({ HALA }) => HALA === '4');
  const refused = await refusal('renew', { number: cancelled?.ROKHSA_NO, years: 1, on: '2026-11-27', bill: null }, 'renew-2');
  expect(refused).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '45000', message: 'الرخصة ملغاة ولا تُجدّد' } });
  expect(await control('writes')).toMatchObject({ writes: [{}] });
});

it('nothing else of it can be written to by the user that the hub has', async () => {
  const statements = { sneak: { sql: `UPDATE T_ROKHSA SET HALA = '1' WHERE ROKHSA_NO = '50143010001'`, effect: 'write' } };
  const contract = await discover({ statements });
  expect(contract.operations.find(({ name }) => name === 'sneak')?.problems).toMatchObject([{ kind: 'invalid', place: 'statements.sneak.sql' }]);
});

it.each([
  ['password?value=another', 'password', 'unauthorised', true],
  ['forbid?set=on', 'forbid?set=off', 'unauthorised', true],
  ['contract?set=on', 'contract?set=off', 'contract-violation', false],
  ['kill', 'start', 'unreachable', false],
])('switch %s plays its fault, and the other takes it back', async (play, back, outcome, anew) => {
  await control(play);
  if (anew) await control('end-sessions');
  expect(await refusal('find', { number: '50143010001' })).toMatchObject({ outcome });
  await control(back);
  if (anew) await control('end-sessions');
  await expect.poll(() => call('find', { number: '50143010001' }).catch(() => null), { timeout: 20_000 }).toMatchObject({ shop: 'شاي کرک' });
});

it('a register that takes no writes refuses them; reads go on', async () => {
  await control('read-only?set=on');
  const refused = await refusal('renew', { number: '50143010003', years: 1, on: '2026-11-27', bill: null }, 'renew-3');
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(await call('district', { HAY_CODE: 1 })).toEqual({ HAY_CODE: 1, HAY_NAME: 'العدامة' });
  await control('read-only?set=off');
});

it('what was written is there after it has been started again', async () => {
  await running.stop();
  running = await start();
  await processes.close(id);
  await connect();
  expect(await call('history', { number: '50143010002' })).toMatchObject({ entries: [{ kind: 'renewed' }] });
});
