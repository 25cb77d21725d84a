import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const asRoot = process.getuid?.() === 0;
const nobody = 65_534;
let folder: string;
let hub: TestHub | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-users-'));
  hub = null;
});
afterEach(async () => {
  await hub?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Shows the checkout at another place, in a mount namespace of its own, and goes on there with the Node.js that lies in it. */
const checkoutAt = (place: string, then: string) => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount --bind "${checkout}" "${place}" && cd "${place}" && shift && exec ${then} node_modules/node-linux-*/bin/node "$@"`,
  'sh',
];

async function works(): Promise<void> {
  await hub!.signIn('alice', 'alice-password');
  expect((await hub!.client().fetch('/services')).status).toBe(200);
  expect(await hub!.stop()).toBe(0);
}

if (asRoot) {
  test('an ordinary user runs the hub with a database of its own, and owns every file of it', async () => {
    const place = join(folder, 'checkout');
    const dataDir = join(folder, 'data');
    for (const path of [place, dataDir]) mkdirSync(path);
    for (const path of [folder, dataDir]) chownSync(path, nobody, nobody);
    hub = await createTestHub({ dataDir, before: checkoutAt(place, `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups`), readyMs: 120_000 });
    expect(statSync(`/proc/${hub.pid}`).uid).toBe(nobody);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(nobody);
    await works();
  });

  test('root runs the hub from a checkout in a folder that nobody else may enter', async () => {
    const place = join(folder, 'checkout');
    mkdirSync(place);
    expect(statSync(folder).mode & 0o077).toBe(0);
    hub = await createTestHub({ dataDir: join(folder, 'data'), before: checkoutAt(place, ''), readyMs: 120_000 });
    await works();
  });

  test('npm test of an ordinary user says in one line which Debian packages are missing, and does nothing else', () => {
    const place = join(folder, 'checkout');
    mkdirSync(place);
    chownSync(folder, nobody, nobody);
    const without = 'mount -t tmpfs none /usr/share/dokuwiki && ';
    const [command = '', ...args] = checkoutAt(place, `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups`).map((part) =>
      part.replace(/^mount/, `${without}mount`),
    );
    const { status, stdout, stderr } = spawnSync(command, [...args, process.execPath, 'scripts/test.mjs'], { encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([1, '', 'The tests need these Debian packages: sudo apt-get install --no-install-recommends dokuwiki\n']);
  });
} else {
  test('an ordinary user runs the hub with a database of its own', async () => {
    hub = await createTestHub({ dataDir: join(folder, 'data') });
    await works();
  });
}
