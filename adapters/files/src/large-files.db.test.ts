import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { startTestSftp } from '@amanah/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const long = process.env['AMANAH_TEST_VOLUME'] === 'long';
const mebibyte = 1_048_576;
/** Of V8; what is read in full would not fit. Not less: a collector that waits for a busy machine is late. */
const heapMebibytes = 72;
/** What may be in use at once for a large file beyond that for a small one: portions that are read, unpacked, decoded and taken; over SFTP packets on their way, too. */
const mostMore = { local: 8, sftp: 16 } as const;

const row = (n: number) => `1448/${n};محل رقم ${n} للتجارة والمقاولات العامة بمحافظة القطيف;${n % 500};30/12/1448`;
const formats = {
  csv: {
    mebibytes: 32,
    name: 'large.csv',
    head: 'number;shop;area;due\n',
    row: (n: number) => `${row(n)}\n`,
    tail: '',
    kind: { format: 'csv', delimiter: ';' },
  },
  'csv.gz': {
    mebibytes: 16,
    name: 'large.csv.gz',
    head: 'number;shop;area;due\n',
    row: (n: number) => `${row(n)}\n`,
    tail: '',
    kind: { format: 'csv', delimiter: ';' },
  },
  jsonl: {
    mebibytes: 16,
    name: 'large.jsonl',
    head: '',
    row: (n: number) => `${JSON.stringify({ number: `1448/${n}`, shop: row(n), area: n % 500 })}\n`,
    tail: '',
    kind: { format: 'jsonl' },
  },
  json: {
    mebibytes: 16,
    name: 'large.json',
    head: '{"data":[',
    row: (n: number) => `${n === 0 ? '' : ','}${JSON.stringify({ number: `1448/${n}`, shop: row(n), area: n % 500 })}`,
    tail: ']}',
    kind: { format: 'json', rows: 'data' },
  },
  xml: {
    mebibytes: 16,
    name: 'large.xml',
    head: '<r>',
    row: (n: number) => `<l><number>1448/${n}</number><shop>${row(n)}</shop><area>${n % 500}</area></l>`,
    tail: '</r>',
    kind: { format: 'xml', row: 'r/l' },
  },
} as const;

async function makeFile(folder: string, format: keyof typeof formats, mebibytes: number): Promise<{ rows: number; hash: string }> {
  const { name, head, row: rowOf, tail } = formats[format];
  const hash = createHash('sha256');
  let rows = 0;
  const content = function* () {
    let part = head as string;
    for (let written = 0; written < mebibytes * mebibyte;) {
      while (part.length < 60_000) part += rowOf(rows++);
      written += Buffer.byteLength(part);
      yield part;
      part = '';
    }
    yield tail;
  };
  const hashed = async function* (source: AsyncIterable<Buffer>) {
    for await (const part of source) {
      hash.update(part);
      yield part;
    }
  };
  const text = Readable.from(content(), { objectMode: false });
  const to = createWriteStream(join(folder, name), { mode: 0o644 });
  if (name.endsWith('.gz')) await pipeline(text, createGzip({ level: 1 }), hashed, to);
  else await pipeline(text, hashed, to);
  return { rows, hash: hash.digest('hex') };
}

async function readIn(
  folder: object,
  format: keyof typeof formats,
  secrets: object = {},
): Promise<{ rows: number; rejected: number; hash: string; largest: number; peakMebibytes: number }> {
  const fields = { number: { required: true }, shop: {}, area: { type: 'integer' } };
  const connection = { folder, whole: { by: 'rename' }, kinds: { large: { pattern: 'large.*', ...formats[format].kind, fields, key: ['number'] } } };
  const script = fileURLToPath(new URL('testing/read-large.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${heapMebibytes}`,
    '--expose-gc',
    script,
    JSON.stringify(connection),
    JSON.stringify(secrets),
  ]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof readIn>>;
}

describe('a large file is read in the memory of a small one', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'amanah-large-'));
    await writeFile(join(path, '.amanah-folder'), '');
  });
  afterEach(() => rm(path, { recursive: true, force: true }));

  test.each(Object.keys(formats) as (keyof typeof formats)[])(
    '%s',
    async (format) => {
      const folder = { at: 'local', path };
      await makeFile(path, format, 1);
      const small = await readIn(folder, format);
      const { rows, hash } = await makeFile(path, format, long ? 1_024 : formats[format].mebibytes);
      const large = await readIn(folder, format);
      expect(large).toMatchObject({ rows, rejected: 0, hash });
      expect(large.largest).toBeLessThanOrEqual(500);
      expect(large.peakMebibytes - small.peakMebibytes).toBeLessThan(mostMore.local);
    },
    3_600_000,
  );

  test('CSV over SFTP', async () => {
    const server = await startTestSftp();
    const folder = { at: 'sftp', url: server.url, username: server.username, privateKey: { secret: 'key' }, hostKeys: [server.hostKey] };
    await makeFile(server.folder, 'csv', 1);
    const small = await readIn(folder, 'csv', { key: server.privateKey });
    const { rows, hash } = await makeFile(server.folder, 'csv', long ? 1_024 : 64);
    const large = await readIn(folder, 'csv', { key: server.privateKey });
    expect(large).toMatchObject({ rows, rejected: 0, hash });
    expect(large.peakMebibytes - small.peakMebibytes).toBeLessThan(mostMore.sftp);
    await server.remove();
  }, 3_600_000);
});
