import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LocalFolder, permit } from './local-folder.ts';

const soon = () => AbortSignal.timeout(5_000);
const all = async (content: AsyncIterable<Buffer>) => {
  for await (const _part of content) void _part;
};
let home: string;
let root: string;
let folder: LocalFolder;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'amanah-local-'));
  root = join(home, 'drop');
  mkdirSync(root);
  writeFileSync(join(root, permit), '');
  writeFileSync(join(home, 'secret'), 'secret');
  folder = new LocalFolder({ at: 'local', path: root }, { names: 100 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a folder that its administrator has not allowed is not touched, and the failure says how to allow it', async () => {
  rmSync(join(root, permit));
  await expect(folder.check()).rejects.toMatchObject({ outcome: 'unauthorised', reached: 'no', message: expect.stringContaining('.amanah-folder') as string });
  await expect(folder.list('', soon())).rejects.toMatchObject({ outcome: 'unauthorised' });
  mkdirSync(join(root, permit));
  await expect(folder.check()).rejects.toMatchObject({ outcome: 'unauthorised' });
});

test('a folder that is not there is told as such', async () => {
  await expect(new LocalFolder({ at: 'local', path: join(home, 'none') }, { names: 1 }).check()).rejects.toMatchObject({
    outcome: 'unreachable',
    reached: 'no',
  });
});

test('links, devices and pipes are listed as refused and never read', async () => {
  symlinkSync(join(home, 'secret'), join(root, 'link.csv'));
  execFileSync('mkfifo', [join(root, 'pipe.csv')]);
  writeFileSync(join(root, 'honest.csv'), 'x');
  const { files, refused } = await folder.list('', soon());
  expect(files.map(({ path }) => path)).toEqual([permit, 'honest.csv'].toSorted());
  expect(refused.toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
    { name: 'link.csv', why: 'is a link' },
    { name: 'pipe.csv', why: 'is no regular file' },
  ]);
  await expect(all(folder.read('link.csv', soon()))).rejects.toMatchObject({ outcome: 'contract-violation' });
  await expect(all(folder.read('pipe.csv', soon()))).rejects.toMatchObject({ outcome: 'contract-violation' });
  expect(await folder.stat('link.csv')).toBeNull();
});

test('a folder below that is a link leads nowhere: not for listing, reading, writing or moving', async () => {
  symlinkSync(home, join(root, 'out'));
  const refusal = { outcome: 'refused' };
  await expect(folder.list('out', soon())).rejects.toMatchObject(refusal);
  await expect(all(folder.read('out/secret', soon()))).rejects.toMatchObject(refusal);
  await expect(folder.write('out/new', Buffer.from('x'), { replace: true }, soon())).rejects.toMatchObject(refusal);
  writeFileSync(join(root, 'a'), 'x');
  await expect(folder.move((await folder.stat('a'))!, 'out/a')).rejects.toMatchObject(refusal);
  await expect(folder.remove('out/secret')).rejects.toMatchObject(refusal);
});

test('a folder above that is put aside for a link between two steps is noticed', async () => {
  mkdirSync(join(root, 'below'));
  writeFileSync(join(root, 'below/a'), 'x');
  rmSync(join(root, 'below'), { recursive: true });
  symlinkSync(home, join(root, 'below'));
  await expect(all(folder.read('below/secret', soon()))).rejects.toMatchObject({ outcome: 'refused' });
});

test('names with control characters are refused', async () => {
  writeFileSync(join(root, 'a\nb.csv'), 'x');
  expect(await folder.list('', soon())).toMatchObject({ files: [{ path: permit }], refused: [{ why: 'has control characters' }] });
});

test('what the machine itself has against it is told as its failure', async () => {
  mkdirSync(join(root, 'taken', 'below'), { recursive: true });
  const work: readonly (() => Promise<unknown>)[] = [
    () => folder.write('taken', Buffer.from('x'), { replace: true }, soon()),
    () => folder.remove('taken'),
    () => new LocalFolder({ at: 'local', path: join(home, 'secret') }, { names: 1 }).check(),
  ];
  for (const one of work) await expect(one()).rejects.toMatchObject({ outcome: 'failed', fault: { code: expect.stringMatching(/^E/) as string } });
  expect(await folder.move({ path: 'nobody.csv', bytes: 1, modifiedAt: 0 }, 'taken/there.csv')).toBe('gone');
});
