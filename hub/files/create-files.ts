import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { ByteRange, Files } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import { BucketPlace } from './bucket-place.ts';
import { clamdScanner, type Scanner } from './clamd.ts';
import type { FileStore } from './contract.ts';
import { FolderPlace } from './folder-place.ts';
import type { Place } from './place.ts';
import { clearSpool, spoolFile } from './spool-file.ts';

const defaultMaxBytes = 104_857_600;
const keyPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,7}$/;

/** Opens the store of all plugins' files: a folder of the data folder, or the bucket that the configuration names. */
export async function createFiles({ dataDir, files: bucket, scanner: address }: Pick<HubConfig, 'dataDir' | 'files' | 'scanner'>): Promise<FileStore> {
  const root = join(dataDir, 'files');
  const place: Place = bucket ? new BucketPlace(bucket, join(root, '.spool')) : new FolderPlace(root);
  const scanner = address && clamdScanner(address);
  await clearSpool(place.spool);
  return {
    plugin: (id) => filesOf(id, place, scanner),
    copyTo: (folder) => copyAll(place, new FolderPlace(folder)),
    bringBack: async (folder) => void (await copyAll(new FolderPlace(folder), place)),
    check: (signal) => asked(() => place.check(signal)),
    checkScanner: scanner && ((signal) => scanner.check(signal)),
    close: async () => place.close(),
  };
}

function filesOf(plugin: string, place: Place, scanner: Scanner | null): Files {
  const nameOf = (key: string) => {
    if (!keyPattern.test(key)) throw new AmanahError('FILES_KEY_INVALID', { detail: `${plugin}: ${JSON.stringify(key.slice(0, 200))}` });
    return `${plugin}/${key}`;
  };
  return {
    async put(key, content, { type, maxBytes = defaultMaxBytes }) {
      return putInto(place, nameOf(key), { content, type, maxBytes });
    },
    async open(key) {
      const name = nameOf(key);
      const found = await asked(() => place.stat(name));
      if (!found) throw new AmanahError('FILES_MISSING', { detail: name });
      return { ...found, stream: (range) => opened(place, name, range) };
    },
    async scan(key) {
      const name = nameOf(key);
      const content = await opened(place, name);
      if (!scanner) {
        content.destroy();
        return { outcome: 'unscanned' };
      }
      const threat = await scanner.scan(content);
      return threat === null ? { outcome: 'clean' } : { outcome: 'harmful', threat };
    },
    async remove(key) {
      const name = nameOf(key);
      await asked(() => place.remove(name));
    },
  };
}

/** @throws FILES_MISSING */
async function opened(place: Place, name: string, range?: ByteRange): Promise<Readable> {
  const stream = await asked(() => place.stream(name, range));
  if (!stream) throw new AmanahError('FILES_MISSING', { detail: name });
  return stream;
}

async function putInto(place: Place, name: string, { content, type, maxBytes }: { content: Readable | Uint8Array; type: string; maxBytes: number }) {
  const file = await spoolFile(content, place.spool, maxBytes);
  try {
    await asked(() => place.put(name, file, type));
  } finally {
    await rm(file.path, { force: true });
  }
  return { bytes: file.bytes, sha256: file.sha256 };
}

/** Every file of one place into another; what is removed meanwhile stays out. False when there was none. */
async function copyAll(from: Place, to: Place): Promise<boolean> {
  let some = false;
  for await (const name of from.names()) {
    const found = await from.stat(name);
    const content = found && (await from.stream(name));
    if (!content) continue;
    await putInto(to, name, { content, type: found.type, maxBytes: Number.POSITIVE_INFINITY });
    some = true;
  }
  if (some) await rm(to.spool, { recursive: true, force: true });
  return some;
}

/** What the disk or the bucket says becomes one error; what the sender did wrong stays what it is. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('FILES_UNAVAILABLE', { detail: (error as Error).message, cause: error });
  }
}
