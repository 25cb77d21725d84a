import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { freePort, harmfulText, startTestClamd, type TestClamd } from '@amanah/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clamdScanner, type Scanner } from './clamd.ts';
import { createFiles } from './create-files.ts';

let clamd: TestClamd;
let scanner: Scanner;
beforeAll(async () => {
  clamd = await startTestClamd();
  scanner = clamdScanner({ host: '127.0.0.1', port: clamd.port });
});
beforeEach(() => clamd.behave('well'));
afterAll(() => clamd.close());

const content = (text: string, times = 1) => Readable.from(Array.from({ length: times }, () => Buffer.from(text)));

test('a harmless file is streamed to the scanner and comes back clean, however long', async () => {
  expect(await scanner.scan(content('عقد إيجار'))).toBeNull();
  expect(await scanner.scan(content('x'.repeat(65_536), 40))).toBeNull();
  expect(await scanner.scan(Readable.from([]))).toBeNull();
});

test('a harmful one is named, also when it comes in pieces', async () => {
  expect(await scanner.scan(content(harmfulText))).toBe('Eicar-Test-Signature');
  expect(await scanner.scan(Readable.from([...harmfulText].map((letter) => Buffer.from(letter))))).toBe('Eicar-Test-Signature');
});

test('it says whether it is there', async () => {
  await scanner.check(AbortSignal.timeout(2_000));
  const nobody = clamdScanner({ host: '127.0.0.1', port: await freePort() });
  await expect(nobody.check(AbortSignal.timeout(2_000))).rejects.toMatchObject({ code: 'FILES_SCANNER_UNAVAILABLE' });
});

test('no file counts as clean when the scanner is away, ends early, finds it too long for itself or falls silent', async () => {
  const unavailable = { code: 'FILES_SCANNER_UNAVAILABLE' };
  clamd.behave('closes');
  await expect(scanner.scan(content('x'))).rejects.toMatchObject(unavailable);
  clamd.behave('limited');
  await expect(scanner.scan(content('x'.repeat(900), 3))).rejects.toMatchObject({ ...unavailable, detail: expect.stringContaining('size limit exceeded') });
  clamd.behave('silent');
  await expect(scanner.check(AbortSignal.timeout(100))).rejects.toMatchObject(unavailable);
});

test('a stream that breaks is no clean file', async () => {
  const broken = new Readable({ read: () => void broken.destroy(new Error('the disk failed')) });
  await expect(scanner.scan(broken)).rejects.toMatchObject({ code: 'FILES_SCANNER_UNAVAILABLE', detail: 'the disk failed' });
});

test('a plugin has its files looked at; without a scanner it learns that nobody did', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-scan-'));
  const store = await createFiles({ dataDir, files: null, scanner: { host: '127.0.0.1', port: clamd.port } });
  const files = store.plugin('papers');
  await files.put('good', Buffer.from('good'), { type: 'text/plain' });
  await files.put('bad', Buffer.from(harmfulText), { type: 'text/plain' });
  expect(await files.scan('good')).toEqual({ outcome: 'clean' });
  expect(await files.scan('bad')).toEqual({ outcome: 'harmful', threat: 'Eicar-Test-Signature' });
  await expect(files.scan('gone')).rejects.toMatchObject({ code: 'FILES_MISSING' });
  const alone = await createFiles({ dataDir, files: null, scanner: null });
  expect([alone.checkScanner, await alone.plugin('papers').scan('bad')]).toEqual([null, { outcome: 'unscanned' }]);
  await rm(dataDir, { recursive: true });
});
