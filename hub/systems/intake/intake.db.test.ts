import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../../store/store-fixture.ts';
import type { Intake, IntakeSystem, ListedRows } from './contract.ts';
import { IntakeFolder, intakeOf } from './intake-fixture.ts';

const licences = {
  format: 'csv',
  pattern: 'licences-*.csv',
  fields: { number: { required: true }, shop: {}, area: { type: 'integer' } },
  key: ['number'],
} as const;
let test_: Awaited<ReturnType<typeof openTestStore>>;
let count = 0;
const open: { folder: IntakeFolder; intake: Intake }[] = [];

beforeAll(async () => (test_ = await openTestStore()));
afterAll(() => test_.close());
afterEach(async () => {
  for (const { folder, intake } of open.splice(0)) {
    await intake.close();
    folder.remove();
  }
});

/** A system with a folder of its own, and an intake that looks into it. */
async function start(connection: object): Promise<{ folder: IntakeFolder; intake: Intake; system: IntakeSystem; look: () => ReturnType<Intake['look']> }> {
  const folder = new IntakeFolder(`s${++count}`, connection);
  const intake = intakeOf(test_.store, await folder.processes());
  open.push({ folder, intake });
  const system = await folder.system();
  return { folder, intake, system, look: () => intake.look(system, new AbortController().signal) };
}

const numbers = async (intake: Intake, systemId: string) => {
  const { rows } = await intake.list(systemId, 'licences', null, 500);
  return rows.map((row) => (row as { number: string }).number);
};
const events = (systemId: string) =>
  test_.store.hub.query<{ data: object }>(`SELECT data FROM hub.outbox WHERE type = 'systems.file.taken' AND subject = $1 ORDER BY position`, [
    `system/${systemId}`,
  ]);

test('a file is taken in: rows by key, bad rows with reasons, an event, its place among the done ones, an acknowledgement', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-1.csv', 'number,shop,area\n1448/1,بقالة,80\n1448/2,مقهى,x\n1448/3,محل,\n1448/1,مكرر,5\n');
  const { taken } = await look();
  expect(taken).toMatchObject([{ path: 'licences-1.csv', operation: 'licences', rows: 2, rejected: 2, state: 'taken' }]);
  const { hash } = taken[0]!;
  expect(await intake.find(system.systemId, 'licences', ['1448/1'])).toEqual({
    row: { number: '1448/1', shop: 'بقالة', area: 80 },
    asOf: expect.stringMatching(/^\d{4}-.*Z$/) as string,
  });
  expect((await intake.find(system.systemId, 'licences', ['none'])).row).toBeNull();
  expect(await intake.rejectedRows(system.systemId, hash)).toEqual([
    { line: 3, text: '1448/2,مقهى,x', reasons: [{ field: 'area', expected: 'a whole number', found: 'x' }] },
    { line: 5, text: '{"number":"1448/1","shop":"مكرر","area":5}', reasons: [{ field: '', expected: 'a key that stands once', found: '["1448/1"]' }] },
  ]);
  expect(await events(system.systemId)).toEqual([{ data: { system: system.systemId, kind: 'licences', path: 'licences-1.csv', hash, rows: 2, rejected: 2 } }]);
  expect(await intake.files(system.systemId)).toMatchObject([{ hash, rows: 2, rejected: 2, state: 'taken', detail: null }]);
  expect(folder.names('done')).toEqual([`licences-1.${hash.slice(0, 12)}.csv`]);
  expect(folder.text('licences-1.csv.ack')).toBe(`file: licences-1.csv\nsha256: ${hash}\noutcome: taken\nrows: 2\nrejected: 2\ndetail: \n`);
  expect(folder.names()).toEqual(['licences-1.csv.ack']);
});

test('the same content is taken once, whatever its name; its sender is told that it was seen', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-1.csv', 'number\n1\n');
  await look();
  folder.put('licences-2.csv', 'number\n1\n', 1);
  expect(await look()).toMatchObject({ taken: [], seen: 1 });
  expect(folder.text('licences-2.csv.ack')).toContain('outcome: seen');
  expect(folder.names('done')).toHaveLength(2);
  expect(await events(system.systemId)).toHaveLength(1);
  expect(await intake.files(system.systemId)).toHaveLength(1);
});

test('a snapshot replaces the rows before it, in the order of the files; one that is older than what holds does not', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-b.csv', 'number\n2\n3\n', 2);
  folder.put('licences-a.csv', 'number\n1\n2\n', 1);
  await look();
  expect(await numbers(intake, system.systemId)).toEqual(['2', '3']);
  folder.put('licences-late.csv', 'number\n9\n', 0);
  await look();
  expect(await numbers(intake, system.systemId)).toEqual(['2', '3']);
  expect(folder.text('licences-late.csv.ack')).toContain('detail: older than licences-b.csv, which holds');
});

