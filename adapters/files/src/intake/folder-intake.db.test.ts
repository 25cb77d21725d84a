import { createHash } from 'node:crypto';
import type { IncomingFile, IntakeOutcome, RejectedRow } from '@amanah/adapter-api';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import { config } from '../config.ts';
import { openFolder } from '../folder/open-folder.ts';
import { contextOf, starters, type TestFolder } from '../testing/folders.ts';

const soon = () => AbortSignal.timeout(20_000);
const kinds = { licences: { format: 'csv', pattern: 'licences-*.csv', fields: { number: { required: true, type: 'integer' } }, key: ['number'] } } as const;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(at: keyof typeof starters, given: object = {}) {
  const place: TestFolder = await starters[at]();
  const checked = config.parse({ folder: place.folder, whole: { by: 'rename' }, kinds, ...given });
  const connection = await adapter.connect(checked, await adapter.discover(checked, contextOf(place.secrets)), contextOf(place.secrets));
  const folder = await openFolder(checked, contextOf(place.secrets));
  closing.push(
    place.close,
    () => connection.close(),
    () => folder.close(),
  );
  const names = async (directory: string) =>
    (await folder.list(directory, soon())).files.map(({ path }) => path).filter((path) => !path.endsWith('.amanah-folder'));
  const text = async (path: string) => {
    const parts: Buffer[] = [];
    for await (const part of folder.read(path, soon())) parts.push(part);
    return Buffer.concat(parts);
  };
  return { place, intake: connection.intake!, folder, names, text };
}

async function rowsIn(intake: Awaited<ReturnType<typeof open>>['intake'], file: IncomingFile) {
  const rows: { line: number; values: unknown }[] = [];
  const rejected: RejectedRow[] = [];
  const batches: number[] = [];
  const read = await intake.read(
    file,
    {
      async rows(batch) {
        batches.push(batch.length);
        rows.push(...batch);
      },
      async rejected(batch) {
        rejected.push(...batch);
      },
    },
    soon(),
  );
  return { rows, rejected, batches, read };
}

describe.each(['local', 'sftp', 's3'] as const)('files taken from %s', (at) => {
  test('are listed oldest first, read with their hash, and settled with an acknowledgement in the sender’s encoding; settling twice does no harm', async () => {
    const { place, intake, names, text } = await open(at, {
      acknowledge: { name: 'acks/{name}.txt', text: 'الحالة: {outcome} {rows}/{rejected} {hash} {other}', encoding: 'windows-1256' },
    });
    const content = 'number\n1\nx\n3\n';
    // S3 has times of its own, so the older one comes first there too.
    await place.put('licences-1.csv', 'number\n9\n', 1_600_000_000);
    await place.put('licences-2.csv', content, 1_700_000_000);
    await place.put('other.txt', 'x');
    const listed = await intake.list(soon());
    expect(listed.map(({ path, operation }) => [path, operation])).toEqual(['licences-1.csv', 'licences-2.csv'].map((path) => [path, 'licences']));
    const file = listed.find(({ path }) => path === 'licences-2.csv')!;
    const hash = createHash('sha256').update(content).digest('hex');
    expect(await intake.hash(file, soon())).toBe(hash);
    const { rows, rejected, read } = await rowsIn(intake, file);
    expect(rows).toEqual([
      { line: 2, values: { number: 1 } },
      { line: 4, values: { number: 3 } },
    ]);
    expect(rejected).toMatchObject([{ line: 3, text: 'x' }]);
    expect(read).toEqual({ rows: 2, rejected: 1, hash });
    for (let time = 0; time < 2; time++) await intake.settle(file, { taken: true, hash, rows: 2, rejected: 1 }, soon());
    expect(await names('')).toEqual(expect.arrayContaining(['licences-1.csv', 'other.txt']));
    expect(await names('')).not.toContain('licences-2.csv');
    expect(await names('done')).toEqual([`done/licences-2.${hash.slice(0, 12)}.csv`]);
    expect(iconv.decode(await text('acks/licences-2.csv.txt'), 'windows-1256')).toBe(`الحالة: taken 2/1 ${hash} {other}`);
    expect((await intake.list(soon())).map(({ path }) => path)).toEqual(['licences-1.csv']);
  });

  test('a file that came under the name meanwhile is not settled with the one before', async () => {
    const { place, intake, names } = await open(at);
    await place.put('licences-1.csv', 'number\n1\n', 1_600_000_000);
    const [file] = await intake.list(soon());
    await place.put('licences-1.csv', 'number\n1\n2\n', 1_700_000_000);
    await intake.settle(file!, { taken: true, hash: 'a'.repeat(64), rows: 1, rejected: 0 }, soon());
    expect(await names('')).toEqual(['licences-1.csv']);
    expect((await intake.list(soon()))[0]!.bytes).toBe(11);
  });
});

