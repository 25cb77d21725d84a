import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, closeSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import pg from 'pg';
import { keepOnce } from '../../config/keep-once.ts';
import { processAlive } from '../../config/run-files.ts';
import { postgresBinaries } from './binaries.ts';
import { chooseLauncher, type Launcher } from './unprivileged.ts';

/** A PostgreSQL server of our own under the data folder. */
export interface EmbeddedServer {
  /** Connection string of the owner on the database `amanah`. */
  readonly url: string;
  readonly pid: number;
  /** Whether it was already running, left by a hub that crashed or shared with a replica. */
  readonly adopted: boolean;
  readonly way: Launcher['way'];
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** For tests: as if user namespaces were not allowed. */
  readonly avoidNamespace?: boolean;
  /** The port to take; default a free one. */
  readonly port?: number;
  /** Further server settings, such as `fsync=off` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

const owner = 'amanah';
const database = 'amanah';
const startMs = 20_000;

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, making the database at the first start; adopts it when it is already running.
 * @throws STORE_START_FAILED with the end of its log
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log } = options;
  await mkdir(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  const native = await postgresBinaries(join(dataDir, 'postgres-programs'));
  const launcher = await chooseLauncher(native, join(dataDir, 'postgres'), options.avoidNamespace);
  await mkdir(launcher.home, { recursive: true, mode: 0o700 });
  const password = await ownPassword(dataDir);
  const cluster = join(launcher.home, 'cluster');
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(launcher, cluster, password);

  const deadline = Date.now() + startMs;
  for (;;) {
    const running = await runningServer(cluster, password);
    if (running) return await opened(running, password, true);
    if (!liveServer(cluster)) {
      const port = await launch(launcher, cluster, options);
      const started = await untilReady(cluster, password, port, deadline);
      if (started) return await opened(started, password, false);
    }
    if (Date.now() > deadline) throw new AmanahError('STORE_START_FAILED', { detail: await endOfLog(dataDir) });
    await sleep(50);
  }

  async function opened(at: { pid: number; port: number }, secret: string, adopted: boolean): Promise<EmbeddedServer> {
    await createDatabase(urlOf(at.port, secret, 'postgres'));
    await writeFile(join(dataDir, 'run', 'postgres.pid'), `${at.pid}\n`);
    log.info({ pid: at.pid, port: at.port, adopted, way: launcher.way }, 'PostgreSQL is running');
    return { url: urlOf(at.port, secret, database), pid: at.pid, adopted, way: launcher.way, stop: () => stop(at.pid, dataDir) };
  }
}

async function ownPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  keepOnce(file, randomBytes(24).toString('base64url'));
  return readFile(file, 'utf8');
}

/** initdb beside the final place, then one rename: two processes that start at once cannot spoil each other. */
async function initialise(launcher: Launcher, cluster: string, password: string): Promise<void> {
  const making = `${cluster}.making-${randomBytes(6).toString('hex')}`;
  const passwordFile = `${making}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await launcher.give(passwordFile);
  const args = [
    '-D',
    making,
    '-U',
    owner,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ];
  const child = launcher.spawn('initdb', args, { stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment() });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new AmanahError('STORE_START_FAILED', { detail: `initdb ended with ${code}: ${said.slice(-2_000)}` });
  await rename(making, cluster).catch(async (error: NodeJS.ErrnoException) => {
    await rm(making, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error;
  });
}

async function launch(launcher: Launcher, cluster: string, { dataDir, settings, port: wanted }: EmbeddedOptions): Promise<number> {
  const port = wanted ?? (await freePort());
  const log = openSync(join(dataDir, 'postgres.log'), 'a', 0o600);
  const given = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', log_min_messages: 'warning', ...settings };
  const args = ['-D', cluster, '-p', String(port), ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Its own process group: Ctrl-C in the terminal must not stop it before the hub has drained.
  const child = launcher.spawn('postgres', args, { detached: true, stdio: ['ignore', log, log], env: serverEnvironment() });
  child.on('error', () => {});
  child.unref();
  closeSync(log);
  return port;
}

async function untilReady(cluster: string, password: string, port: number, deadline: number): Promise<{ pid: number; port: number } | null> {
  const giveUpOnSilence = Date.now() + 3_000;
  while (Date.now() < deadline) {
    const running = await runningServer(cluster, password);
    if (running) return running;
    const live = liveServer(cluster);
    if (live && live.port !== port) return null;
    if (!live && Date.now() > giveUpOnSilence) return null;
    await sleep(25);
  }
  return null;
}

/** What postmaster.pid says, when that process is alive and is a PostgreSQL of this folder. */
function liveServer(cluster: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!pid || !port || !processAlive(pid)) return null;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres') ? { pid, port } : null;
  } catch {
    return null;
  }
}

async function runningServer(cluster: string, password: string): Promise<{ pid: number; port: number } | null> {
  const live = liveServer(cluster);
  if (!live) return null;
  const client = new pg.Client({ connectionString: urlOf(live.port, password, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return live;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

/** Fast shutdown: open connections are ended, everything committed is on disk. */
async function stop(pid: number, dataDir: string): Promise<void> {
  if (!processAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; processAlive(pid) && waited < 15_000; waited += 20) await sleep(20);
  await rm(join(dataDir, 'run', 'postgres.pid'), { force: true });
}

function urlOf(port: number, password: string, name: string): string {
  return `postgres://${owner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}

/** Nothing of the operator's environment (PGDATA, LANG, LD_PRELOAD) reaches the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

async function endOfLog(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'postgres.log'), 'utf8').catch(() => '')).slice(-2_000);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
