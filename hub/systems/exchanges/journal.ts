import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { UnnumberedRecord } from './chain-line.ts';

/** A journal that is longer and wholly in the store is begun anew, in bytes. */
const longestBytes = 16_777_216;
/** Most that is read of a journal at once, in bytes; one line is never longer. */
const portionBytes = 4_194_304;

/** A record with the kept parts of both messages, in base64. */
export interface JournalEntry {
  readonly record: UnnumberedRecord;
  readonly sent: string | null;
  readonly received: string | null;
}

const entryShape = z.looseObject({ record: z.looseObject({ id: z.uuid() }), sent: z.string().nullable(), received: z.string().nullable() });

/**
 * A file of this process to which each exchange is appended before its caller goes on. What has been appended outlives the process, also one that is
 * killed; another process of the same data folder, or the next one, brings it into the store.
 */
export class Journal {
  readonly #folder: string;
  #file: FileHandle | null = null;
  #path = '';
  #written = 0;
  #read = 0;
  #generation = 0;
  #pending: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  #appending: Promise<void> | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const journal = new Journal(folder);
    await journal.#begin();
    return journal;
  }

  /** Resolves once the entry is in the file. */
  append(entry: JournalEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#pending.push({ line: `${JSON.stringify(entry)}\n`, done, failed });
      this.#appending ??= this.#appendAll().finally(() => (this.#appending = null));
    });
  }

  /** The next entries that are not in the store yet, in order; `taken` says that they are now. */
  async next(): Promise<{ readonly entries: readonly JournalEntry[]; taken(): Promise<void> }> {
    const file = this.#file;
    if (!file || this.#read >= this.#written) return { entries: [], taken: async () => {} };
    const { entries, bytes } = await portionAt(file, this.#read);
    return {
      entries,
      taken: async () => {
        this.#read += bytes;
        if (this.#read === this.#written && this.#read > longestBytes && !this.#appending) await this.#beginAnew();
      },
    };
  }

  /** Bytes that are not in the store yet. */
  get waiting(): number {
    return this.#written - this.#read;
  }

  /** Closes the file, and removes it when everything in it is in the store. */
  async close(): Promise<void> {
    await this.#appending;
    await this.#file?.close();
    this.#file = null;
    if (this.waiting === 0) await rm(this.#path, { force: true });
  }

  async #appendAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0);
      const bytes = Buffer.from(batch.map(({ line }) => line).join(''));
      try {
        await this.#file!.appendFile(bytes);
        this.#written += bytes.length;
        batch.forEach(({ done }) => done());
      } catch (error) {
        batch.forEach(({ failed }) => failed(error));
      }
    }
  }

  async #begin(): Promise<void> {
    this.#generation += 1;
    this.#path = join(this.#folder, `${process.pid}-${startOf(process.pid) ?? 0}-${this.#generation}.journal`);
    // Read and append: the same handle gives entries back to be stored.
    this.#file = await open(this.#path, 'a+', 0o600);
    this.#written = (await this.#file.stat()).size;
    this.#read = 0;
  }

  async #beginAnew(): Promise<void> {
    const [before, path] = [this.#file, this.#path];
    await this.#begin();
    await before?.close();
    await rm(path, { force: true });
  }
}

/** Journals of processes that are gone, each with its entries, to be stored and removed. */
export async function* leftJournals(folder: string): AsyncGenerator<{ entries(): AsyncGenerator<readonly JournalEntry[]>; remove(): Promise<void> }> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid = '', start = ''] = /^(\d+)-(\d+)-\d+\.journal$/.exec(name) ?? [];
    if (!pid || startOf(Number(pid)) === start) continue;
    const path = join(folder, name);
    yield {
      async *entries() {
        const file = await open(path, 'r').catch(() => null);
        if (!file) return;
        try {
          for (let at = 0; ;) {
            const { entries, bytes } = await portionAt(file, at);
            if (bytes === 0) return;
            if (entries.length > 0) yield entries;
            at += bytes;
          }
        } finally {
          await file.close();
        }
      },
      remove: () => rm(path, { force: true }),
    };
  }
}

/** Whole lines from a place in the file. A last line without its end, of a process killed while it wrote, was never acknowledged and is left. */
async function portionAt(file: FileHandle, at: number): Promise<{ entries: JournalEntry[]; bytes: number }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(portionBytes), 0, portionBytes, at);
  const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
  const lines = buffer.subarray(0, end).toString('utf8').split('\n').filter(Boolean);
  return { entries: lines.flatMap(entryOf), bytes: end };
}

function entryOf(line: string): JournalEntry[] {
  try {
    return [entryShape.parse(JSON.parse(line)) as unknown as JournalEntry];
  } catch {
    return [];
  }
}

/** When a process started, in clock ticks since boot: tells it from another one that got the same id later. `null` when it does not run. */
function startOf(pid: number): string | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  try {
    // The program's name in brackets may hold spaces; the fields after it do not.
    const [state, ...fields] = readFileSync(path, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' ? null : (fields[18] ?? null);
  } catch {
    return null;
  }
}
