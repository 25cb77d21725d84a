import { createReadStream } from 'node:fs';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange } from '@amanah/plugin-api';
import type { Place, Spooled } from './place.ts';

const unknownType = 'application/octet-stream';

/**
 * Files in a folder, under their own names. A file's media type stands beside it in `.<name>.type`; names never begin with a dot, so that the two
 * cannot meet. A file comes to its name by a rename: readers see the old one or the new one.
 */
export class FolderPlace implements Place {
  readonly spool: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.spool = join(root, '.spool');
  }

  async put(name: string, file: Spooled, type: string): Promise<void> {
    const target = join(this.#root, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const label = `${file.path}.type`;
    await writeFile(label, type, { mode: 0o600, flush: true });
    await rename(label, labelOf(target));
    await rename(file.path, target);
    await syncFolder(dirname(target));
  }

  async stat(name: string): Promise<{ bytes: number; type: string } | null> {
    const target = join(this.#root, name);
    const found = await absentAsNull(stat(target));
    if (!found?.isFile()) return null;
    return { bytes: found.size, type: (await absentAsNull(readFile(labelOf(target), 'utf8'))) ?? unknownType };
  }

  async stream(name: string, range?: ByteRange): Promise<Readable | null> {
    const file = await absentAsNull(open(join(this.#root, name)));
    // Opened before it is handed on: what is not there says so here, and what is removed from now on is still read to its end.
    return file && createReadStream('', { fd: file, ...range });
  }

  async remove(name: string): Promise<void> {
    const target = join(this.#root, name);
    await rm(target, { force: true });
    await rm(labelOf(target), { force: true });
  }

  async *names(): AsyncIterable<string> {
    yield* this.#namesIn('');
  }

  async *#namesIn(folder: string): AsyncIterable<string> {
    const entries = (await absentAsNull(readdir(join(this.#root, folder), { withFileTypes: true }))) ?? [];
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.#namesIn(name);
      else if (entry.isFile()) yield name;
    }
  }

  async check(): Promise<void> {
    await mkdir(this.spool, { recursive: true, mode: 0o700 });
    await access(this.spool, constants.R_OK | constants.W_OK);
  }

  close(): void {}
}

function labelOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.type`);
}

/** A rename is kept through a loss of power only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function absentAsNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
