import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, runProgram, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let hub: TestHub;
let outside: TestDatabase;
let alice: CookieJar;
let archive: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-restore-'));
  [hub, outside] = await Promise.all([createTestHub(), startTestDatabase({ ordinaryOwner: true })]);
  alice = await hub.signIn('alice', 'alice-password');
  const added = await hub.cli('client', 'add', '--id', 'parks', '--redirect-uri', 'https://parks.example/callback', '--json');
  expect(added.code, added.stdout).toBe(0);
  archive = join(folder, 'backup.tar.gz');
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await outside?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A data folder with the seal key of the first hub, as the guide says. */
function freshFolder(name: string): string {
  const dataDir = mkdtempSync(join(folder, name));
  copyFileSync(join(hub.dataDir, 'seal.key'), join(dataDir, 'seal.key'));
  return dataDir;
}

/** What a person and a client see of a hub that was restored; the same browser goes on with its cookie. */
async function looksLikeBefore(restored: TestHub): Promise<void> {
  const check = await fetch(`${restored.url}/auth/check`, { headers: { cookie: alice.cookie } });
  expect(check.status).toBe(204);
  await restored.signIn('alice', 'alice-password');
  expect((await restored.cli('client', 'list', '--json')).stdout).toContain('parks');
  expect(JSON.parse((await restored.cli('audit', 'verify', '--json')).stdout)).toMatchObject({ brokenAt: null });
  const keys = async (at: TestHub) => (await (await fetch(`${at.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
  expect((await keys(restored)).keys.map(({ kid }) => kid)).toEqual((await keys(hub)).keys.map(({ kid }) => kid));
}

test('a backup is made while the hub works; restoring over a hub that runs or has content is refused', async () => {
  const made = await hub.cli('backup', archive, '--json');
  expect(made.code, made.stdout + made.stderr).toBe(0);
  expect(existsSync(archive)).toBe(true);
  const refused = await hub.cli('restore', archive, '--json');
  expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([1, { error: { code: 'STORE_RESTORE_HUB_RUNS' } }]);
});

test.each(['a new data folder', 'an outside database whose owner is no superuser'])(
  'a restore into %s brings people, sessions, clients, keys and the unbroken record back; a second one is refused',
  async (where) => {
    const dataDir = freshFolder('restored-');
    const env = {
      AMANAH_PROFILE: 'demo',
      AMANAH_STAND_INS: 'off',
      AMANAH_DATA_DIR: dataDir,
      ...(where.startsWith('an outside') ? { DATABASE_URL: outside.url } : {}),
    };
    const restore = () => runProgram('hub/cli/amanah.ts', ['restore', archive, '--json'], env);
    const restored = await restore();
    expect(restored.code, restored.stdout + restored.stderr).toBe(0);
    const refused = await restore();
    expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([1, { error: { code: 'STORE_RESTORE_NOT_EMPTY' } }]);
    const second = await createTestHub({ dataDir, env: env.DATABASE_URL ? { DATABASE_URL: env.DATABASE_URL } : {} });
    try {
      await looksLikeBefore(second);
    } finally {
      await second.remove();
    }
  },
);

test('a restore without the seal key that the backup was made under is refused, before anything is written', async () => {
  const env = { AMANAH_DATA_DIR: mkdtempSync(join(folder, 'other-key-')), AMANAH_STAND_INS: 'off' };
  const refused = await runProgram('hub/cli/amanah.ts', ['restore', archive, '--json'], env);
  expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([1, { error: { code: 'STORE_RESTORE_OTHER_KEY' } }]);
});
