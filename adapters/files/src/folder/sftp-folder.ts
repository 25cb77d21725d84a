import { randomUUID } from 'node:crypto';
import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import type { FileEntry, Stats } from 'ssh2';
import type { Bounds, SftpConfig } from '../config.ts';
import type { Folder, FolderFile, Listing } from './folder.ts';
import { assertInside, badName, joinPath, splitPath } from './safe-path.ts';
import { isStatus, noSuchFile } from './sftp-failure.ts';
import { SftpPool } from './sftp-pool.ts';
import type { SftpSession } from './sftp-session.ts';

/** One request reads so much; every server takes this size. */
const readBytes = 32_768;
/** Reads that are under way at once, so that a far server's round trips do not set the pace. */
const readAhead = 16;
const endOfFile = 1;
const fileTypeMask = 0o170000;
const regularFile = 0o100000;
const folderType = 0o040000;
const linkType = 0o120000;

/** A folder of an SFTP server. */
export class SftpFolder implements Folder {
  readonly publishesInOneStep = true;
  readonly #pool: SftpPool;
  readonly #root: string;
  readonly #maxNames: number;

  constructor(config: SftpConfig, { names }: Pick<Bounds, 'names'>, ctx: AdapterContext) {
    this.#pool = new SftpPool(config, ctx);
    const path = decodeURIComponent(new URL(config.url).pathname).replace(/\/+$/, '');
    this.#root = path.startsWith('/~') ? path.slice(2).replace(/^\//, '') || '.' : path || '/';
    this.#maxNames = names;
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#pool.use(`look at ${this.#root}`, signal, async (session) => {
      const there = await session.request<Stats>((done) => session.sftp.stat(this.#root, done));
      if (typeOf(there) !== folderType) throw new AdapterError('contract-violation', `${this.#root} is no folder`, { reached: 'yes' });
      await session.request((done) => session.sftp.opendir(this.#root, done)).then((handle) => closing(session, handle as Buffer));
    });
  }

  async list(directory: string, signal: AbortSignal): Promise<Listing> {
    return this.#pool.use(`list ${directory || this.#root}`, signal, async (session) => {
      const files: FolderFile[] = [];
      const refused: { name: string; why: string }[] = [];
      const handle = await session
        .request<Buffer>((done) => session.sftp.opendir(directory === '' ? this.#root : this.#at(directory), done))
        .catch((error: unknown) => absent(error, directory !== ''));
      let names = 0;
      for (;;) {
        if (!handle) break;
        const batch = await session.request<FileEntry[]>((done) => session.sftp.readdir(handle, done as never)).catch(atEnd);
        if (!batch) break;
        names += batch.length;
        if (names > this.#maxNames) throw new AdapterError('too-large', `more than ${this.#maxNames} names in the folder`, { reached: 'yes' });
        for (const { filename: name, attrs } of batch) {
          if (name === '.' || name === '..' || typeOf(attrs) === folderType) continue;
          const why = badName(name) ?? (typeOf(attrs) === linkType ? 'is a link' : typeOf(attrs) === regularFile ? null : 'is no regular file');
          if (why) refused.push({ name, why });
          else files.push(described(joinPath(directory, name), attrs));
        }
      }
      if (handle) await closing(session, handle);
      return { files, refused };
    });
  }

  async stat(path: string, signal: AbortSignal): Promise<FolderFile | null> {
    return this.#pool.use(`look at ${path}`, signal, (session) => this.#stat(session, path));
  }

  async *read(path: string, signal: AbortSignal): AsyncIterable<Buffer> {
    const doing = `read ${path}`;
    const { session, giveBack, failed } = await this.#pool.borrow(doing, signal);
    let whole = false;
    try {
      const before = await this.#stat(session, path);
      if (!before) throw new AdapterError('contract-violation', `${path} is no file of the folder any more`, { reached: 'yes' });
      const handle = await session.request<Buffer>((done) => session.sftp.open(this.#at(path), 'r', done));
      yield* contentOf(session, handle);
      await closing(session, handle);
      whole = true;
    } catch (error) {
      throw failed(error);
    } finally {
      // Who stops reading in the middle leaves answers on their way; such a session is not used again.
      if (!whole) session.end(new Error('reading was stopped'));
      giveBack();
    }
  }

  async write(path: string, content: Buffer, { replace }: { readonly replace: boolean }, signal: AbortSignal): Promise<boolean> {
    const target = this.#at(path);
    const part = this.#at(joinPath(splitPath(path).directory, `.amanah-${randomUUID()}.part`));
    return this.#pool.use(`write ${path}`, signal, async (session) => {
      await this.#makeFolders(session, splitPath(path).directory);
      try {
        await writeWhole(session, part, content);
        if (await renameTo(session, part, target, replace)) return true;
        await session.request((done) => session.sftp.unlink(part, done));
        return false;
      } catch (error) {
        if (!session.ended) await session.request((done) => session.sftp.unlink(part, done)).catch(() => {});
        throw error;
      }
    });
  }

  async move(file: FolderFile, to: string, signal: AbortSignal): Promise<'moved' | 'gone' | 'changed'> {
    const [from, target] = [this.#at(file.path), this.#at(to)];
    const same = (there: FolderFile | null) => there?.bytes === file.bytes && there.modifiedAt === file.modifiedAt;
    return this.#pool.use(`move ${file.path} to ${to}`, signal, async (session) => {
      const before = await this.#stat(session, file.path);
      if (!before) return 'gone';
      if (!same(before)) return 'changed';
      await this.#makeFolders(session, splitPath(to).directory);
      await renameTo(session, from, target, true);
      if (same(await this.#stat(session, to))) return 'moved';
      // Another file came under the name between the look and the move: it goes back, unless yet another one lies there.
      if (await renameTo(session, target, from, false)) return 'changed';
      throw new AdapterError('failed', `${file.path} was replaced while it was moved; what came lies at ${to}`, { reached: 'yes' });
    });
  }

  async publish(from: string, to: string, signal: AbortSignal): Promise<'published' | 'gone' | 'taken'> {
    return this.#pool.use(`publish ${to}`, signal, async (session) => {
      if (await this.#stat(session, to)) return 'taken';
      if (!(await this.#stat(session, from))) return 'gone';
      await this.#makeFolders(session, splitPath(to).directory);
      await renameTo(session, this.#at(from), this.#at(to), true);
      return 'published';
    });
  }

  async remove(path: string, signal: AbortSignal): Promise<void> {
    return this.#pool.use(`remove ${path}`, signal, async (session) => {
      await session.request((done) => session.sftp.unlink(this.#at(path), done)).catch((error: unknown) => absent(error, true));
    });
  }

  async close(): Promise<void> {
    this.#pool.close();
  }

  #at(path: string): string {
    return this.#root === '/' ? `/${assertInside(path)}` : `${this.#root}/${assertInside(path)}`;
  }

  /** Follows no link. */
  async #stat(session: SftpSession, path: string): Promise<FolderFile | null> {
    const there = await session.request<Stats>((done) => session.sftp.lstat(this.#at(path), done)).catch((error: unknown) => absent(error, true));
    return there && typeOf(there) === regularFile ? described(path, there) : null;
  }

  async #makeFolders(session: SftpSession, directory: string): Promise<void> {
    if (directory === '') return;
    const there = await session.request<Stats>((done) => session.sftp.lstat(this.#at(directory), done)).catch((error: unknown) => absent(error, true));
    if (there) {
      if (typeOf(there) === folderType) return;
      throw new AdapterError('refused', `${directory} is no folder`, { fault: { code: 'ENOTDIR', message: directory } });
    }
    await this.#makeFolders(session, splitPath(directory).directory);
    await session
      .request((done) => session.sftp.mkdir(this.#at(directory), done))
      .catch(async (error: unknown) => {
        // Made by somebody else at this moment.
        const made = await session.request<Stats>((done) => session.sftp.lstat(this.#at(directory), done)).catch(() => null);
        if (!made) throw error;
      });
  }
}

function typeOf({ mode }: { readonly mode?: number }): number {
  return (mode ?? 0) & fileTypeMask;
}

function described(path: string, { size, mtime }: Pick<Stats, 'size' | 'mtime'>): FolderFile {
  return { path, bytes: size, modifiedAt: mtime * 1_000 };
}

function absent(error: unknown, allowed: boolean): null {
  if (allowed && isStatus(error) && (error as { code: number }).code === noSuchFile) return null;
  throw error;
}

function atEnd(error: unknown): null {
  if (isStatus(error) && (error as { code: number }).code === endOfFile) return null;
  throw error;
}

async function closing(session: SftpSession, handle: Buffer): Promise<void> {
  await session.request((done) => session.sftp.close(handle, done));
}

/** Portions in order, several requests ahead. A server may give less than was asked for, also before the end. */
async function* contentOf(session: SftpSession, handle: Buffer): AsyncIterable<Buffer> {
  const ask = async (position: number, length: number) => {
    const into = Buffer.allocUnsafe(length);
    const got = await session.request<number>((done) => session.sftp.read(handle, into, 0, length, position, done as never));
    return { position, length, content: into.subarray(0, got) };
  };
  const ahead: ReturnType<typeof ask>[] = [];
  const quiet = (request: ReturnType<typeof ask>) => {
    // The first that fails is told; the others end with it.
    request.catch(() => {});
    return request;
  };
  let next = 0;
  let reading = 1;
  for (;;) {
    while (ahead.length < reading) {
      ahead.push(quiet(ask(next, readBytes)));
      next += readBytes;
    }
    const { position, length, content } = await ahead.shift()!;
    if (content.length === 0) {
      await Promise.all(ahead);
      return;
    }
    yield content;
    if (content.length < length) ahead.unshift(quiet(ask(position + content.length, length - content.length)));
    // A small file is one request; a large one is read further and further ahead.
    else reading = Math.min(readAhead, reading * 2);
  }
}

async function writeWhole(session: SftpSession, path: string, content: Buffer): Promise<void> {
  const handle = await session.request<Buffer>((done) => session.sftp.open(path, 'wx', done));
  for (let at = 0; at < content.length; at += readBytes) {
    const length = Math.min(readBytes, content.length - at);
    await session.request((done) => session.sftp.write(handle, content, at, length, at, done));
  }
  await closing(session, handle);
}

/** `false` when there is a file of that name and it is not to be replaced. */
async function renameTo(session: SftpSession, from: string, to: string, replace: boolean): Promise<boolean> {
  const { sftp } = session;
  const there = () => session.request<Stats>((done) => sftp.lstat(to, done)).catch((error: unknown) => absent(error, true));
  if (!replace) {
    try {
      // Plain SFTP renames to names that are free only.
      await session.request((done) => sftp.rename(from, to, done));
      return true;
    } catch (error) {
      if (!isStatus(error) || !(await there())) throw error;
      return false;
    }
  }
  try {
    await session.request((done) => sftp.ext_openssh_rename(from, to, done));
  } catch (error) {
    if (isStatus(error) || session.ended) throw error;
    // A server without the extension: the old one first, since its rename does not replace.
    await session.request((done) => sftp.unlink(to, done)).catch((missing: unknown) => absent(missing, true));
    await session.request((done) => sftp.rename(from, to, done));
  }
  return true;
}
