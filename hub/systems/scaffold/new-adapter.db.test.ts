import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { qualityRules, statedRules, tierOf } from '../adapter-tier.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// Inside the work tree, so that the adapter finds the kit's packages as a real one does.
const adapters = mkdtempSync(fileURLToPath(new URL('../fixtures/.new-', import.meta.url)));
const files = mkdtempSync(join(tmpdir(), 'amanah-new-adapter-'));
const key = 'new-adapter-key-20f3';
let hub: TestHub;
let system: { readonly url: string; readonly records: readonly Record<string, string>[]; close(): Promise<void> };

beforeAll(async () => {
  hub = await createTestHub({ profile: 'test', env: { AMANAH_ADAPTERS_DIR: adapters } });
});
afterAll(async () => {
  await system?.close();
  await hub?.remove();
  for (const folder of [adapters, files]) rmSync(folder, { recursive: true });
});

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await hub.cli(...args, '--json');
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

function written(name: string, text: string): string {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
}

test('a new adapter is written by one command beside a running hub, and is listed with the tier that its quality says', { timeout: 120_000 }, async () => {
  expect(await json('adapter', 'list')).toEqual([]);
  const made = (await json('adapter', 'new', 'parking-meters', '--title-ar', 'عدادات المواقف', '--title-en', 'Parking meters')) as { files: string[] };
  expect(made.files).toEqual(expect.arrayContaining(['README.md', 'locales/ar.json', 'package.json', 'quality.yaml', 'src/adapter.ts', 'src/suite.test.ts']));
  expect(await json('adapter', 'list')).toMatchObject([
    { protocol: 'parking-meters', title: { ar: 'عدادات المواقف', en: 'Parking meters' }, reviewed: false, refusal: null, tier: 'below bronze' },
  ]);
});

test('its quality names every rule, and proofs that exist; its README has the four parts', () => {
  const stated = statedRules('parking-meters', pathToFileURL(`${adapters}/`));
  const rules = qualityRules();
  expect(Object.keys(stated).sort()).toEqual([...rules.keys()].sort());
  for (const [rule, state] of Object.entries(stated)) {
    if (state.status !== 'done') continue;
    const proof = join(
      state.proof.startsWith('adapters/') ? join(adapters, '..', state.proof.replace(/^adapters/, adapters.split('/').at(-1)!)) : join(root, state.proof),
    );
    expect(readFileSync(proof, 'utf8'), rule).toContain(state.test);
  }
  const readme = readFileSync(join(adapters, 'parking-meters/README.md'), 'utf8');
  for (const part of ['What', 'Configure', 'Limits', 'Remove']) expect(readme).toMatch(new RegExp(`^## ${part}$`, 'm'));
  expect(readme).toContain(`Quality: ${tierOf(stated, rules)} (`);
});

