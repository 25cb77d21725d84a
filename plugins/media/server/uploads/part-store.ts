import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Db, Queryable } from '@amanah/plugin-api';
import { DataStore, ERRORS, Upload } from '@tus/server';
import type { MediaFiles } from '../storage/media-files.ts';
import type { UploadRow, Uploads } from './uploads.ts';

export interface PartStoreParts {
  readonly db: Db;
  readonly uploads: Uploads;
  readonly files: MediaFiles;
  readonly keepMs: number;
  /** Runs in the transaction that brings the last byte. */
  whole(tx: Queryable, upload: UploadRow): Promise<void>;
  /** Ends an upload that its sender does not want any more. */
  abandon(upload: UploadRow): Promise<void>;
}

/** A process that dies loses at most so much of what was on its way. */
const partBytes = 8 * 1024 ** 2;

/**
 * What tus keeps its uploads in: parts in the plugin's own files, folder or bucket, so that any replica of the hub takes the next part. Whatever came
 * before a connection broke is kept.
 */
export class PartStore extends DataStore {
  override readonly extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];
  readonly #parts: PartStoreParts;

  constructor(parts: PartStoreParts) {
    super();
    this.#parts = parts;
  }

  /** Its row is there already: whoever may upload was decided before. */
  override async create(upload: Upload): Promise<Upload> {
    upload.creation_date = new Date().toISOString();
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { bytes, received, name, lastAt } = await this.#find(id);
    return new Upload({ id, size: bytes, offset: received, metadata: { filename: name }, creation_date: lastAt.toISOString() });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const upload = await this.#find(id);
    const { db, uploads, files, whole } = this.#parts;
    const pieces = new Pieces(stream);
    let at = offset;
    while (await pieces.more()) {
      const key = `uploads/${id}/${randomUUID()}`;
      const { bytes } = await files.put(upload.programme, 'upload', key, Readable.from(pieces.upTo(partBytes), { objectMode: false }), {
        type: 'application/octet-stream',
      });
      const taken = await db.transaction(async (tx) => {
        const last = await uploads.addPart(tx, id, { atByte: at, bytes, key });
        if (last) await whole(tx, upload);
        return last !== null;
      });
      if (!taken) {
        await files.remove(upload.programme, [key]);
        throw ERRORS.INVALID_OFFSET;
      }
      at += bytes;
    }
    // The sender is gone, or will hear of the fault; what came is answered for.
    if (pieces.broken !== null) throw pieces.broken;
    return at;
  }

  override async remove(id: string): Promise<void> {
    await this.#parts.abandon(await this.#find(id));
  }

  override getExpiration(): number {
    return this.#parts.keepMs;
  }

  async #find(id: string): Promise<UploadRow> {
    const found = await this.#parts.uploads.find(id);
    if (!found || found.state === 'abandoned') throw ERRORS.FILE_NOT_FOUND;
    return found;
  }
}

/** A stream in pieces of a length; one that breaks ends, and says afterwards why. */
class Pieces {
  broken: unknown = null;
  readonly #source: AsyncIterator<Buffer>;
  #left: Buffer | null = null;
  #ended = false;

  constructor(stream: Readable) {
    this.#source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async more(): Promise<boolean> {
    if (this.#left === null && !this.#ended) await this.#read();
    return this.#left !== null;
  }

  async *upTo(bytes: number): AsyncIterable<Buffer> {
    for (let room = bytes; room > 0 && (await this.more());) {
      const chunk = this.#left!;
      this.#left = chunk.length > room ? chunk.subarray(room) : null;
      room -= Math.min(room, chunk.length);
      yield chunk.subarray(0, chunk.length - (this.#left?.length ?? 0));
    }
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const next = await this.#source.next();
        if (next.done) break;
        if (next.value.length === 0) continue;
        this.#left = next.value;
        return;
      }
    } catch (error) {
      this.broken = error;
    }
    this.#ended = true;
  }
}
