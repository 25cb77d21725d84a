import type { FileIntake, IncomingFile, IntakeOutcome, ReadFile, RowSink } from '@amanah/adapter-api';
import { AdapterError } from '@amanah/adapter-api';
import type { FilesConfig } from '../config.ts';
import type { WaitingFiles } from '../contract/waiting-files.ts';
import type { Folder } from '../folder/folder.ts';
import { readRows } from '../rows/read-rows.ts';
import type { Snapshot } from '../snapshot.ts';
import { PassingHash } from './passing-hash.ts';
import { settleFile } from './settle-file.ts';
import { WholeFiles } from './whole-files.ts';

/** Rows that are handed over at once. */
const batchRows = 500;

interface Parts {
  readonly folder: Folder;
  readonly config: FilesConfig;
  readonly kinds: Snapshot['kinds'];
  readonly waiting: WaitingFiles;
}

/** Takes files in from a folder. */
export class FolderIntake implements FileIntake {
  readonly #parts: Parts;
  readonly #whole: WholeFiles;

  constructor(parts: Parts) {
    this.#parts = parts;
    // Objects of S3 come to be whole.
    this.#whole = new WholeFiles(parts.config.folder.at === 's3' && parts.config.whole.by === 'stable' ? { by: 'rename' } : parts.config.whole);
  }

  async list(signal: AbortSignal): Promise<readonly IncomingFile[]> {
    const { files, names } = await this.#parts.waiting.list(signal);
    const whole = this.#whole.of(
      files.filter(({ kind }) => kind !== null),
      names,
    );
    const { bounds, settle } = this.#parts.config;
    // Files that stay must all be told: the hub knows which of them it has.
    return whole
      .slice(0, settle.by === 'leave' ? bounds.names : bounds.files)
      .map(({ path, kind, bytes, modifiedAt }) => ({ path, operation: kind!, bytes, modifiedAt: new Date(modifiedAt).toISOString() }));
  }

  async hash(file: IncomingFile, signal: AbortSignal): Promise<string> {
    const hash = new PassingHash();
    for await (const _part of hash.of(this.#content(file, signal))) void _part;
    return hash.hex();
  }

  async read(file: IncomingFile, sink: RowSink, signal: AbortSignal): Promise<ReadFile> {
    const kind = this.#parts.kinds[file.operation];
    if (!kind) throw new AdapterError('input-invalid', `there is no kind ${file.operation}`);
    const hash = new PassingHash();
    let [rowCount, rejectedCount] = [0, 0];
    for await (const { rows, rejected } of readRows(hash.of(this.#content(file, signal)), kind, this.#parts.config.bounds)) {
      for (let at = 0; at < rows.length; at += batchRows) await sink.rows(rows.slice(at, at + batchRows).map(({ line, values }) => ({ line, values })));
      for (let at = 0; at < rejected.length; at += batchRows) await sink.rejected(rejected.slice(at, at + batchRows));
      rowCount += rows.length;
      rejectedCount += rejected.length;
    }
    return { rows: rowCount, rejected: rejectedCount, hash: hash.hex() };
  }

  settle(file: IncomingFile, outcome: IntakeOutcome, signal: AbortSignal): Promise<void> {
    return settleFile(this.#parts.folder, this.#parts.config, this.#asKind(file), outcome, signal);
  }

  #content(file: IncomingFile, signal: AbortSignal): AsyncIterable<Buffer> {
    return this.#parts.folder.read(this.#asKind(file).path, signal);
  }

  /** A path is taken from the outside only when a kind of the contract names such files. */
  #asKind(file: IncomingFile): IncomingFile {
    if (this.#parts.waiting.kindOf(file.path) === file.operation) return file;
    throw new AdapterError('input-invalid', `${JSON.stringify(file.path)} is no file of the kind ${file.operation}`);
  }
}
