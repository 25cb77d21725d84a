import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyBinaries } from './binaries.ts';

const nobody = 65_534;

/** How PostgreSQL's programs run here: it refuses to run as root, so root hands them to a user of no rights. */
export interface Launcher {
  /** `direct`: as this user; `namespace`: as nobody inside a user namespace; `nobody`: as the user nobody. */
  readonly way: 'direct' | 'namespace' | 'nobody';
  readonly binaries: string;
  /** Folder that holds the database, readable by whoever runs it. */
  readonly home: string;
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Hands a file or folder to the user that runs the programs. */
  give(path: string): Promise<void>;
}

/** `avoidNamespace` is for tests of the way without user namespaces. */
export async function chooseLauncher(native: string, home: string, avoidNamespace = false): Promise<Launcher> {
  if (process.getuid?.() !== 0) return direct(native, home);
  if (!avoidNamespace && namespaceWorks()) return inNamespace(native, home);
  return asNobody(native, home);
}

function direct(binaries: string, home: string): Launcher {
  return {
    way: 'direct',
    binaries,
    home,
    spawn: (program, args, options) => spawn(join(binaries, 'bin', program), args, options),
    give: async () => {},
  };
}

const namespaceArgs = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`] as const;

function namespaceWorks(): boolean {
  return spawnSync('unshare', [...namespaceArgs, 'true'], { stdio: 'ignore' }).status === 0;
}

/** Root outside, nobody inside: the programs see an ordinary user, and a folder that only root may enter stays enterable. */
function inNamespace(binaries: string, home: string): Launcher {
  return {
    way: 'namespace',
    binaries,
    home,
    spawn: (program, args, options) => spawn('unshare', [...namespaceArgs, join(binaries, 'bin', program), ...args], options),
    give: async () => {},
  };
}

async function asNobody(native: string, home: string): Promise<Launcher> {
  const shared = join('/var/lib/amanah-hub', createHash('sha256').update(home).digest('hex').slice(0, 12));
  const binaries = (await openToAll(native)) ? native : await copyBinaries(native, join('/var/lib/amanah-hub', 'postgresql'));
  const place = (await openToAll(dirname(home))) ? home : shared;
  await mkdir(place, { recursive: true, mode: 0o755 });
  await chown(place, nobody, nobody);
  return {
    way: 'nobody',
    binaries,
    home: place,
    spawn: (program, args, options) => spawn(join(binaries, 'bin', program), args, { ...options, uid: nobody, gid: nobody, cwd: place }),
    give: (path) => chown(path, nobody, nobody),
  };
}

/** Whether every folder on the way may be entered by anybody. */
async function openToAll(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const entry = await stat(at).catch(() => null);
    if (entry && (entry.mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
