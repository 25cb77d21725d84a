import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdapterError, type AdapterContext, type Connection } from '@amanah/adapter-api';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adapter } from '../../../adapters/sql/src/adapter.ts';
import { readDefinition } from '../../../hub/systems/read-definition.ts';
import { applyMapping } from '../../../hub/systems/mapping/apply-mapping.ts';
import type { OperationsSystemDefinition } from '../../../hub/systems/definition.ts';
import { startStandIns } from '../start-stand-ins.ts';

const id = 'shop-register-central-dammam';
const quiet = () => {};
const limits = { connectMs: 5_000, answerMs: 20_000, idleMs: 20_000, maxAnswerBytes: 5_000_000, maxHeaderBytes: 65_536, atOnce: 4 };
let dataDir: string;
let running: Awaited<ReturnType<typeof startStandIns>>;
let definition: OperationsSystemDefinition;
let ctx: AdapterContext;
let connection: Connection;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-register-'));
  running = await start();
  const root = new URL('../../../config/demo/', import.meta.url);
  const file = await readFile(new URL(`systems/${id}.yaml`, root), 'utf8');
  const { [id]: secrets = {} } = parse(await readFile(new URL('secrets.yaml', root), 'utf8')) as Record<string, Record<string, string>>;
  const read = readDefinition(file, `${id}.yaml`, { standIn: (name) => running.standIns[name]?.url, configs: new Map([['sql', adapter.config]]) as never });
  if (!('definition' in read)) throw new Error(JSON.stringify(read));
  definition = read.definition as OperationsSystemDefinition;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  ctx = { systemId: id, log, limits, secret: ({ secret }) => secrets[secret] ?? '', file: async () => Buffer.alloc(0), signal: new AbortController().signal };
  connection = await connect();
});
afterAll(async () => {
  await connection.close();
  await running.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: [id] });

async function connect(): Promise<Connection> {
  const config = adapter.config.parse(definition.connection);
  return adapter.connect(config, await adapter.discover(config, ctx), ctx);
}

/** One operation of the definition, with its mappings, as the hub calls it. */
async function call(name: string, input: unknown, key: string | null = null, cursor: string | null = null): Promise<{ output: unknown; next?: string }> {
  const operation = definition.operations[name];
  if (!operation) throw new Error(`no operation ${name}`);
  const { output, next } = await connection.call({
    operation: operation.from,
    input: operation.input ? await applyMapping(operation.input, input, 'input') : input,
    cursor,
    signal: AbortSignal.timeout(20_000),
    idempotencyKey: key,
    requestId: randomUUID(),
    exchange: { sent: quiet, received: quiet },
  });
  return { output: operation.output ? await applyMapping(operation.output, output, 'output') : output, ...(next === undefined ? {} : { next }) };
}

const refusal = (name: string, input: unknown, key: string | null = null) =>
  call(name, input, key).then(
    () => new Error('it was taken'),
    (error: unknown) => error as AdapterError,
  );
const control = async (path: string) => (await fetch(`${running.standIns[id]?.faults}${path}`, { method: 'POST' })).json();

