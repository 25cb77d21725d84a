import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from '../config.ts';
import { contextOf, starters, type TestFolder } from '../testing/folders.ts';
import type { Folder } from './folder.ts';
import { openFolder } from './open-folder.ts';

const soon = () => AbortSignal.timeout(10_000);
const text = async (content: AsyncIterable<Buffer>) => {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString();
};

describe.each(['local', 'sftp', 's3'] as const)('folder at %s', (at) => {
  let place: TestFolder;
  let folder: Folder;
  beforeAll(async () => {
    place = await starters[at]();
    folder = await openFolder(config.parse({ folder: place.folder }), contextOf(place.secrets));
  });
  afterAll(async () => {
    await folder.close();
    await place.close();
  });

  test('a look shows that it is there', async () => {
    await folder.check(soon());
  });

  test('files of one folder are listed with size and time, those of folders below are not; a folder that is not there is empty', async () => {
    await place.put('list/رخص 1.csv', 'abc', 1_700_000_000);
    await place.put('list/below/2.csv', 'x');
    const { files, refused } = await folder.list('list', soon());
    expect(files).toMatchObject([{ path: 'list/رخص 1.csv', bytes: 3 }]);
    expect(at === 's3' ? files[0]!.modifiedAt > 1_700_000_000_000 : files[0]!.modifiedAt === 1_700_000_000_000).toBe(true);
    expect(refused).toEqual([]);
    expect(await folder.stat('list/رخص 1.csv', soon())).toEqual(files[0]);
    expect(await folder.stat('list/none.csv', soon())).toBeNull();
    expect(await folder.stat('nowhere/none.csv', soon())).toBeNull();
    expect(await folder.list('nowhere', soon())).toEqual({ files: [], refused: [] });
  });

  test('content comes whole and in order, of any size', async () => {
    for (const bytes of [0, 1, 32_768, 1_000_003]) {
      const content = Buffer.alloc(bytes, 'رخصة تجارية ');
      await place.put(`read/${bytes}`, content);
      expect(await text(folder.read(`read/${bytes}`, soon()))).toBe(content.toString());
    }
    await expect(text(folder.read('read/none', soon()))).rejects.toMatchObject({ outcome: at === 's3' ? 'refused' : 'contract-violation' });
  });

  test('who stops reading in the middle leaves the folder usable', async () => {
    await place.put('stop', Buffer.alloc(5_000_000));
    for await (const part of folder.read('stop', soon())) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await folder.check(soon());
  });

  test('a file is written with the folders above it; one that is there is replaced only where that is wanted', async () => {
    expect(await folder.write('new/deep/a.txt', Buffer.from('one'), { replace: false }, soon())).toBe(true);
    expect(await folder.write('new/deep/a.txt', Buffer.from('two'), { replace: false }, soon())).toBe(false);
    expect(await text(folder.read('new/deep/a.txt', soon()))).toBe('one');
    expect(await folder.write('new/deep/a.txt', Buffer.from('three'), { replace: true }, soon())).toBe(true);
    expect(await text(folder.read('new/deep/a.txt', soon()))).toBe('three');
    expect((await folder.list('new/deep', soon())).files).toHaveLength(1);
  });

  test('a large file is written whole', async () => {
    const content = Buffer.alloc(300_001, 'abcdefg');
    await folder.write('large', content, { replace: true }, soon());
    expect(await text(folder.read('large', soon()))).toBe(content.toString());
  });

  test('the file that was listed is moved, over an older one; one that has changed since stays', async () => {
    await place.put('move/a', 'first', 1_700_000_000);
    const [file] = (await folder.list('move', soon())).files;
    await place.put('moved/a', 'before');
    expect(await folder.move(file!, 'moved/a', soon())).toBe('moved');
    expect(await text(folder.read('moved/a', soon()))).toBe('first');
    expect(await folder.move(file!, 'moved/a', soon())).toBe('gone');
    await place.put('move/a', 'other content', 1_700_000_500);
    expect(await folder.move(file!, 'moved/a', soon())).toBe('changed');
    expect(await text(folder.read('move/a', soon()))).toBe('other content');
    expect(await text(folder.read('moved/a', soon()))).toBe('first');
  });

  test('a file gets its final name once, and never over another', async () => {
    await place.put('part', 'content');
    expect(await folder.publish('part', 'sent/final', soon())).toBe('published');
    expect(await folder.stat('part', soon())).toBeNull();
    expect(await folder.publish('part', 'sent/other', soon())).toBe('gone');
    await place.put('part', 'another');
    expect(await folder.publish('part', 'sent/final', soon())).toBe('taken');
    expect(await text(folder.read('sent/final', soon()))).toBe('content');
  });

  test('removing twice does no harm', async () => {
    await place.put('gone', 'x');
    await folder.remove('gone', soon());
    await folder.remove('gone', soon());
    expect(await folder.stat('gone', soon())).toBeNull();
  });

  test.each(['../secret', 'a/../../secret', '/etc/passwd', 'a//b', '', '.', 'a/./b', 'a\0b', 'a\nb', 'x'.repeat(256)])(
    'the path %j leads nowhere',
    async (path) => {
      const refusal = { outcome: 'input-invalid', reached: 'no' };
      await expect(text(folder.read(path, soon()))).rejects.toMatchObject(refusal);
      await expect(folder.write(path, Buffer.from('x'), { replace: true }, soon())).rejects.toMatchObject(refusal);
      await expect(folder.stat(path, soon())).rejects.toMatchObject(refusal);
      await expect(folder.remove(path, soon())).rejects.toMatchObject(refusal);
      await place.put('honest', 'x');
      const honest = (await folder.stat('honest', soon()))!;
      await expect(folder.move(honest, path, soon())).rejects.toMatchObject(refusal);
    },
  );

  test('a folder with more names than its bound is not read on', async () => {
    for (let n = 0; n < 6; n++) await place.put(`many/${n}`, '');
    const small = await openFolder(config.parse({ folder: place.folder, bounds: { names: 5 } }), contextOf(place.secrets));
    await expect(small.list('many', soon())).rejects.toMatchObject({ outcome: 'too-large' });
    await small.close();
  });

  test('a call that has ended does nothing', async () => {
    const over = AbortSignal.abort();
    await expect(folder.write('late', Buffer.from('x'), { replace: true }, over)).rejects.toMatchObject({ outcome: 'cancelled' });
    expect(await folder.stat('late', soon())).toBeNull();
  });
});
