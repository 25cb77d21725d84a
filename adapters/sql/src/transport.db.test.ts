import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestCertificate } from '@amanah/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startMariadb, startPostgres, type TestDatabase } from './testing/databases.ts';
import { closeSystems, openSystem, testContext } from './testing/open-system.ts';

afterEach(closeSystems);

describe.each([
  ['PostgreSQL', startPostgres],
  ['MariaDB', startMariadb],
] as const)('%s', (_title, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-sql-tls-'));
  let db: TestDatabase;
  let ca: string;
  let otherCa: string;
  const proxies: Server[] = [];

  beforeAll(async () => {
    const made = makeTestCertificate(join(folder, 'server'), ['register.example,IP:127.0.0.1']);
    ca = made.ca;
    otherCa = makeTestCertificate(join(folder, 'other'), ['register.example']).ca;
    execFileSync('chmod', ['600', join(made.folder, 'privkey.pem')]);
    db = await start({ certificate: join(made.folder, 'fullchain.pem'), key: join(made.folder, 'privkey.pem') });
    await db.admin('CREATE TABLE request (id int PRIMARY KEY); CREATE TABLE hub_key (key_text varchar(80) PRIMARY KEY, answer text)');
  });
  afterAll(async () => {
    for (const proxy of proxies) proxy.close();
    await db.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (tls: object, files: Record<string, string>, further: object = {}) =>
    openSystem(db.config({ tls, ...further }), testContext(db.secrets, {}, files));
  const encrypted = () =>
    db.engine === 'postgresql'
      ? 'SELECT ssl::text AS used FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
      : `SELECT VARIABLE_VALUE AS used FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_version'`;

  test('TLS with an authority of its own: the traffic is encrypted, also when a statement is broken off', async () => {
    const statements = { encrypted: { sql: encrypted() }, wait: { sql: db.wait(600) } };
    const system = await open({ ca: 'ca.pem', serverName: 'register.example' }, { 'ca.pem': ca }, { statements });
    expect(JSON.stringify((await system.call('encrypted', {})).output)).toMatch(/"used":"(?:true|TLSv1\.\d)"/);
    const end = new AbortController();
    const call = system.failure('wait', {}, { signal: end.signal });
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(1);
    end.abort();
    await call;
    await expect.poll(() => db.running(), { timeout: 20_000 }).toBe(0);
  });

  test('a certificate for the address itself is as good as one for a name', async () => {
    const system = await open({ ca: 'ca.pem' }, { 'ca.pem': ca });
    expect((await system.call('request.list', {})).output).toEqual({ rows: [] });
  });

  test.each([
    ['of another authority', { ca: 'other.pem', serverName: 'register.example' }],
    ['of nobody trusted', { serverName: 'register.example' }],
    ['for another name', { ca: 'ca.pem', serverName: 'elsewhere.example' }],
  ])('a certificate %s is refused before anything is told', async (_what, tls) => {
    await expect(open(tls, { 'ca.pem': ca, 'other.pem': otherCa })).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  });

  /** A hop that ends the connection at the commit: after the server has done it, or before it hears of it. */
  const cutAtCommit = async (after: boolean) => {
    let armed = true;
    const proxy = createServer((near) => {
      const far = connect(db.port, db.host).on('error', () => near.destroy());
      let committing = false;
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      near.on('data', (chunk: Buffer) => {
        committing = armed && chunk.includes('COMMIT');
        if (committing && !after) {
          armed = false;
          return void near.resetAndDestroy();
        }
        far.write(chunk);
      });
      far.on('data', (chunk: Buffer) => {
        if (!committing) return void near.write(chunk);
        armed = false;
        near.resetAndDestroy();
      });
    });
    proxies.push(proxy);
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = new URL((db.config() as { url: string }).url);
    url.port = String((proxy.address() as AddressInfo).port);
    return openSystem(
      db.config({
        url: url.href,
        writable: true,
        idempotency: { table: 'hub_key', column: 'key_text', answer: 'answer' },
        statements: { request: { sql: 'INSERT INTO request (id) VALUES (:id)', effect: 'write', parameters: { id: { type: 'integer' } } } },
      }),
      testContext(db.secrets),
    );
  };

  test('a lost reply to the commit: it may have been done, it was, and the same key tells so without writing again', async () => {
    const system = await cutAtCommit(true);
    expect(await system.failure('request', { id: 1 }, { key: 'key-1' })).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    await expect.poll(() => db.rows('SELECT id FROM request'), { timeout: 20_000 }).toEqual([{ id: 1 }]);
    expect((await system.call('request', { id: 1 }, { key: 'key-1' })).output).toEqual({ affected: 1, rows: [], repeated: true });
    await db.admin('DELETE FROM request');
  });

  test('a commit that never arrived: it may have been done, it was not, and the same key writes now', async () => {
    const system = await cutAtCommit(false);
    expect(await system.failure('request', { id: 2 }, { key: 'key-2' })).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    expect((await system.call('request', { id: 2 }, { key: 'key-2' })).output).toEqual({ affected: 1, rows: [], repeated: false });
    expect(await db.rows('SELECT id FROM request')).toEqual([{ id: 2 }]);
  });
});