test('its own tests pass: the shared suite against its counterpart, and its contract', { timeout: 240_000 }, async () => {
  const told = join(files, 'told.json');
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter=json', `--outputFile=${told}`, adapters], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'close')) as [number];
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(told, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  expect({ code, numFailedTests }).toEqual({ code: 0, numFailedTests: 0 });
  expect(numPassedTests).toBeGreaterThan(15);
});

test('a system is connected by it without a restart, and its operations are called through an adapter process of its own', { timeout: 240_000 }, async () => {
  const { startCounterpart } = (await import(pathToFileURL(join(adapters, 'parking-meters/src/testing/counterpart.ts')).href)) as {
    startCounterpart(key: string): Promise<typeof system>;
  };
  system = await startCounterpart(key);
  const yaml = written(
    'meters.yaml',
    `id: meters
title: { ar: عدادات الخبر, en: Khobar meters }
owner: it-center
adapter: parking-meters
connection: { url: '${system.url}', key: { secret: access-key } }
operations:
  permit: { from: permits.get, title: { ar: التصريح, en: Permit }, effect: read }
  permits: { from: permits.list, title: { ar: التصاريح, en: Permits }, effect: read }
  addPermit: { from: permits.add, title: { ar: إضافة, en: Add }, effect: write }
`,
  );
  const secrets = written('secrets.yaml', `access-key: ${key}\n`);
  expect(await json('system', 'discover', yaml, '--secrets', secrets)).toMatchObject({
    contract: { kind: 'Lists of records over HTTP', operations: [{ name: 'permits.get' }, { name: 'permits.list' }, { name: 'permits.add' }] },
  });
  expect(await json('system', 'add', yaml, '--secrets', secrets)).toMatchObject({ added: 'meters', operations: 3 });
  expect(await json('system', 'call', 'meters', 'permit', '{"number":"101"}')).toMatchObject({ output: { number: '101', holder: 'مؤسسة 101' } });
  const first = (await json('system', 'call', 'meters', 'permits')) as { output: unknown[]; next: string };
  expect(first.output).toHaveLength(3);
  expect(await json('system', 'call', 'meters', 'permits', '{}', '--cursor', first.next)).toMatchObject({ output: [{ number: '104' }, {}, {}] });
  await json('system', 'call', 'meters', 'addPermit', '{"holder":"جديد"}', '--key', 'k-1');
  await json('system', 'call', 'meters', 'addPermit', '{"holder":"جديد"}', '--key', 'k-1');
  expect(system.records.filter(({ holder }) => holder === 'جديد')).toHaveLength(1);
  expect(hub.log()).not.toContain(key);
});

test('the running hub has taken the adapter up: the system is there and answers', { timeout: 120_000 }, async () => {
  await hub.addPerson('meters-owner', 'meters-owner-password-1', { role: 'administrator@eamana' });
  const owner = await hub.signIn('meters-owner', 'meters-owner-password-1');
  const tried = async () =>
    owner
      .fetch('/api/operations/systems/meters/try', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ operation: 'permit', input: { number: '102' } }),
      })
      .then((answer) => answer.json());
  await expect.poll(tried, { timeout: 30_000, interval: 1_000 }).toMatchObject({ ok: true, output: { number: '102' } });
});

test('a secret written in clear is refused by its field, and what only the adapter itself knows is said by its process', { timeout: 120_000 }, async () => {
  const withConnection = (connection: string) =>
    written('wrong.yaml', `id: wrong\ntitle: { ar: خطأ, en: Wrong }\nowner: it-center\nadapter: parking-meters\nconnection: ${connection}\n`);
  const inClear = await hub.cli('system', 'test', withConnection(`{ url: 'https://x.example', key: in-clear }`), '--json');
  expect(inClear.code).toBe(1);
  expect(JSON.parse(inClear.stdout)).toMatchObject({ problems: [{ field: 'connection.key' }] });
  const elsewhere = withConnection(`{ url: 'file:///x', key: { secret: k } }`);
  const found = await hub.cli('system', 'discover', elsewhere, '--secrets', written('k.yaml', 'k: any\n'), '--json');
  expect(JSON.parse(found.stdout)).toMatchObject({ contract: null, failure: { detail: expect.stringContaining('/connection/url') as string } });
});

test('a name that is taken or malformed is refused, and an adapter that cannot be loaded leaves the others alone', { timeout: 120_000 }, async () => {
  for (const name of ['parking-meters', '../x']) {
    const { code, stdout } = await hub.cli('adapter', 'new', name, '--json');
    expect({ code, error: (JSON.parse(stdout) as { error: { code: string } }).error.code }).toEqual({ code: 1, error: 'SYSTEMS_ADAPTER_NAME' });
  }
  await json('adapter', 'new', 'broken');
  writeFileSync(join(adapters, 'broken/src/adapter.ts'), "import { readFileSync } from 'node:fs';\nexport const adapter = readFileSync('/etc/hostname');\n");
  const { code, stdout } = await hub.cli('adapter', 'list', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([
    { protocol: 'parking-meters', refusal: null },
    { protocol: 'broken', refusal: expect.stringContaining('restricted') as string },
  ]);
  expect(readdirSync(adapters).sort()).toEqual(['broken', 'parking-meters']);
});
