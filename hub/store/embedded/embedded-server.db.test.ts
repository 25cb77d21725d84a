import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processAlive } from '../../config/run-files.ts';
import { openDatabase } from '../database.ts';
import { quietLog } from '../store-fixture.ts';
import { startEmbedded, type EmbeddedServer } from './embedded-server.ts';

let dataDir: string;
let server: EmbeddedServer | null;
const asRoot = process.getuid?.() === 0;

beforeEach(() => {
  server = null;
  dataDir = mkdtempSync(join(tmpdir(), 'amanah-embedded-'));
  chmodSync(dataDir, 0o700);
});
afterEach(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

it('starts in a folder that only its owner may enter, in UTF-8, and keeps its password to itself', async () => {
  server = await startEmbedded({ dataDir, log: quietLog });
  expect(server).toMatchObject({ adopted: false, way: asRoot ? 'namespace' : 'direct' });
  expect(await ask(server.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect(await ask(server.url, "SELECT upper('é') || length('أمانة')::text AS text")).toEqual([{ text: 'É5' }]);
  expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

it('is shared by two processes that start at the same moment', async () => {
  const both = await Promise.all([startEmbedded({ dataDir, log: quietLog }), startEmbedded({ dataDir, log: quietLog })]);
  server = both[0];
  expect(both[0].pid).toBe(both[1].pid);
});

it('is adopted with its rows after the process that started it was killed', async () => {
  const module = fileURLToPath(new URL('./embedded-server.ts', import.meta.url));
  const program = `import { startEmbedded } from ${JSON.stringify(module)};
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: quiet });
    console.log(server.pid); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  server = await startEmbedded({ dataDir, log: quietLog });
  expect(server).toMatchObject({ adopted: true, pid: Number(line.toString()) });
});

it('starts again with its rows after PostgreSQL itself was killed', async () => {
  const first = await startEmbedded({ dataDir, log: quietLog });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS n');
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => processAlive(first.pid)).toBe(false);
  server = await startEmbedded({ dataDir, log: quietLog });
  expect(server.adopted).toBe(false);
  expect(await ask(server.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
});

it('leaves nothing running when it is stopped', async () => {
  const first = await startEmbedded({ dataDir, log: quietLog });
  await first.stop();
  expect(processAlive(first.pid)).toBe(false);
});

it('lets a pool wait for a server that starts again on its port', async () => {
  const first = await startEmbedded({ dataDir, log: quietLog });
  const port = new URL(first.url).port;
  const database = openDatabase({ url: first.url, schema: 'public', max: 2, name: 'test', log: quietLog });
  await database.query('SELECT 1');
  await first.stop();
  const answer = database.query('SELECT 1 AS one');
  server = await startEmbedded({ dataDir, log: quietLog, port: Number(port) });
  expect(await answer).toEqual([{ one: 1 }]);
  await database.close();
});

if (asRoot)
  it('runs as the user nobody where user namespaces are not allowed, also from a folder closed to others', async () => {
    server = await startEmbedded({ dataDir, log: quietLog, avoidNamespace: true });
    expect(server.way).toBe('nobody');
    expect(statSync(`/proc/${server.pid}`).uid).toBe(65_534);
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
