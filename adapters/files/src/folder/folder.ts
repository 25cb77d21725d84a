/** A regular file in the folder of a system. */
export interface FolderFile {
  /** Below the folder, parts joined by `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch, as the other side's clock says. */
  readonly modifiedAt: number;
}

export interface Listing {
  readonly files: readonly FolderFile[];
  /** What lies there and is not touched: links, devices, names that lead elsewhere. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/**
 * A folder of a system we do not own, wherever it lies. Paths are below it, never lead out of it and follow no link.
 * Every method throws AdapterError alone; a file that is not there is an answer, not an error.
 */
export interface Folder {
  /** Asks the least that shows that it is there and takes our credentials. */
  check(signal: AbortSignal): Promise<void>;
  /** Files directly in a folder below (`''` for itself); one that is not there is empty. */
  list(directory: string, signal: AbortSignal): Promise<Listing>;
  stat(path: string, signal: AbortSignal): Promise<FolderFile | null>;
  /** The content from `start` on, in order. Ends with `contract-violation` when the file is gone. */
  read(path: string, signal: AbortSignal): AsyncIterable<Buffer>;
  /** Writes a file whole or not at all, with the folders above it; `false` when there is one already and it is not to be replaced. */
  write(path: string, content: Buffer, options: { readonly replace: boolean }, signal: AbortSignal): Promise<boolean>;
  /** Moves the very file that was listed, over what is there; `gone` when it is not there any more, `changed` when another took its place. */
  move(file: FolderFile, to: string, signal: AbortSignal): Promise<'moved' | 'gone' | 'changed'>;
  /** Gives a file its final name; `gone` when it is not there, `taken` when there is a file of that name. */
  publish(from: string, to: string, signal: AbortSignal): Promise<'published' | 'gone' | 'taken'>;
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Whether `publish` is one step at the other side, so that a file can be at one of the two places only. */
  readonly publishesInOneStep: boolean;
  close(): Promise<void>;
}
