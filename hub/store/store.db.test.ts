import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../config/secret.ts';
import { createStore } from './create-store.ts';
import { openTestStore, quietLog, testSealKey } from './store-fixture.ts';
import { migrate } from './migrations.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let folder: string;

beforeAll(async () => {
  opened = await openTestStore();
  folder = await mkdtemp(join(tmpdir(), 'amanah-migrations-'));
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

async function folderWith(name: string, files: Record<string, string>): Promise<URL> {
  const path = join(folder, name);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  for (const [file, sql] of Object.entries(files)) await writeFile(join(path, file), sql);
  return pathToFileURL(`${path}/`);
}

describe('migrations', () => {
  const target = (folderUrl: URL, schema: string) => ({ url: opened.database.url, owner: schema, schema, folder: folderUrl, log: quietLog });

  it('apply each file once, also when two replicas start at the same moment', async () => {
    const files = await folderWith('once', { '0001-a.sql': 'CREATE TABLE a (n int); INSERT INTO a VALUES (1)', '0002-b.sql': 'INSERT INTO a VALUES (2)' });
    const applied = await Promise.all([migrate(target(files, 'once')), migrate(target(files, 'once'))]);
    expect(applied.flat().sort()).toEqual(['0001-a.sql', '0002-b.sql']);
    expect(await opened.database.query('SELECT n FROM once.a ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('refuse a file that was changed after it was applied', async () => {
    await migrate(target(await folderWith('changed', { '0001-a.sql': 'SELECT 1' }), 'changed'));
    await expect(migrate(target(await folderWith('changed', { '0001-a.sql': 'SELECT 2' }), 'changed'))).rejects.toMatchObject({
      code: 'STORE_MIGRATION_CHANGED',
    });
  });

  it('refuse a database that is ahead of this release', async () => {
    await migrate(target(await folderWith('ahead', { '0001-a.sql': 'SELECT 1', '0002-b.sql': 'SELECT 1' }), 'ahead'));
    await expect(migrate(target(await folderWith('ahead', { '0001-a.sql': 'SELECT 1' }), 'ahead'))).rejects.toMatchObject({ code: 'STORE_MIGRATION_AHEAD' });
  });

  it('roll a failing file back as a whole and name it', async () => {
    const files = await folderWith('failing', { '0001-a.sql': 'CREATE TABLE half (n int); SELECT broken' });
    await expect(migrate(target(files, 'failing'))).rejects.toMatchObject({ code: 'STORE_MIGRATION_FAILED', params: { name: '0001-a.sql' } });
    expect(await opened.database.query("SELECT to_regclass('failing.half') AS half")).toEqual([{ half: null }]);
  });
});

describe('the role of a plugin', () => {
  beforeAll(async () => {
    const files = await folderWith('plugin', { '0001-note.sql': 'CREATE TABLE note (text text)' });
    await opened.store.migratePlugin('street-notes', files);
    await opened.store.migratePlugin('street-notes', files);
  });

  it('reads and writes its own schema', async () => {
    const db = await opened.store.plugin('street-notes');
    await db.query('INSERT INTO note VALUES ($1)', ['حفرة في الشارع']);
    expect(await db.query('SELECT text FROM note')).toEqual([{ text: 'حفرة في الشارع' }]);
  });

  it.each([
    'SELECT * FROM hub.outbox',
    'INSERT INTO hub.outbox (type, source, subject, data) VALUES ($$a$$,$$a$$,$$a$$,$${}$$)',
    'DELETE FROM hub.audit_record',
    'SET ROLE amanah',
    'CREATE SCHEMA other',
  ])('may not: %s', async (sql) => {
    const db = await opened.store.plugin('street-notes');
    await expect(db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('emits events in its own name only', async () => {
    const db = await opened.store.plugin('street-notes');
    await db.transaction((tx) => opened.store.emit(tx, { type: 'street-notes.note.added', source: 'street-notes', subject: 'n1', data: { a: 1 } }));
    expect(await opened.database.query("SELECT type FROM hub.outbox WHERE subject = 'n1'")).toEqual([{ type: 'street-notes.note.added' }]);
    await expect(db.transaction((tx) => opened.store.emit(tx, { type: 'services.rating.added', source: 'x', subject: 'n1', data: {} }))).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('the connection', () => {
  it('takes a transaction back when the work throws', async () => {
    await opened.store.hub.query('CREATE TABLE hub.scratch (n int)');
    await expect(
      opened.store.hub.transaction(async (tx) => {
        await tx.query('INSERT INTO hub.scratch VALUES (1)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await opened.store.hub.query('SELECT * FROM hub.scratch')).toEqual([]);
  });

  it('carries notifications between replicas and listens again after its connection was ended', async () => {
    const replica = await opened.replica();
    const heard: string[] = [];
    await opened.store.listen('amanah_test', (payload) => heard.push(payload));
    await replica.notify('amanah_test', 'one');
    await expect.poll(() => heard).toEqual(['one']);
    await replica.hub.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'amanah listen'");
    await expect
      .poll(
        async () => {
          await replica.notify('amanah_test', 'two');
          return heard.includes('two');
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });

  it('answers reads again after all its connections were ended', async () => {
    await opened.database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'amanah hub'",
    );
    expect(await opened.store.hub.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

it('starts again on a database whose owner is no superuser', async () => {
  const ordinary = await openTestStore({ ordinaryOwner: true });
  try {
    const files = await folderWith('ordinary', { '0001-note.sql': 'CREATE TABLE note (text text)' });
    await ordinary.store.migratePlugin('ordinary', files);
    const replica = await ordinary.replica();
    await replica.migratePlugin('ordinary', files);
    const db = await replica.plugin('ordinary');
    await db.query("INSERT INTO note VALUES ('x')");
    expect(await db.query('SELECT text FROM note')).toEqual([{ text: 'x' }]);
  } finally {
    await ordinary.close();
  }
});

it('names what the owner of the database lacks', async () => {
  const role = `weak_${randomBytes(4).toString('hex')}`;
  await opened.database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  const url = new URL(opened.database.url);
  Object.assign(url, { username: role, password: 'x' });
  const opening = createStore({ databaseUrl: new Secret(url.href), dataDir: '/nowhere', sealKey: testSealKey }, quietLog);
  await expect(opening).rejects.toMatchObject({ code: 'STORE_OWNER_WEAK', params: { name: role } });
  await opened.database.query(`DROP ROLE ${role}`);
});
