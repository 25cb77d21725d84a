import { AdapterError, type AdapterAnswer, type AdapterCall } from '@amanah/adapter-api';
import type { FilesConfig } from '../config.ts';
import type { WaitingFiles } from '../contract/waiting-files.ts';
import type { Folder, FolderFile } from '../folder/folder.ts';
import type { Kind } from '../kind.ts';
import { readRows, type TakenRow } from '../rows/read-rows.ts';

/** What of a file is recorded with a call. */
const recordedText = 262_144;

interface Cursor {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
  /** Rows that were given already. */
  readonly given: number;
}

interface Parts {
  readonly folder: Folder;
  readonly config: Pick<FilesConfig, 'bounds' | 'settle'>;
  readonly waiting: WaitingFiles;
  readonly maxAnswerBytes: number;
}

/**
 * Answers `find` and `list` from the newest file of a kind as it lies there, waiting or done. The hub answers them from the rows it took in
 * (hub/systems/intake); this is for who tries a system before it is saved.
 */
export class DirectRead {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async find(name: string, kind: Kind, { input, signal, exchange }: AdapterCall): Promise<AdapterAnswer> {
    const file = await this.#newest(name, signal);
    if (!file) return { output: { row: null, asOf: null } };
    exchange.sent(`find ${JSON.stringify(input)} in ${file.path}\n`, 'text/plain; charset=utf-8');
    const key = input as Readonly<Record<string, unknown>>;
    for await (const { rows } of readRows(this.#parts.folder.read(file.path, signal), kind, this.#parts.config.bounds)) {
      const found = rows.find(({ values }) => kind.key.every((field) => values[field] === key[field]));
      if (!found) continue;
      exchange.received(found.text.slice(0, recordedText), 'text/plain; charset=utf-8');
      return { output: { row: found.values, asOf: isoOf(file) } };
    }
    return { output: { row: null, asOf: isoOf(file) } };
  }

  async list(name: string, kind: Kind, { input, cursor, signal, exchange }: AdapterCall): Promise<AdapterAnswer> {
    const { limit = 100 } = input as { limit?: number };
    const before = cursor === null ? null : readCursor(cursor);
    const file = before ?? (await this.#newest(name, signal));
    if (!file) return { output: { rows: [], asOf: null } };
    if (before && !sameFile(await this.#parts.folder.stat(before.path, signal), before))
      throw new AdapterError('contract-violation', `${before.path} was replaced between two pages`, { reached: 'yes' });
    const given = before?.given ?? 0;
    exchange.sent(`list ${file.path} from row ${given + 1}, ${limit} rows\n`, 'text/plain; charset=utf-8');
    const { page, more } = await this.#page(file.path, kind, given, limit, signal);
    exchange.received(
      page
        .map(({ text }) => text)
        .join('\n')
        .slice(0, recordedText),
      'text/plain; charset=utf-8',
    );
    const output = { rows: page.map(({ values }) => values), asOf: isoOf(file) };
    return more ? { output, next: writeCursor({ ...file, given: given + page.length }) } : { output };
  }

  /** Rows from one on, as many as one answer may have. */
  async #page(path: string, kind: Kind, given: number, limit: number, signal: AbortSignal): Promise<{ page: readonly TakenRow[]; more: boolean }> {
    const page: TakenRow[] = [];
    let seen = 0;
    let bytes = 0;
    for await (const { rows } of readRows(this.#parts.folder.read(path, signal), kind, this.#parts.config.bounds)) {
      for (const row of rows) {
        if (seen++ < given) continue;
        bytes += JSON.stringify(row.values).length;
        if (page.length === limit || (page.length > 0 && bytes > this.#parts.maxAnswerBytes / 2)) return { page, more: true };
        page.push(row);
      }
    }
    return { page, more: false };
  }

  /** Of the files that wait, else of those that are done. */
  async #newest(name: string, signal: AbortSignal): Promise<FolderFile | null> {
    const waiting = (await this.#parts.waiting.list(signal)).files.findLast(({ kind }) => kind === name);
    if (waiting) return waiting;
    const { settle } = this.#parts.config;
    if (settle.by === 'leave') return null;
    const { files } = await this.#parts.folder.list(settle.done, signal);
    return (
      files
        .filter(({ path }) => this.#parts.waiting.kindOfDone(path) === name)
        .toSorted((one, other) => one.modifiedAt - other.modifiedAt)
        .at(-1) ?? null
    );
  }
}

function sameFile(one: FolderFile | null, other: Cursor): boolean {
  return one?.bytes === other.bytes && one.modifiedAt === other.modifiedAt;
}

function isoOf({ modifiedAt }: Pick<FolderFile, 'modifiedAt'>): string {
  return new Date(modifiedAt).toISOString();
}

function writeCursor({ path, bytes, modifiedAt, given }: Cursor): string {
  return Buffer.from(JSON.stringify([path, bytes, modifiedAt, given])).toString('base64url');
}

function readCursor(cursor: string): Cursor {
  try {
    const [path, bytes, modifiedAt, given] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, number, number, number];
    if (typeof path === 'string' && Number.isSafeInteger(given) && given >= 0) return { path, bytes, modifiedAt, given };
  } catch {
    // Told below.
  }
  throw new AdapterError('input-invalid', 'this is no place in a list', { findings: [{ path: '/cursor', message: 'was not given by a page before' }] });
}
