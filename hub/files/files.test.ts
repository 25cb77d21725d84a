import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '@amanah/testing';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import type { BucketConfig, FileStore } from './contract.ts';
import { createFiles } from './create-files.ts';

let folder: string;
let bucket: BucketConfig;
let server: S3rver;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanah-files-'));
  const port = await freePort();
  server = new S3rver({ address: '127.0.0.1', port, silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'amanah' }] });
  await server.run();
  bucket = { endpoint: `http://127.0.0.1:${port}`, bucket: 'amanah', prefix: 'hub/', region: 'us-east-1', keyId: 'S3RVER', secretKey: new Secret('S3RVER') };
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const pieces = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)));
const failing = () =>
  Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('the line broke');
    })(),
  );

describe.each(['folder', 'bucket'] as const)('a %s of files', (kind) => {
  let store: FileStore;
  const dataDir = () => join(folder, kind);
  beforeAll(async () => void (store = await createFiles({ dataDir: dataDir(), files: kind === 'bucket' ? bucket : null, scanner: null })));
  afterAll(() => store.close());
  const files = () => store.plugin('papers');
  const spooled = () => readdir(join(dataDir(), 'files', '.spool'));

  test('gives back what was put, whole and in parts, with its type, length and hash', async () => {
    expect(await files().put('2026/11/deed.pdf', pieces('صك ', 'الملكية'), { type: 'application/pdf' })).toEqual({
      bytes: 19,
      sha256: createHash('sha256').update('صك الملكية').digest('hex'),
    });
    const file = await files().open('2026/11/deed.pdf');
    expect([file.type, file.bytes, await text(await file.stream())]).toEqual(['application/pdf', 19, 'صك الملكية']);
    expect((await buffer(await file.stream({ start: 0, end: 3 }))).toString()).toBe('صك');
    expect(await spooled()).toEqual([]);
  });

  test('replaces a file whole: whoever opened the old one reads it to its end', async () => {
    await files().put('note', Buffer.from('old'), { type: 'text/plain' });
    const reading = await (await files().open('note')).stream();
    await files().put('note', Buffer.from('newer'), { type: 'text/markdown' });
    expect(await text(reading)).toBe('old');
    const file = await files().open('note');
    expect([file.type, await text(await file.stream())]).toEqual(['text/markdown', 'newer']);
  });

  test('keeps what was there when the next one breaks or is too long', async () => {
    await files().put('kept', Buffer.from('kept'), { type: 'text/plain' });
    await expect(files().put('kept', failing(), { type: 'text/plain' })).rejects.toThrow('the line broke');
    await expect(files().put('kept', pieces('123', '456'), { type: 'text/plain', maxBytes: 5 })).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE' });
    expect(await text(await (await files().open('kept')).stream())).toBe('kept');
    expect(await spooled()).toEqual([]);
  });

  test('knows nothing of what was removed, nor of another plugin’s files', async () => {
    await files().put('gone/soon', Buffer.from('x'), { type: 'text/plain' });
    const file = await files().open('gone/soon');
    await expect(store.plugin('others').open('gone/soon')).rejects.toMatchObject({ code: 'FILES_MISSING' });
    await files().remove('gone/soon');
    await files().remove('gone/soon');
    await expect(files().open('gone/soon')).rejects.toMatchObject({ code: 'FILES_MISSING' });
    await expect(file.stream()).rejects.toMatchObject({ code: 'FILES_MISSING' });
    await expect(files().open('gone')).rejects.toMatchObject({ code: 'FILES_MISSING' });
  });

  test.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', '.a', 'a/.b', 'a\\b', 'a b', 'a\u0000', 'ملف', 'a'.repeat(101), Array(9).fill('a').join('/')])(
    'refuses the key %j',
    async (key) => {
      await expect(files().put(key, Buffer.from('x'), { type: 'text/plain' })).rejects.toMatchObject({ code: 'FILES_KEY_INVALID' });
      await expect(files().open(key)).rejects.toMatchObject({ code: 'FILES_KEY_INVALID' });
      await expect(files().remove(key)).rejects.toMatchObject({ code: 'FILES_KEY_INVALID' });
    },
  );

  test('can be looked at, copied into a folder and brought back from there', async () => {
    await store.check(AbortSignal.timeout(2_000));
    const backup = join(folder, `${kind}-backup`);
    expect(await store.copyTo(backup)).toBe(true);
    const other = await createFiles({
      dataDir: join(folder, `${kind}-other`),
      files: kind === 'bucket' ? { ...bucket, prefix: 'other/' } : null,
      scanner: null,
    });
    await other.bringBack(backup);
    const file = await other.plugin('papers').open('2026/11/deed.pdf');
    expect([file.type, await text(await file.stream())]).toEqual(['application/pdf', 'صك الملكية']);
    await other.close();
  });
});

test('a store without files has nothing to copy', async () => {
  const empty = await createFiles({ dataDir: join(folder, 'empty'), files: null, scanner: null });
  expect(await empty.copyTo(join(folder, 'empty-backup'))).toBe(false);
});

test('a store that cannot be reached says so', async () => {
  const away = await createFiles({ dataDir: join(folder, 'away'), files: { ...bucket, endpoint: `http://127.0.0.1:${await freePort()}` }, scanner: null });
  await expect(away.plugin('papers').put('a', Buffer.from('x'), { type: 'text/plain' })).rejects.toMatchObject({ code: 'FILES_UNAVAILABLE' });
  await expect(away.plugin('papers').open('a')).rejects.toMatchObject({ code: 'FILES_UNAVAILABLE' });
  await expect(away.check(AbortSignal.timeout(2_000))).rejects.toMatchObject({ code: 'FILES_UNAVAILABLE' });
  await away.close();
});

test('what a process that died left in the spool goes after a day; what is under way stays', async () => {
  const spool = join(folder, 'died', 'files', '.spool');
  await mkdir(spool, { recursive: true });
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const name of ['left', 'under-way']) await writeFile(join(spool, name), 'half');
  await utimes(join(spool, 'left'), yesterday, yesterday);
  await createFiles({ dataDir: join(folder, 'died'), files: null, scanner: null });
  expect(await readdir(spool)).toEqual(['under-way']);
});

test('a process that dies while a file arrives leaves what was there before', async () => {
  const dataDir = join(folder, 'crash');
  const store = await createFiles({ dataDir, files: null, scanner: null });
  await store.plugin('papers').put('deed', Buffer.from('the old one'), { type: 'text/plain' });
  const writing = spawn(process.execPath, [fileURLToPath(new URL('./crash-fixture.ts', import.meta.url)), dataDir], { stdio: 'ignore' });
  const spooled = async () =>
    (await Promise.all((await readdir(join(dataDir, 'files', '.spool'))).map((name) => stat(join(dataDir, 'files', '.spool', name))))).map(({ size }) => size);
  await expect.poll(spooled, { timeout: 15_000 }).toEqual([expect.toSatisfy((size: number) => size > 100_000)]);
  writing.kill('SIGKILL');
  await once(writing, 'exit');
  expect(await text(await (await store.plugin('papers').open('deed')).stream())).toBe('the old one');
});
