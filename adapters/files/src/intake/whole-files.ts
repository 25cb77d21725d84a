import type { FilesConfig } from '../config.ts';
import type { WaitingFile } from '../contract/waiting-files.ts';

/** Tells files that are whole from those that may still be written, over several looks. */
export class WholeFiles {
  readonly #by: FilesConfig['whole'];
  readonly #now: () => number;
  #seen: ReadonlyMap<string, { readonly bytes: number; readonly modifiedAt: number; readonly since: number }> = new Map();

  /** `now` in milliseconds; our own clock, since the other side's may be wrong. */
  constructor(by: FilesConfig['whole'], now: () => number = () => performance.now()) {
    this.#by = by;
    this.#now = now;
  }

  /** `names`: everything that lies there. */
  of(files: readonly WaitingFile[], names: ReadonlySet<string>): readonly WaitingFile[] {
    const by = this.#by;
    if (by.by === 'rename') return files;
    if (by.by === 'marker') return files.filter(({ path }) => names.has(path + by.suffix));
    const now = this.#now();
    const seen = new Map(
      files.map((file) => {
        const before = this.#seen.get(file.path);
        const same = before?.bytes === file.bytes && before.modifiedAt === file.modifiedAt;
        return [file.path, { bytes: file.bytes, modifiedAt: file.modifiedAt, since: same ? before.since : now }];
      }),
    );
    const whole = files.filter(({ path }) => this.#seen.has(path) && seen.get(path)!.since < now && now - seen.get(path)!.since >= by.seconds * 1_000);
    this.#seen = seen;
    return whole;
  }
}