it('every operation of the demo definition is offered without a problem', async () => {
  const contract = await adapter.discover(adapter.config.parse(definition.connection), ctx);
  expect(contract.kind).toMatch(/^MariaDB 1\d\./);
  const offered = new Map(contract.operations.map((operation) => [operation.name, operation]));
  for (const { from, effect } of Object.values(definition.operations)) expect(offered.get(from)).toMatchObject({ problems: [], effect });
  expect(contract.operations.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(contract.problems).toEqual([]);
});

it('gives a licence in our words: Hijri text as dates, codes as states, letters of the later Windows-1256', async () => {
  expect((await call('find', { number: '50143010001' })).output).toEqual({
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
  const { output } = await call('listByOwner', { nationalId: '2456789011' });
  expect((output as { licences: { shop: string }[] }).licences.map(({ shop }) => shop)).toEqual(['شاي کرک', 'پيتزا گاردن', 'چاي وتمر']);
  const archive = (await call('archive', { limit: 1 })).output as { rows: { NASS: string }[] };
  expect(archive.rows[0]?.NASS).toMatch(/^نُقلت من البرنامج السابق: /);
});

it('a renewal is numbered, carried out and written into the history by the register itself, once a key', async () => {
  const asked = { number: '50143010002', years: 2, on: '2026-11-27', note: 'طلب من البوابة: پيتزا' };
  const before = (await call('find', { number: asked.number })).output as { validUntil: string };
  const first = (await call('renew', asked, 'renew-1')).output as { request: string; repeated: boolean };
  expect(first).toEqual({ request: expect.stringMatching(/^9\d{3}$/) as string, repeated: false });
  expect((await call('renew', asked, 'renew-1')).output).toEqual({ request: first.request, repeated: true });
  expect((await call('find', { number: asked.number })).output).toMatchObject({
    state: 'valid',
    validUntil: expect.not.stringContaining(before.validUntil) as string,
  });
  expect((await call('history', { number: asked.number })).output).toEqual({
    entries: [
      { number: '500001', kind: 'renewed', at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string, by: expect.stringContaining('hub_rokhas') as string },
    ],
  });
  expect(await control('writes')).toEqual({ writes: [{ request: Number(first.request), licence: asked.number, years: 2, idempotencyKey: 'renew-1' }] });
});

it('a cancelled licence is refused in the words of the register, and leaves nothing behind', async () => {
  const cancelled = (await adapterList('T_ROKHSA.list', {})).find(({ HALA }) => HALA === '4');
  const refused = await refusal('renew', { number: cancelled?.ROKHSA_NO, years: 1, on: '2026-11-27', note: null }, 'renew-2');
  expect(refused).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '45000', message: 'الرخصة ملغاة ولا تُجدّد' } });
  expect(await control('writes')).toMatchObject({ writes: [{}] });
});

async function adapterList(operation: string, input: object): Promise<{ ROKHSA_NO: string; HALA: string }[]> {
  const { output } = await connection.call({
    operation,
    input,
    cursor: null,
    signal: AbortSignal.timeout(20_000),
    idempotencyKey: null,
    requestId: randomUUID(),
    exchange: { sent: quiet, received: quiet },
  });
  return (output as { rows: { ROKHSA_NO: string; HALA: string }[] }).rows;
}

it('nothing else of it can be written to by the user that the hub has', async () => {
  const config = adapter.config.parse({
    ...definition.connection,
    statements: { sneak: { sql: `UPDATE T_ROKHSA SET HALA = '1' WHERE ROKHSA_NO = '50143010001'`, effect: 'write' } },
  });
  const contract = await adapter.discover(config, ctx);
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
  await expect
    .poll(async () => (await call('find', { number: '50143010001' }).catch(() => null))?.output ?? null, { timeout: 20_000 })
    .toMatchObject({ shop: 'شاي کرک' });
});

it('a register that takes no writes refuses them; reads go on', async () => {
  await control('read-only?set=on');
  const refused = await refusal('renew', { number: '50143010003', years: 1, on: '2026-11-27', note: null }, 'renew-3');
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect((await call('district', { HAY_CODE: 1 })).output).toEqual({ HAY_CODE: 1, HAY_NAME: 'العدامة' });
  await control('read-only?set=off');
});

it('what was written is there after it has been started again', async () => {
  await running.stop();
  running = await start();
  const config = adapter.config.parse({ ...definition.connection, url: running.standIns[id]?.url });
  const again = await adapter.connect(config, await adapter.discover(config, ctx), ctx);
  await connection.close();
  connection = again;
  expect((await call('history', { number: '50143010002' })).output).toMatchObject({ entries: [{ kind: 'renewed' }] });
});
