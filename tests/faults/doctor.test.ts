import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, runProgram, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trialManifest, trialPlugins } from '../e2e/pages/trial-plugins.ts';

let hub: TestHub;
let database: TestDatabase;
const env = () => ({ DATABASE_URL: database.url });

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: env() });
  await hub.signIn('alice', 'alice-password');
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

async function wrongParts(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const { code, stdout } = await runProgram('hub/cli/amanah.ts', ['doctor', '--json'], { ...env(), AMANAH_DATA_DIR: hub.dataDir, ...more });
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { part: string; ok: boolean; detail: string }[] };
  expect(code).toBe(ok ? 0 : 1);
  return Object.fromEntries(findings.filter((finding) => !finding.ok).map(({ part, detail }) => [part, detail]));
}

test('finds nothing wrong with a hub that works', async () => {
  expect(await wrongParts()).toEqual({});
});

test('finds an event that fails again and again', async () => {
  await database.query(
    "INSERT INTO hub.outbox (type, source, subject, data, attempts, next_attempt_at) VALUES ('hub.seeded', 'hub', 'x', '{}', 5, now() + interval '1 hour')",
  );
  expect(await wrongParts()).toMatchObject({ outbox: expect.stringContaining('1 events fail') });
  await database.query("DELETE FROM hub.outbox WHERE type = 'hub.seeded'");
});

test('finds a seal key that does not open what is in the database', async () => {
  expect(await wrongParts({ AMANAH_SEAL_KEY: randomBytes(32).toString('base64') })).toMatchObject({ 'seal key': expect.stringMatching(/AMANAH_SEAL_KEY/) });
});

test('finds a plugin that would be refused, by name and reason', async () => {
  const trial = trialPlugins({ 'broken-plugin': { 'manifest.ts': trialManifest('broken-plugin', 'no-such-unit') } });
  const { plugins } = await wrongParts({ AMANAH_PLUGINS_DIR: trial.folder });
  trial.remove();
  expect(plugins).toBe('broken-plugin is refused (HOST_UNIT_UNKNOWN): owner "no-such-unit"');
});

test('finds a system file that was refused, with its line', async () => {
  mkdirSync(join(hub.dataDir, 'systems'), { recursive: true });
  const file = join(hub.dataDir, 'systems', 'parking.yaml');
  writeFileSync(
    file,
    'id: parking\ntitle: { ar: مواقف, en: Parking }\nowner: licences\nadapter: webapp\nconnection: { upstream: parking-server, host: parking }\naccess: public\n',
  );
  expect(await wrongParts()).toMatchObject({ systems: expect.stringMatching(/parking\.yaml:5.*connection\.upstream/) });
  rmSync(file);
});

test('finds a Redis that does not answer', async () => {
  expect(await wrongParts({ REDIS_URL: 'redis://127.0.0.1:1' })).toMatchObject({ redis: expect.any(String) });
});

test('finds a record that somebody changed behind the hub', async () => {
  await database.query('ALTER TABLE hub.audit_record DISABLE TRIGGER USER');
  await database.query("UPDATE hub.audit_record SET body = replace(body, 'session.opened', 'session.closed') WHERE action = 'session.opened'");
  expect(await wrongParts()).toMatchObject({ audit: expect.stringMatching(/broken at record \d+/) });
});

test('finds a database that is ahead of this release', async () => {
  await database.query("INSERT INTO hub.migration (name, hash) VALUES ('9999-later.sql', 'x')");
  expect(await wrongParts()).toMatchObject({ store: expect.stringContaining('9999-later.sql') });
  await database.query("DELETE FROM hub.migration WHERE name = '9999-later.sql'");
});