test('an addition by key keeps the rows before it; of several rows of one key the last holds', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences: { ...licences, mode: 'upsert' } } });
  folder.put('licences-1.csv', 'number,area\n1,1\n2,2\n');
  folder.put('licences-2.csv', 'number,area\n2,20\n3,3\n3,30\n', 1);
  await look();
  expect((await intake.list(system.systemId, 'licences', null, 500)).rows).toMatchObject([
    { number: '1', area: 1 },
    { number: '2', area: 20 },
    { number: '3', area: 30 },
  ]);
});

test('a file that cannot be read as a whole leaves the rows as they were, goes to the bad ones, and says why', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-1.csv', 'number\n1\n');
  await look();
  folder.put('licences-2.csv', 'رقم\n2\n', 1);
  expect((await look()).taken).toMatchObject([{ state: 'unreadable', rows: 0, detail: 'there is no column "number"; the columns are: رقم' }]);
  expect(await numbers(intake, system.systemId)).toEqual(['1']);
  expect(folder.names('bad')).toHaveLength(1);
  expect(folder.text('licences-2.csv.ack')).toContain('outcome: unreadable');
  expect(await events(system.systemId)).toHaveLength(1);
});

test('rows are listed page by page, each once, also when files are taken in meanwhile', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences: { ...licences, mode: 'upsert' } } });
  folder.put('licences-1.csv', `number\n${Array.from({ length: 50 }, (_none, n) => `n${String(n * 2).padStart(3, '0')}`).join('\n')}\n`);
  await look();
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; ; page++) {
    const { output, next }: Awaited<ReturnType<Intake['call']>> = await intake.call(system, { from: 'licences.list', input: { limit: 20 }, cursor });
    seen.push(...((output as ListedRows).rows as { number: string }[]).map(({ number }) => number));
    cursor = next;
    if (cursor === null) break;
    folder.put(`licences-m${page}.csv`, `number\nn${String(page * 40 + 1).padStart(3, '0')}\nn00${page}\n`, page + 1);
    await look();
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((number) => Number(number.slice(1)) % 2 === 0)).toHaveLength(50);
});

test('calls are answered by the operations of the contract; others are not served', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences, visits: { format: 'jsonl', pattern: 'visits-*', fields: { id: {} } } } });
  folder.put('licences-1.csv', 'number\n1\n');
  folder.put('visits-1', '{"id":"a"}\n{"id":"b"}\n');
  await look();
  expect(await intake.call(system, { from: 'licences.find', input: { number: '1' }, cursor: null })).toMatchObject({
    output: { row: { number: '1' } },
    next: null,
  });
  expect(await intake.call(system, { from: 'visits.list', input: {}, cursor: null })).toMatchObject({
    output: { rows: [{ id: 'a' }, { id: 'b' }] },
    next: null,
  });
  await expect(intake.call(system, { from: 'licences.find', input: {}, cursor: null })).rejects.toMatchObject({
    outcome: 'input-invalid',
    findings: [{ path: '/number' }],
  });
  await expect(intake.call(system, { from: 'licences.drop', input: {}, cursor: null })).rejects.toMatchObject({ outcome: 'input-invalid' });
  const served = ['licences.find', 'licences.list', 'visits.list', 'visits.find', 'folder.files', 'nothing.list'].filter((from) =>
    intake.serves(system.contract, from),
  );
  expect(served).toEqual(['licences.find', 'licences.list', 'visits.list']);
  expect(intake.serves({ ...system.contract, protocol: 'sql' }, 'licences.find')).toBe(false);
});

test('rows that were taken in under an earlier contract are given with the fields of the one that holds', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-1.csv', 'number,shop,area\n1,بقالة,5\n');
  await look();
  const { kinds } = system.contract.snapshot as { kinds: { licences: { fields: Record<string, object> } } };
  const { area: _area, ...fields } = kinds.licences.fields;
  const changed = {
    ...system.contract,
    snapshot: { ...(system.contract.snapshot as object), kinds: { licences: { ...kinds.licences, fields: { ...fields, office: {} } } } },
  };
  const call = (from: string, input: object) => intake.call({ systemId: system.systemId, contract: changed }, { from, input, cursor: null });
  expect((await call('licences.find', { number: '1' })).output).toMatchObject({ row: { number: '1', shop: 'بقالة', office: null } });
  expect((await call('licences.list', {})).output).toMatchObject({ rows: [{ number: '1', shop: 'بقالة', office: null }] });
  expect(JSON.stringify((await call('licences.list', {})).output)).not.toContain('area');
});

