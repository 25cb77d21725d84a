import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HubConfig } from './contract.ts';

/** Whether a process of this id is there (and may be signalled or belongs to another user). */
export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** Whether a process that calls itself a hub has this id: after a crash or a restart of the machine the number may belong to anybody. */
function hubAlive(pid: number): boolean {
  if (pid === process.pid || !processAlive(pid)) return false;
  try {
    return /hub\/(?:main|cli\/amanah)\.[jt]s/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
}

/** Writes this process's id to `<data>/run/<name>.pid` (`<name>-2` when another one lives); returns how to remove it. */
export function writeRunFile(dataDir: string, name: string): () => void {
  const folder = join(dataDir, 'run');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let file = join(folder, `${name}.pid`);
  for (let copy = 2; liveAt(file) !== null; copy++) file = join(folder, `${name}-${copy}.pid`);
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}

/** Ids of other live hub processes (whatever their role) on this data folder. */
export function otherHubs(dataDir: string): readonly number[] {
  let names: string[];
  try {
    names = readdirSync(join(dataDir, 'run'));
  } catch {
    return [];
  }
  return names
    .filter((name) => /^(hub|web|worker|cli)(-\d+)?\.pid$/.test(name))
    .map((name) => liveAt(join(dataDir, 'run', name)))
    .filter((pid): pid is number => pid !== null);
}

function liveAt(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && hubAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}

/** Settings of the hub that ran last on a data folder, which the command line takes over when its own environment names none. */
export function readHubAddress(dataDir: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'run', 'hub.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Leaves the hub's settings for the command line (`hub.json` beside the process ids). */
export function writeHubAddress(config: Pick<HubConfig, 'dataDir' | 'publicUrl' | 'port' | 'profile' | 'gatewayDomain' | 'adaptersDir'>): void {
  const settings = {
    PUBLIC_URL: config.publicUrl.href,
    PORT: String(config.port),
    AMANAH_PROFILE: config.profile,
    AMANAH_GATEWAY_DOMAIN: config.gatewayDomain,
    ...(config.adaptersDir ? { AMANAH_ADAPTERS_DIR: fileURLToPath(config.adaptersDir) } : {}),
  };
  writeFileSync(join(config.dataDir, 'run', 'hub.json'), JSON.stringify(settings));
}
