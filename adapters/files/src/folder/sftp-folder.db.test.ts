import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestSftp, type TestSftp } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config } from '../config.ts';
import { contextOf } from '../testing/folders.ts';
import type { Folder } from './folder.ts';
import { openFolder } from './open-folder.ts';

const soon = (ms = 10_000) => AbortSignal.timeout(ms);
let server: TestSftp;
beforeAll(async () => (server = await startTestSftp()));
afterAll(() => server.remove());

/** A folder of the server, with what the test says otherwise. */
async function open(given: object = {}, secrets: Readonly<Record<string, string>> = {}, limits: object = {}): Promise<Folder> {
  const folder = { at: 'sftp', url: server.url, username: server.username, privateKey: { secret: 'key' }, hostKeys: [server.hostKey], ...given };
  return openFolder(config.parse({ folder }), contextOf({ key: server.privateKey, password: server.password, ...secrets }, limits));
}

async function outcome(folder: Folder, signal = soon()): Promise<unknown> {
  const error: unknown = await folder.check(signal).then(
    () => null,
    (failed: unknown) => failed,
  );
  await folder.close();
  return error;
}

describe('the server’s key', () => {
  test('one that is not pinned is told, and nothing of ours is sent', async () => {
    expect(await outcome(await open({ hostKeys: [] }))).toMatchObject({
      outcome: 'unreachable',
      reached: 'no',
      message: `no host key is configured; the server shows ${server.hostKey}: compare it with what the server's owner tells you, then enter it`,
    });
    const other = `SHA256:${'A'.repeat(43)}`;
    expect(await outcome(await open({ hostKeys: [other] }))).toMatchObject({
      outcome: 'unreachable',
      reached: 'no',
      message: expect.stringContaining(server.hostKey) as string,
    });
    expect(await outcome(await open({ hostKeys: [other, server.hostKey] }))).toBeNull();
  });

  test('one that changed stops everything until a person has looked', async () => {
    await server.stop();
    await server.start({ otherHostKey: true });
    expect(await outcome(await open())).toMatchObject({
      outcome: 'unreachable',
      reached: 'no',
      message: expect.stringContaining('none of those configured') as string,
    });
    await server.stop();
    await server.start();
    expect(await outcome(await open())).toBeNull();
  });
});

describe('credentials', () => {
  test('a private key signs in', async () => {
    expect(await outcome(await open())).toBeNull();
  });

  test.each<[string, object, Record<string, string>, object]>([
    ['a key that cannot be read', {}, { key: 'no key' }, { outcome: 'unauthorised', reached: 'no' }],
    ['an unknown user', { username: 'stranger' }, {}, { outcome: 'unauthorised', reached: 'no' }],
    ['neither key nor password', { privateKey: undefined }, {}, { outcome: 'input-invalid', reached: 'no' }],
    [
      'a wrong password',
      { privateKey: undefined, password: { secret: 'password' } },
      { password: 'wrong-password-1' },
      { outcome: 'unauthorised', reached: 'no' },
    ],
  ])('%s is told as such, without the secret', async (_what, given, secrets, expected) => {
    const error = await outcome(await open(given, secrets));
    expect(error).toMatchObject(expected);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('wrong-password-1');
  });
});

test('a folder that is not there, or is a file, is told from a server that is away', async () => {
  writeFileSync(join(server.folder, 'file'), 'x');
  expect(await outcome(await open({ url: `${server.url}/nowhere` }))).toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
  expect(await outcome(await open({ url: `${server.url}/file` }))).toMatchObject({
    outcome: 'contract-violation',
    message: expect.stringContaining('is no folder') as string,
  });
  await expect((await open({ url: `${server.url}/nowhere` })).list('', soon())).rejects.toMatchObject({ outcome: 'contract-violation' });
  expect(await outcome(await open({ url: 'sftp://127.0.0.1:1/x' }))).toMatchObject({ outcome: 'unreachable', reached: 'no' });
});

test('a folder can be named from the user’s home', async () => {
  const folder = await open({ url: `sftp://${server.host}:${server.port}/~/` });
  await folder.check(soon());
  await folder.close();
});

test('links are listed as refused and not read; a folder that is a link is none', async () => {
  symlinkSync('/etc/passwd', join(server.folder, 'link.csv'));
  mkdirSync(join(server.folder, 'real'));
  symlinkSync('real', join(server.folder, 'out'));
  const folder = await open();
  const { refused } = await folder.list('', soon());
  expect(refused).toContainEqual({ name: 'link.csv', why: 'is a link' });
  const reading = async () => {
    for await (const _part of folder.read('link.csv', soon())) void _part;
  };
  await expect(reading()).rejects.toMatchObject({ outcome: 'contract-violation' });
  expect(await folder.stat('link.csv', soon())).toBeNull();
  await expect(folder.write('out/x', Buffer.from('x'), { replace: true }, soon())).rejects.toMatchObject({ outcome: 'refused' });
  await expect(folder.write('file/x', Buffer.from('x'), { replace: true }, soon())).rejects.toMatchObject({ outcome: 'refused' });
  await folder.close();
});

test('what the server does not allow is refused, and the session goes on', async () => {
  mkdirSync(join(server.folder, 'closed'), { mode: 0o500 });
  chmodSync(join(server.folder, 'closed'), 0o000);
  const folder = await open();
  await expect(folder.list('closed', soon())).rejects.toMatchObject({ outcome: 'refused', fault: { code: 'SFTP 3' } });
  await expect(folder.write('closed/x', Buffer.from('x'), { replace: true }, soon())).rejects.toMatchObject({ outcome: 'refused' });
  await folder.check(soon());
  await folder.close();
});

test('more work at once than the system allows waits for its turn, and leaves when its time is over', async () => {
  writeFileSync(join(server.folder, 'big'), Buffer.alloc(3_000_000));
  const folder = await open({}, {}, { atOnce: 1 });
  const reading = folder.read('big', soon())[Symbol.asyncIterator]();
  await reading.next();
  await expect(folder.stat('big', soon(50))).rejects.toMatchObject({ outcome: 'timeout', reached: 'no' });
  const waiting = folder.stat('big', soon());
  await reading.return!();
  expect(await waiting).toMatchObject({ bytes: 3_000_000 });
  await folder.close();
});

test('a server that takes the connection and says nothing ends by the connection’s own limit', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `sftp://127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
  expect(await outcome(await open({ url }, {}, { connectMs: 100 }))).toMatchObject({ outcome: 'unreachable', reached: 'no' });
  expect(await outcome(await open({ url }), soon(100))).toMatchObject({ outcome: 'timeout', reached: 'no' });
  expect(await outcome(await open({ url }), AbortSignal.abort())).toMatchObject({ outcome: 'cancelled', reached: 'no' });
  silent.close();
});

test('a session that the server ended while it rested is replaced before anything is asked', async () => {
  const folder = await open();
  await folder.check(soon());
  await server.stop();
  await server.start();
  await folder.check(soon());
  await folder.close();
});
