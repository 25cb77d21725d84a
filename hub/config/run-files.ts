import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
    .filter((pid): pid is number => pid !== null && pid !== process.pid);
}

function liveAt(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && processAlive(pid) ? pid : null;
  } catch {
    return null;
  }
}
