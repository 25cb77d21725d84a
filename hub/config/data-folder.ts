import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigRefused } from './config-refused.ts';

const megabyte = 1_048_576;
/** What a new embedded database takes with its first log segments. */
const roomForDatabase = 200 * megabyte;
const room = 10 * megabyte;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there: give it the folder (chown), or name another in AMANAH_DATA_DIR',
  EPERM: 'this user may not write there: give it the folder (chown), or name another in AMANAH_DATA_DIR',
  EROFS: 'it lies on a read-only disk: mount it writable, or name another in AMANAH_DATA_DIR',
  ENOSPC: 'its disk is full: make room there, or name another in AMANAH_DATA_DIR',
  ENOTDIR: 'a part of this path is a file: name a folder in AMANAH_DATA_DIR',
  EEXIST: 'it is a file: name a folder in AMANAH_DATA_DIR',
};

/**
 * Makes the data folder where it is missing and proves that it can be written and has room.
 * @throws ConfigRefused with what is wrong and how to put it right
 */
export function openDataFolder(folder: string, { newDatabase }: { newDatabase: boolean }): void {
  const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, Buffer.alloc(4_096));
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new ConfigRefused([`AMANAH_DATA_DIR: ${folder} cannot be used (${code}): ${reasons[code] ?? (error as Error).message}`]);
  }
  const { bavail, bsize } = statfsSync(folder);
  const needed = newDatabase ? roomForDatabase : room;
  if (bavail * bsize >= needed) return;
  throw new ConfigRefused([
    `AMANAH_DATA_DIR: only ${Math.floor((bavail * bsize) / megabyte)} MB are free at ${folder}, ${needed / megabyte} MB are needed: make room there, or name another in AMANAH_DATA_DIR`,
  ]);
}
