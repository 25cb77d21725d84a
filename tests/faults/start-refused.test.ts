import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-refused-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const production = () => ({
  AMANAH_PROFILE: 'production',
  AMANAH_DATA_DIR: join(folder, 'data'),
  PUBLIC_URL: 'https://portal.khobar.gov.sa',
  AMANAH_SEAL_KEY: randomBytes(32).toString('base64'),
  DATABASE_URL: 'postgres://owner:Strong-1444@127.0.0.1:1/portal',
});

describe('a production hub refuses to start', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['at an http address', { PUBLIC_URL: 'http://portal.khobar.gov.sa' }, /PUBLIC_URL is http:.*needs https.*nginx/],
    ['without an address', { PUBLIC_URL: '' }, /PUBLIC_URL is missing: set it to the https address/],
    ['without a seal key', { AMANAH_SEAL_KEY: '' }, /AMANAH_SEAL_KEY_FILE is missing: make a key with "openssl rand/],
    ['with a seal key of another length', { AMANAH_SEAL_KEY: 'c2hvcnQ=' }, /AMANAH_SEAL_KEY: must be 32 bytes.*openssl rand/],
    [
      'with a seal key file that is not there',
      { AMANAH_SEAL_KEY: '', AMANAH_SEAL_KEY_FILE: '/nowhere/seal.key' },
      /AMANAH_SEAL_KEY_FILE: \/nowhere\/seal.key cannot be read \(ENOENT\)/,
    ],
    [
      'with the password of the template',
      { DATABASE_URL: 'postgres://amanah:set-in-deploy-env@127.0.0.1/portal' },
      /DATABASE_URL holds a demo or template secret: set one of your own/,
    ],
    ['with a demo secret of the national provider', { AMANAH_NATIONAL_CLIENT_SECRET: 'demo-secret' }, /AMANAH_NATIONAL_CLIENT_SECRET holds a demo/],
    ['with the staff form as first page', { AMANAH_SIGN_IN: 'staff' }, /AMANAH_SIGN_IN=staff is for the demo only: remove it/],
  ])('%s, says which setting and how to put it right', async (_what, change, message) => {
    const { code, stderr, stdout } = await runProgram('hub/main.ts', [], { ...production(), ...change });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ {4}at |Strong-1444/);
  });
});

describe('a hub whose data folder is of no use says so in one line and ends', () => {
  /** A disk of its own for the folder, in a mount namespace; ordinary users become root of a user namespace for it. */
  const onDisk = (options: string) => [
    'unshare',
    ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
    '--mount',
    'sh',
    '-c',
    `mount -t tmpfs -o ${options} none "$AMANAH_DATA_DIR" && exec "$@"`,
    'sh',
  ];

  test.each([
    ['a disk that is full', 'size=4k', /AMANAH_DATA_DIR: .*(?:ENOSPC.*its disk is full|only 0 MB are free).*make room there/],
    ['a disk too small for a database', 'size=50m', /AMANAH_DATA_DIR: only (?:49|50) MB are free at .*200 MB are needed/],
    ['a read-only disk', 'ro', /AMANAH_DATA_DIR: .*\(EROFS\): it lies on a read-only disk/],
  ])('%s', async (_what, options, message) => {
    const dataDir = mkdtempSync(join(folder, 'disk-'));
    const { code, stderr } = await runProgram('hub/main.ts', [], { AMANAH_DATA_DIR: dataDir, AMANAH_STAND_INS: 'off' }, onDisk(options));
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  test('a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await runProgram('hub/main.ts', [], { AMANAH_DATA_DIR: file, AMANAH_STAND_INS: 'off' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/AMANAH_DATA_DIR: .*name a folder in AMANAH_DATA_DIR/);
  });
});

test('an outside database that is not there is named as such', async () => {
  const { code, stderr } = await runProgram('hub/main.ts', [], { ...production(), AMANAH_PROFILE: 'test' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/STORE_UNAVAILABLE/);
  expect(stderr).not.toMatch(/Strong-1444/);
});
