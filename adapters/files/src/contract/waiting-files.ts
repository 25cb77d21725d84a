import type { FilesConfig } from '../config.ts';
import type { Folder, FolderFile, Listing } from '../folder/folder.ts';
import { nameBefore } from '../intake/done-name.ts';
import { splitPath } from '../folder/safe-path.ts';
import { matchesName, matchesPath } from '../name-pattern.ts';
import type { Snapshot } from '../snapshot.ts';

/** A file of the folder with the kind whose pattern it matches first; `null` for one of no kind. */
export interface WaitingFile extends FolderFile {
  readonly kind: string | null;
}

/** Which files of a folder are somebody else's to us: neither our own acknowledgements and outgoing files nor markers. */
export class WaitingFiles {
  readonly #folder: Folder;
  readonly #kinds: Snapshot['kinds'];
  /** Names that are not a sender's, in one folder or (`null`) in all. */
  readonly #own: readonly { readonly directory: string | null; readonly name: string }[];
  readonly #directories: readonly string[];

  constructor(folder: Folder, config: Pick<FilesConfig, 'acknowledge' | 'whole' | 'outgoing'>, kinds: Snapshot['kinds']) {
    this.#folder = folder;
    this.#kinds = kinds;
    this.#own = [
      { directory: null, name: '.*' },
      ...(config.whole.by === 'marker' ? [{ directory: null, name: `*${config.whole.suffix}` }] : []),
      ...[...(config.acknowledge ? [config.acknowledge.name] : []), ...Object.values(config.outgoing).map(({ name }) => name)].map((template) =>
        splitPath(template.replaceAll(/\{(?:name|key|date)\}/g, '*')),
      ),
    ];
    this.#directories = [...new Set(['', ...Object.values(kinds).map(({ pattern }) => splitPath(pattern).directory)])];
  }

  /** Newest last; `refused` names what is not touched. */
  async list(
    signal: AbortSignal,
  ): Promise<{ readonly files: readonly WaitingFile[]; readonly names: ReadonlySet<string>; readonly refused: Listing['refused'] }> {
    const listings = await Promise.all(this.#directories.map((directory) => this.#folder.list(directory, signal)));
    const all = listings.flatMap(({ files }) => files);
    return {
      files: all
        .filter(({ path }) => !this.#isOwn(path))
        .map((file) => ({ ...file, kind: this.kindOf(file.path) }))
        .toSorted((one, other) => one.modifiedAt - other.modifiedAt || (one.path < other.path ? -1 : 1)),
      names: new Set(all.map(({ path }) => path)),
      refused: listings.flatMap(({ refused }) => refused),
    };
  }

  kindOf(path: string): string | null {
    return Object.entries(this.#kinds).find(([, { pattern }]) => matchesPath(pattern, path))?.[0] ?? null;
  }

  /** Kind of a file that was moved to where done files go. */
  kindOfDone(path: string): string | null {
    const before = nameBefore(path);
    return before === null ? null : (Object.entries(this.#kinds).find(([, { pattern }]) => matchesPath(splitPath(pattern).name, before))?.[0] ?? null);
  }

  #isOwn(path: string): boolean {
    const { directory, name } = splitPath(path);
    return this.#own.some((own) => (own.directory ?? directory) === directory && matchesName(own.name, name));
  }
}