test('a large file is handed over in batches, and reading waits for each', async () => {
  const { place, intake } = await open('local');
  await place.put('licences-1.csv', `number\n${Array.from({ length: 30_000 }, (_none, n) => (n % 5 === 0 ? 'x' : n)).join('\n')}\n`);
  const { batches, read } = await rowsIn(intake, (await intake.list(soon()))[0]!);
  expect(read).toMatchObject({ rows: 24_000, rejected: 6_000 });
  expect(Math.max(...batches)).toBeLessThanOrEqual(500);
});

test.each<[string, IntakeOutcome, string, string]>([
  ['seen', { taken: false, reason: 'seen', hash: 'b'.repeat(64) }, 'done', 'outcome: seen'],
  ['unreadable', { taken: false, reason: 'unreadable', hash: 'b'.repeat(64), detail: 'no\nheading' }, 'bad', 'detail: no heading'],
])('a file that is %s goes where it belongs and its sender is told', async (_what, outcome, directory, told) => {
  const { place, intake, names, text } = await open('local', { acknowledge: {} });
  await place.put('licences-1.csv', 'number\n');
  await intake.settle((await intake.list(soon()))[0]!, outcome, soon());
  expect(await names(directory)).toEqual([`${directory}/licences-1.bbbbbbbbbbbb.csv`]);
  expect((await text('licences-1.csv.ack')).toString()).toContain(told);
});

test('where files stay nothing is moved, and all of them are told', async () => {
  const { place, intake, names } = await open('local', { settle: { by: 'leave' }, bounds: { files: 1 } });
  for (const n of [1, 2, 3]) await place.put(`licences-${n}.csv`, 'number\n');
  const listed = await intake.list(soon());
  expect(listed).toHaveLength(3);
  await intake.settle(listed[0]!, { taken: true, hash: 'a', rows: 0, rejected: 0 }, soon());
  expect(await names('')).toHaveLength(3);
});

test('one look takes a bounded number of files', async () => {
  const { place, intake } = await open('local', { bounds: { files: 2 } });
  for (const n of [1, 2, 3]) await place.put(`licences-${n}.csv`, 'number\n', n);
  expect((await intake.list(soon())).map(({ path }) => path)).toEqual(['licences-1.csv', 'licences-2.csv']);
});

test('markers go with their files, and neither they nor our own files are taken for files', async () => {
  const { place, intake, names } = await open('local', {
    whole: { by: 'marker', suffix: '.done' },
    acknowledge: {},
    kinds: { licences: { ...kinds.licences, pattern: '*' } },
    outgoing: { decisions: { name: 'decision-{key}.csv', format: 'csv', fields: { a: {} } } },
  });
  for (const name of ['a.csv', 'a.csv.done', 'b.csv', 'b.csv.ack', 'decision-1.csv', 'decision-1.csv.done', '.part']) await place.put(name, 'number\n');
  const listed = await intake.list(soon());
  expect(listed.map(({ path }) => path)).toEqual(['a.csv']);
  await intake.settle(listed[0]!, { taken: true, hash: 'a'.repeat(64), rows: 0, rejected: 0 }, soon());
  expect((await names('')).toSorted()).toEqual(['.part', 'a.csv.ack', 'b.csv', 'b.csv.ack', 'decision-1.csv', 'decision-1.csv.done']);
});

test('a path that no kind names is not touched, whoever asks', async () => {
  const { intake } = await open('local');
  const file = (path: string, operation = 'licences') => ({ path, operation, bytes: 1, modifiedAt: new Date().toISOString() });
  for (const one of [file('.amanah-folder'), file('../licences-1.csv'), file('done/licences-1.csv'), file('licences-1.csv', 'other')]) {
    await expect(intake.hash(one, soon())).rejects.toMatchObject({ outcome: 'input-invalid' });
    await expect(rowsIn(intake, one)).rejects.toMatchObject({ outcome: 'input-invalid' });
    expect(() => intake.settle(one, { taken: false, reason: 'seen', hash: 'a' }, soon())).toThrow('is no file of the kind');
  }
});
