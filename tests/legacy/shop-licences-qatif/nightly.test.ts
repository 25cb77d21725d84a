import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import type { Connection, Contract, IncomingFile, RejectedRow } from '@amanah/adapter-api';
import { adapter } from '../../../adapters/files/src/adapter.ts';
import { config } from '../../../adapters/files/src/config.ts';
import { launchStandIn, type Launched } from '../process/launch.ts';
import { licencesOf } from './licences.ts';
import { badRows } from './nightly-file.ts';

let standIn: Launched;
let connection: Connection;
let contract: Contract;
const soon = () => AbortSignal.timeout(20_000);
const control = async (name: string) => (await (await fetch(`${standIn.faults}${name}`, { method: 'POST' })).json()) as Record<string, unknown>;

beforeAll(async () => {
  standIn = await launchStandIn(new URL('server.ts', import.meta.url));
  const demo = (file: string) => readFileSync(new URL(`../../../config/demo/${file}`, import.meta.url), 'utf8');
  const text = demo('systems/shop-licences-qatif.yaml').replaceAll('${standIn:shop-licences-qatif}', standIn.url);
  const given = config.parse((parse(text) as { connection: object }).connection);
  const secrets = (parse(demo('secrets.yaml')) as Record<string, Record<string, string>>)['shop-licences-qatif']!;
  const quiet = () => {};
  const context = {
    systemId: 'shop-licences-qatif',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    limits: { connectMs: 5_000, answerMs: 10_000, idleMs: 10_000, maxAnswerBytes: 10_000_000, maxHeaderBytes: 65_536, atOnce: 4 },
    secret: ({ secret }: { secret: string }) => secrets[secret]!,
    file: () => Promise.reject(new Error('no files')),
    signal: new AbortController().signal,
  };
  contract = await adapter.discover(given, context);
  connection = await adapter.connect(given, contract, context);
});
afterAll(async () => {
  await connection.close();
  await standIn.stop();
});

async function read(file: IncomingFile) {
  const rows: Record<string, unknown>[] = [];
  const rejected: RejectedRow[] = [];
  const sink = {
    rows: async (batch: readonly { values: unknown }[]) => void rows.push(...batch.map(({ values }) => values as Record<string, unknown>)),
    rejected: async (batch: readonly RejectedRow[]) => void rejected.push(...batch),
  };
  const read = await connection.intake!.read(file, sink, soon());
  return { rows, rejected, read };
}

test('the demo’s definition reads a night: every licence, and each row that a clerk got wrong with its reason', async () => {
  expect(contract.operations.map(({ name, problems }) => [name, problems.length])).toEqual([
    ['folder.files', 0],
    ['licences.find', 0],
    ['licences.list', 0],
    ['decisions.send', 0],
  ]);
  const [file] = await connection.intake!.list(soon());
  const { rows, rejected } = await read(file!);
  const licences = licencesOf(1);
  expect(rows.map(({ number, shop, nationalId }) => ({ number, shop, nationalId }))).toEqual(
    licences.map(({ number, shop, nationalId }) => ({ number, shop, nationalId })),
  );
  expect(rows[2]).toMatchObject({ office: 'تاروت', areaM2: 41, validUntil: expect.stringMatching(/^\d\d\/\d\d\/144\d$/) as string, fee: '246.50' });
  expect(rejected).toHaveLength(badRows);
  expect(rejected.map(({ reasons }) => reasons.map(({ field }) => field).join())).toEqual(['issuedOn,validUntil', 'areaM2', 'state', 'number', '', '']);
});

test('what the hub says of a file lies beside it in the sender’s encoding, and the file among the done ones', async () => {
  const [file] = await connection.intake!.list(soon());
  const hash = await connection.intake!.hash(file!, soon());
  await connection.intake!.settle(file!, { taken: true, hash, rows: 60, rejected: badRows }, soon());
  const { acknowledgements } = (await control('acknowledgements')) as { acknowledgements: { name: string; text: string }[] };
  expect(acknowledgements).toEqual([
    { name: 'licences-14481101.csv.ack', text: expect.stringContaining(`البصمة: ${hash}\r\nالنتيجة: taken\r\nالصفوف: 60`) as string },
  ]);
  expect(await control('folders')).toEqual({ waiting: [], done: [`licences-14481101.${hash.slice(0, 12)}.csv`], bad: [] });
});

test('a decision is one file in the sender’s encoding, whose name carries its key', async () => {
  const send = () =>
    connection.call({
      operation: 'decisions.send',
      input: { rows: [{ number: '53143020000', decision: 'renewed', decidedOn: '14/05/1448', note: 'تجديد; سنة' }] },
      cursor: null,
      signal: soon(),
      idempotencyKey: 'case-1448-17',
      requestId: 'r',
      exchange: { sent: () => {}, received: () => {} },
    });
  await send();
  await control('collect');
  await send();
  expect(await control('writes')).toEqual({ writes: [] });
  const again = await connection.call({
    operation: 'decisions.send',
    input: { rows: [{ number: '53143020041', decision: 'cancelled', decidedOn: '14/05/1448', note: null }] },
    cursor: null,
    signal: soon(),
    idempotencyKey: 'case-1448-18',
    requestId: 'r',
    exchange: { sent: () => {}, received: () => {} },
  });
  expect(again.output).toMatchObject({ path: 'in/decision-case-1448-18.csv', rows: 1 });
  expect(await control('writes')).toEqual({
    writes: [
      { name: 'decision-case-1448-18.csv', idempotencyKey: 'case-1448-18', text: 'رقم الرخصة;القرار;التاريخ;ملاحظة\r\n53143020041;إلغاء;14/05/1448;\r\n' },
    ],
  });
});

test('the same night under another name has the same hash', async () => {
  await control('night');
  await control('again');
  const files = await connection.intake!.list(soon());
  const hashes = await Promise.all(files.map((file) => connection.intake!.hash(file, soon())));
  expect(files.map(({ path }) => path).toSorted()).toEqual(['licences-14481102-copy.csv', 'licences-14481102.csv']);
  expect(new Set(hashes).size).toBe(1);
  await control('clear');
});

test.each(['html', 'garbage', 'cut', 'bomb', 'other-encoding', 'endless-line'])('a hostile file (%s) is unreadable as a whole', async (name) => {
  await control(`hostile?name=${name}`);
  const [file] = await connection.intake!.list(soon());
  await expect(read(file!)).rejects.toMatchObject({ outcome: expect.stringMatching(/contract-violation|too-large/) as string });
  await control('clear');
});

test('a link that leads out of the folder is not listed', async () => {
  await control('link');
  expect(await connection.intake!.list(soon())).toEqual([]);
  await control('clear');
});

test('a server in its place is known by its key; the right one is there again afterwards', async () => {
  await control('impostor');
  await expect(connection.probe(soon())).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  await control('down');
  await expect(connection.probe(soon())).rejects.toMatchObject({ outcome: 'unreachable' });
  await control('up');
  await connection.probe(soon());
});
