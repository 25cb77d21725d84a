import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CookieJar } from './cookie-jar.ts';
import { freePort } from './free-port.ts';
import { newDataFolder } from './prepared-data.ts';
import { root, runProgram } from './run-program.ts';

export interface TestHubOptions {
  readonly profile?: 'demo' | 'test' | 'production';
  /** First sign-in page; `staff` lets a script sign in with username and password. */
  readonly signIn?: 'national' | 'staff';
  readonly role?: 'web' | 'worker' | 'all';
  /** Start the demo's stand-in systems; default no. */
  readonly standIns?: boolean;
  /** Use this folder instead of a new one: an empty one for a first start, else to start again on old data or beside another replica. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments that run the hub's own, such as `unshare`; they must become it, not start it. */
  readonly before?: readonly string[];
  /** Longest wait for the ready line, in milliseconds; default a little less than a hook may take. */
  readonly readyMs?: number;
}

export interface NewPerson {
  readonly name?: { readonly ar: string; readonly en: string };
  /** Second factor; default `none`. */
  readonly factor?: 'none' | 'totp' | 'email';
  /** `role@unit` */
  readonly role?: string;
}

export interface TestHub {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it wrote to its log so far. */
  log(): string;
  /** A browser-like client with its own cookies. */
  client(): CookieJar;
  /** Signs in at the staff form; returns the client that is signed in. @throws when the form is answered with an error */
  signIn(username: string, password: string): Promise<CookieJar>;
  /** Runs `amanah user add`; resolves to the secret of the authenticator app where the factor is `totp`. @throws with what the command said */
  addPerson(id: string, password: string, more?: NewPerson): Promise<string | undefined>;
  /** Runs `amanah …args`. */
  cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  /** SIGTERM, and waits for the end; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: a crash. The database goes on running. */
  kill(): Promise<void>;
  /** Stops hub and database and removes the data folder. */
  remove(): Promise<void>;
}

/** Tries when a port that was free has been taken meanwhile by another test. */
const portTries = 3;

/** Starts a real hub process on a free port with its own data folder and database, and waits until it is ready. */
export async function createTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  for (let tried = 1; ; tried++) {
    try {
      return await startHub(options);
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('Another program listens on this port');
      if (!taken || options.port !== undefined || tried === portTries) throw error;
    }
  }
}

async function startHub(options: TestHubOptions): Promise<TestHub> {
  const dataDir = options.dataDir ?? (await newDataFolder(options.profile ?? 'demo', options.env ?? {}));
  const port = options.port ?? (await freePort());
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    AMANAH_DATA_DIR: dataDir,
    AMANAH_PROFILE: options.profile ?? 'demo',
    AMANAH_SIGN_IN: options.signIn ?? 'staff',
    AMANAH_STAND_INS: options.standIns ? 'on' : 'off',
    ...options.env,
  };
  const [command = '', ...args] = [...(options.before ?? []), process.execPath, 'hub/main.ts', '--role', options.role ?? 'all'];
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  await ready(child, said, options.readyMs ?? 110_000).catch((error: unknown) => {
    if (options.dataDir === undefined) removeData(dataDir);
    throw error;
  });
  const url = `http://localhost:${port}`;
  const cli = (...args: string[]) => runProgram('hub/cli/amanah.ts', args, env);

  return {
    url,
    port,
    dataDir,
    pid: child.pid ?? 0,
    log: () => said.join(''),
    client: () => new CookieJar(url),
    async signIn(username, password) {
      const jar = new CookieJar(url);
      await jar.signIn(username, password);
      return jar;
    },
    async addPerson(id, password, { name = { ar: 'شخص', en: 'Person' }, factor = 'none', role } = {}) {
      const flags = ['--id', id, '--password', password, '--name-ar', name.ar, '--name-en', name.en, '--factor', factor, ...(role ? ['--role', role] : [])];
      const said = await cli('user', 'add', ...flags, '--json');
      if (said.code !== 0) throw new Error(said.stdout + said.stderr);
      return (JSON.parse(said.stdout) as { totpSecret?: string }).totpSecret;
    },
    cli,
    stop: () => stop(child),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async remove() {
      await stop(child);
      removeData(dataDir);
    },
  };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}

async function ready(child: ChildProcess, said: string[], ms: number): Promise<void> {
  let output = '';
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the hub was not ready in ${ms} ms: ${said.join('').slice(-4_000)}`)), ms);
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (/Amanah Hub (worker )?is ready/.test(output)) resolve();
      });
      child.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it was ready: ${said.join('').slice(-4_000)}`)));
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function removeData(dataDir: string): void {
  endLeftDatabase(dataDir);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** A killed hub leaves its PostgreSQL running for the next one; at the end of a test nobody comes. */
function endLeftDatabase(dataDir: string): void {
  try {
    process.kill(Number(readFileSync(join(dataDir, 'run', 'postgres.pid'), 'utf8')), 'SIGINT');
  } catch {
    // not running
  }
}
