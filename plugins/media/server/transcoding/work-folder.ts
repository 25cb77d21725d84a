import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A folder that nobody has touched for so long belongs to work that nobody goes on with. */
const leftBehindMs = 2 * 24 * 3_600_000;

/**
 * Folders on this machine in which ffmpeg reads and writes, one for each programme and edition: it needs files that it can seek in. Nothing in them is
 * the only copy of anything.
 */
export class WorkFolders {
  readonly #root: string;

  /** `root`: where there is room for a few originals; default: the system's folder for such files. */
  constructor(root: string | null) {
    this.#root = join(root ?? tmpdir(), `amanah-media-${userInfo().uid}`);
  }

  async open(name: string): Promise<string> {
    const folder = join(this.#root, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  async close(name: string): Promise<void> {
    await rm(join(this.#root, name), { recursive: true, force: true });
  }

  async clearLeft(): Promise<void> {
    for (const name of await readdir(this.#root).catch(() => [])) {
      const found = await stat(join(this.#root, name)).catch(() => null);
      if (found && Date.now() - found.mtimeMs > leftBehindMs) await this.close(name);
    }
  }
}

/** Brings bytes to a file of a folder, whole or not at all; one of that length that is there from an earlier try is used. */
export async function fetched(folder: string, name: string, bytes: number, content: () => AsyncIterable<Uint8Array>): Promise<string> {
  const path = join(folder, name);
  if ((await stat(path).catch(() => null))?.size === bytes) return path;
  await pipeline(Readable.from(content(), { objectMode: false }), createWriteStream(`${path}.part`, { mode: 0o600 }));
  await rename(`${path}.part`, path);
  return path;
}
