import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, mkdir, open, opendir, readlink, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '@amanah/adapter-api';
import type { Bounds, LocalConfig } from '../config.ts';
import type { Folder, FolderFile, Listing } from './folder.ts';
import { assertGoingOn } from './interruption.ts';
import { assertInside, badName, joinPath, splitPath } from './safe-path.ts';

/** By this file the machine's administrator says that the hub may use a folder; without it a definition could name any folder of the machine. */
export const permit = '.amanah-folder';
const chunkBytes = 262_144;

/** A folder on the hub's own machine, or a network drive mounted there. */
export class LocalFolder implements Folder {
  readonly publishesInOneStep = true;
  readonly #path: string;
  readonly #maxNames: number;

  constructor({ path }: LocalConfig, { names }: Pick<Bounds, 'names'>) {
    this.#path = path;
    this.#maxNames = names;
  }

  async check(): Promise<void> {
    await this.#root();
  }

  async list(directory: string, signal: AbortSignal): Promise<Listing> {
    const root = await this.#root();
    const files: FolderFile[] = [];
    const refused: { name: string; why: string }[] = [];
    try {
      if (!(await this.#isPlainFolder(root, directory))) return { files, refused };
      let names = 0;
      for await (const { name } of await opendir(join(root, directory))) {
        assertGoingOn(signal);
        if (++names > this.#maxNames) throw new AdapterError('too-large', `more than ${this.#maxNames} names in the folder`, { reached: 'yes' });
        const path = joinPath(directory, name);
        const why = badName(name);
        const there = why ? null : await lstat(join(root, path)).catch(absent);
        if (there?.isFile()) files.push({ path, bytes: there.size, modifiedAt: Math.floor(there.mtimeMs) });
        else if (why || (there && !there.isDirectory())) refused.push({ name, why: why ?? (there?.isSymbolicLink() ? 'is a link' : 'is no regular file') });
      }
    } catch (error) {
      throw fromSystem(error);
    }
    return { files, refused };
  }

  async stat(path: string): Promise<FolderFile | null> {
    const there = await lstat(await this.#at(path)).catch(absentOrThrow);
    return there?.isFile() ? { path, bytes: there.size, modifiedAt: Math.floor(there.mtimeMs) } : null;
  }

  async *read(path: string, signal: AbortSignal): AsyncIterable<Buffer> {
    const file = await this.#open(path);
    try {
      for (;;) {
        assertGoingOn(signal);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async write(path: string, content: Buffer, { replace }: { readonly replace: boolean }, signal: AbortSignal): Promise<boolean> {
    assertGoingOn(signal);
    const target = await this.#at(path, { make: true });
    const part = join(target, '..', `.amanah-${randomUUID()}.part`);
    try {
      const file = await open(part, 'wx');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      if (replace) await rename(part, target);
      else await link(part, target);
      return true;
    } catch (error) {
      if (!replace && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw fromSystem(error);
    } finally {
      await rm(part, { force: true });
    }
  }

  async move(file: FolderFile, to: string): Promise<'moved' | 'gone' | 'changed'> {
    const [from, target] = [await this.#at(file.path), await this.#at(to, { make: true })];
    const same = (there: FolderFile | null) => there?.bytes === file.bytes && there.modifiedAt === file.modifiedAt;
    const before = await this.stat(file.path);
    if (!before) return 'gone';
    if (!same(before)) return 'changed';
    if (!(await rename(from, target).then(() => true, absentOrThrow))) return 'gone';
    if (same(await this.stat(to))) return 'moved';
    // Another file came under the name between the look and the move: it goes back, unless yet another one lies there.
    await link(target, from).catch((error: unknown) => {
      throw new AdapterError('failed', `${file.path} was replaced while it was moved; what came lies at ${to}`, { reached: 'yes', cause: error });
    });
    await rm(target);
    return 'changed';
  }

  async publish(from: string, to: string): Promise<'published' | 'gone' | 'taken'> {
    const [part, target] = [await this.#at(from), await this.#at(to, { make: true })];
    if (await lstat(target).catch(absentOrThrow)) return 'taken';
    return (await rename(part, target).then(() => true, absentOrThrow)) ? 'published' : 'gone';
  }

  async remove(path: string): Promise<void> {
    await rm(await this.#at(path), { force: true }).catch((error: unknown) => {
      throw fromSystem(error);
    });
  }

  async close(): Promise<void> {}

  async #root(): Promise<string> {
    try {
      const root = await realpath(this.#path);
      if ((await lstat(join(root, permit)).catch(absent))?.isFile()) return root;
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? new AdapterError('unreachable', `there is no folder ${this.#path}`, { reached: 'no', cause: error })
        : fromSystem(error);
    }
    throw new AdapterError('unauthorised', `the folder ${this.#path} has no file ${permit}, by which its administrator lets the hub use it`, { reached: 'no' });
  }

  /** Whether every part of a path is a folder and no link. */
  async #isPlainFolder(root: string, directory: string): Promise<boolean> {
    let at = root;
    for (const part of directory === '' ? [] : directory.split('/')) {
      at = join(at, part);
      const there = await lstat(at).catch(absent);
      if (!there) return false;
      if (!there.isDirectory())
        throw new AdapterError('refused', `${directory} is no folder`, { reached: 'yes', fault: { code: 'ENOTDIR', message: directory } });
    }
    return true;
  }

  /** The place of a path on this machine. */
  async #at(path: string, { make = false } = {}): Promise<string> {
    const root = await this.#root();
    const { directory } = splitPath(assertInside(path));
    try {
      if (!(await this.#isPlainFolder(root, directory)) && make) await mkdir(join(root, directory), { recursive: true });
    } catch (error) {
      throw fromSystem(error);
    }
    return join(root, path);
  }

  /** Opens a regular file; neither it nor a folder above it may be a link, also when somebody changes them at this moment. */
  async #open(path: string): Promise<FileHandle> {
    const place = await this.#at(path);
    const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
      throw fromSystem(error);
    });
    const opened = await readlink(`/proc/self/fd/${file.fd}`);
    if (opened === place && (await file.stat()).isFile()) return file;
    await file.close();
    throw new AdapterError('contract-violation', `${path} is no regular file of the folder`, { reached: 'yes' });
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function absentOrThrow(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw fromSystem(error);
}

function fromSystem(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new AdapterError('contract-violation', 'the file is gone', { reached: 'yes', cause: error });
  if (code === 'ELOOP') return new AdapterError('contract-violation', 'the file is a link', { reached: 'yes', cause: error });
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new AdapterError('refused', `the folder does not allow it (${code})`, { fault: { code, message }, cause: error });
  return new AdapterError('failed', `the folder had an error (${code || message})`, { fault: { code, message }, cause: error });
}