test('characters that the store does not keep cost their row alone', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences: { format: 'jsonl', pattern: 'l*', fields: { number: {}, shop: {} }, key: [] } } });
  folder.put('l1', '{"number":"1","shop":"a\\u0000b"}\n{"number":"2","shop":"\\ud800"}\n{"number":"3","shop":"\\\\u0000 😀"}\n');
  const { taken } = await look();
  expect(taken).toMatchObject([{ rows: 1, rejected: 2 }]);
  expect((await intake.list(system.systemId, 'licences', null, 10)).rows).toEqual([{ number: '3', shop: '\\u0000 😀' }]);
  expect(await intake.rejectedRows(system.systemId, taken[0]!.hash)).toHaveLength(2);
});

test('files that stay in their folder are taken once and not read again', async () => {
  const { folder, intake, system } = await start({ kinds: { licences }, settle: { by: 'leave' } });
  const processes = await folder.processes();
  let hashed = 0;
  const counting = intakeOf(test_.store, { ...processes, hashFile: (...given) => (hashed++, processes.hashFile(...given)) });
  folder.put('licences-1.csv', 'number\n1\n');
  for (let look = 0; look < 3; look++) await counting.look(system, new AbortController().signal);
  expect(hashed).toBe(1);
  folder.put('licences-1.csv', 'number\n1\n2\n', 1);
  await counting.look(system, new AbortController().signal);
  expect(await numbers(intake, system.systemId)).toEqual(['1', '2']);
  expect(folder.names()).toEqual(['licences-1.csv', 'licences-1.csv.ack']);
  await counting.close();
});

test('a file that is replaced while it is read is not taken under the hash of the one before', async () => {
  const { folder, intake, system } = await start({ kinds: { licences } });
  const processes = await folder.processes();
  let replaced = false;
  const racing = intakeOf(test_.store, {
    ...processes,
    async readFile(...given) {
      if (!replaced) folder.put('licences-1.csv', 'number\n7\n8\n', 5);
      replaced = true;
      return processes.readFile(...given);
    },
  });
  folder.put('licences-1.csv', 'number\n1\n');
  const first = await racing.look(system, new AbortController().signal);
  expect(first).toMatchObject({ taken: [], postponed: 1 });
  expect(await numbers(intake, system.systemId)).toEqual([]);
  await racing.look(system, new AbortController().signal);
  expect(await numbers(intake, system.systemId)).toEqual(['7', '8']);
  await racing.close();
});

test('several replicas that look at the same moment take each file once', async () => {
  const { folder, intake, system } = await start({ kinds: { licences: { ...licences, mode: 'upsert' } } });
  for (let n = 0; n < 8; n++) folder.put(`licences-${n}.csv`, `number\na${n}\nb${n}\n`, n);
  const replicas = await Promise.all([1, 2, 3].map(async () => intakeOf(await test_.replica(), await folder.processes())));
  for (let round = 0; round < 4; round++) await Promise.all(replicas.map((replica) => replica.look(system, new AbortController().signal)));
  expect(await numbers(intake, system.systemId)).toHaveLength(16);
  expect(await events(system.systemId)).toHaveLength(8);
  expect(folder.names('done')).toHaveLength(8);
  await Promise.all(replicas.map((replica) => replica.close()));
});

test('followed folders are looked into on schedule by one replica at a time, and a folder that cannot be read is told', async () => {
  const { folder, system } = await start({ kinds: { licences }, everySeconds: 3_600 });
  const told: (readonly [string, boolean])[] = [];
  const replicas = await Promise.all(
    [1, 2].map(async () => intakeOf(test_.store, await folder.processes(), (systemId, { ok }) => void told.push([systemId, ok]))),
  );
  folder.put('licences-1.csv', 'number\n1\n');
  for (const replica of replicas) replica.follow([system]);
  await expect.poll(() => folder.names('done')).toHaveLength(1);
  await expect.poll(() => told).toEqual([[system.systemId, true]]);
  await test_.store.hub.query(`UPDATE hub.intake_turn SET next_at = now()`);
  folder.remove();
  for (const replica of replicas) replica.follow([system]);
  await expect
    .poll(() => told)
    .toEqual([
      [system.systemId, true],
      [system.systemId, false],
    ]);
  await Promise.all(replicas.map((replica) => replica.close()));
});

test('a system that was removed leaves nothing behind', async () => {
  const { folder, intake, system, look } = await start({ kinds: { licences } });
  folder.put('licences-1.csv', 'number,area\n1,1\n2,x\n');
  await look();
  await intake.forget(system.systemId);
  for (const table of ['intake_file', 'intake_row'])
    expect(await test_.store.hub.query(`SELECT 1 FROM hub.${table} WHERE system_id = $1`, [system.systemId])).toEqual([]);
  expect(await intake.files(system.systemId)).toEqual([]);
});
