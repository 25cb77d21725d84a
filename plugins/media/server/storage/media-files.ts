import type { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Db, Files, StoredFile } from '@amanah/plugin-api';
import type { ProgrammeFiles } from '../programmes/programme-files.ts';

export type FileKind = 'upload' | 'original' | 'rendition' | 'picture' | 'waveform';

/** Files of programmes on demand, each with what it is for; noted before it is written, so that no process can leave one of which nobody knows. */
export class MediaFiles {
  readonly #db: Db;
  readonly #files: Files;
  readonly #ofProgrammes: ProgrammeFiles;

  constructor(db: Db, files: Files, ofProgrammes: ProgrammeFiles) {
    this.#db = db;
    this.#files = files;
    this.#ofProgrammes = ofProgrammes;
  }

  /** @throws what `Files.put` throws */
  async put(
    programme: string,
    kind: FileKind,
    key: string,
    content: Readable | Uint8Array,
    options: { readonly type: string; readonly maxBytes?: number },
  ): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.#db.query(
      'INSERT INTO programme_file (key, programme, bytes, kind, arrived) VALUES ($1, $2, 0, $3, false) ON CONFLICT (key) DO UPDATE SET arrived = false',
      [key, programme, kind],
    );
    const written = await this.#ofProgrammes.put(programme, key, content, { maxBytes: Number.POSITIVE_INFINITY, ...options });
    await this.#db.query('UPDATE programme_file SET arrived = true WHERE key = $1', [key]);
    return written;
  }

  /** @throws FILES_MISSING, FILES_UNAVAILABLE */
  open(key: string): Promise<StoredFile> {
    return this.#files.open(key);
  }

  async isThere(key: string): Promise<boolean> {
    try {
      await this.#files.open(key);
      return true;
    } catch (error) {
      if (error instanceof AmanahError && error.code === 'FILES_MISSING') return false;
      throw error;
    }
  }

  scan(key: string): ReturnType<Files['scan']> {
    return this.#files.scan(key);
  }

  remove(programme: string, keys: readonly string[]): Promise<void> {
    return this.#ofProgrammes.remove(programme, keys);
  }
}
