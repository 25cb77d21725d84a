import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import { freePort } from './free-port.ts';
import { mariadbPrograms as programs } from './mariadb-programs.ts';

/** Small: such a server holds a register of some thousand rows beside everything else that runs. */
const frugal = ['--innodb-buffer-pool-size=32M', '--innodb-log-file-size=16M', '--key-buffer-size=1M', '--performance-schema=OFF', '--max-connections=80'];
/** Only for tests: what a crash of the machine would lose is made anew. */
const careless = ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--skip-sync-frm'];
const startMs = 90_000;

export interface MariadbOptions {
  /** Folder of its data, kept from one start to the next; default a new one under the system's temporary folder. */
  readonly folder?: string;
  readonly address?: string;
  /** Further arguments of mariadbd. */
  readonly settings?: readonly string[];
  /** For a server whose data outlives it. */
  readonly careful?: boolean;
}

/** A MariaDB server of its own, never the system's. */
export interface TestMariadb {
  readonly host: string;
  readonly port: number;
  /** Whether its data was made at this start. */
  readonly fresh: boolean;
  pid(): number;
  /** Runs statements as root, over the socket that nobody else can reach; several at once, values for `?`. */
  root<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs a script as the client of MariaDB does, `DELIMITER` and all. */
  script(sql: string): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/**
 * Starts MariaDB on a free port with its own data folder, as whoever runs this (also root). It ends with this process, however that ends.
 * @throws Error with the end of its log when it does not start
 */
export async function startTestMariadb({ folder, address = '127.0.0.1', settings = [], careful = false }: MariadbOptions = {}): Promise<TestMariadb> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'amanah-mariadb-')));
  // Apart from the data: paths of sockets may have no more than 107 bytes.
  const sockets = await mkdtemp(join(tmpdir(), 'amanah-socket-'));
  const socket = join(sockets, 's');
  const data = join(home, 'data');
  const made = join(home, 'made');
  const fresh = !existsSync(made);
  const log = join(home, 'mariadb.log');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  if (fresh) {
    await rm(data, { recursive: true, force: true });
    await mkdir(dirname(data), { recursive: true });
    const given = [`--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve', '--innodb-log-file-size=16M'];
    await promisify(execFile)(programs.install, ['--no-defaults', ...given, ...asRoot]);
    await writeFile(made, '');
  }
  const port = await freePort();
  let server: ChildProcess | null = null;

  const start = async () => {
    if (server) return;
    const args = [`--datadir=${data}`, `--bind-address=${address}`, `--port=${port}`, `--socket=${socket}`, `--pid-file=${join(sockets, 'pid')}`];
    const child = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        programs.server,
        '--no-defaults',
        ...args,
        `--log-error=${log}`,
        '--skip-name-resolve',
        ...frugal,
        ...(careful ? [] : careless),
        ...asRoot,
        ...settings,
      ],
      { stdio: 'ignore' },
    );
    server = child;
    for (const end = Date.now() + startMs; ; await pause(20)) {
      if (child.exitCode === null && Date.now() < end && !(await answers(socket))) continue;
      if (child.exitCode === null && Date.now() < end) return;
      child.kill('SIGKILL');
      server = null;
      throw new Error(`MariaDB does not start: ${(await readFile(log, 'utf8').catch(() => '')).slice(-2_000)}`);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = server;
    server = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  return {
    host: address,
    port,
    fresh,
    pid: () => server?.pid ?? 0,
    async root<Row>(sql: string, values: readonly unknown[] = []) {
      const connection = await mysql.createConnection({ socketPath: socket, user: 'root', multipleStatements: true, charset: 'utf8mb4' });
      try {
        return (await connection.query(sql, [...values]))[0] as Row[];
      } finally {
        connection.destroy();
      }
    },
    async script(sql) {
      const client = spawn(programs.client, ['--no-defaults', '--user=root', `--socket=${socket}`], { stdio: ['pipe', 'ignore', 'pipe'] });
      let said = '';
      client.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
      client.stdin.on('error', () => {}).end(sql);
      const [code] = (await once(client, 'close')) as [number | null];
      if (code !== 0) throw new Error(`the script ended with ${code}: ${said}`);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
    async remove() {
      await end('SIGKILL');
      await Promise.all([rm(sockets, { recursive: true, force: true }), rm(home, { recursive: true, force: true })]);
    },
  };
}

async function answers(socketPath: string): Promise<boolean> {
  try {
    const connection = await mysql.createConnection({ socketPath, user: 'root' });
    connection.destroy();
    return true;
  } catch {
    return false;
  }
}
