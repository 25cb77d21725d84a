import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Spooled } from './place.ts';

/** What a process that died left behind; no file takes longer than this to arrive. */
const leftBehindMs = 24 * 3_600_000;

/** Writes a stream to a new file of the spool, counted and hashed as it passes; nothing stays when it breaks or is too long. @throws HTTP_TOO_LARGE, FILES_UNAVAILABLE */
export async function spoolFile(content: Readable | Uint8Array, folder: string, maxBytes: number): Promise<Spooled & { readonly sha256: string }> {
  const source = content instanceof Uint8Array ? Readable.from([content], { objectMode: false }) : content;
  // A stream that breaks before somebody reads it would end the process; whoever reads it then gets the error.
  source.on('error', () => {});
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unavailable);
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new AmanahError('HTTP_TOO_LARGE', { detail: `more than ${maxBytes} bytes` });
      hash.update(chunk);
      yield chunk;
    }
  };
  // Opened before anything is read: once this fails no file can come afterwards.
  const file = await open(path, 'wx', 0o600).catch(unavailable);
  try {
    await file.writeFile(measure(source));
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    if ((error as NodeJS.ErrnoException).syscall) unavailable(error);
    throw error;
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

function unavailable(error: unknown): never {
  throw new AmanahError('FILES_UNAVAILABLE', { detail: (error as Error).message, cause: error });
}

/** Removes what died on its way; other replicas may be writing there now. */
export async function clearSpool(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > leftBehindMs) await rm(path, { force: true });
  }
}
