/** A file that waits to be taken in. */
export interface IncomingFile {
  /** Path in the folder, as the system names it. */
  readonly path: string;
  /** Kind of file (the operation of the contract) whose pattern it matches. */
  readonly operation: string;
  readonly bytes: number;
  /** ISO moment. */
  readonly modifiedAt: string;
}

/** A row that is not as its kind says; it is kept aside with the reasons and the others go on. */
export interface RejectedRow {
  /** From 1, headings counted, so that a person finds it. */
  readonly line: number;
  /** As it stood in the file, cut at 4,000 characters. */
  readonly text: string;
  readonly reasons: readonly { readonly field: string; readonly expected: string; readonly found: string }[];
}

/** One portion of a file, in order; the adapter waits for the promise before it reads on, so memory stays bounded. */
export interface RowSink {
  rows(batch: readonly { readonly line: number; readonly values: unknown }[]): Promise<void>;
  rejected(batch: readonly RejectedRow[]): Promise<void>;
}

/** What was read of a file. */
export interface ReadFile {
  readonly rows: number;
  readonly rejected: number;
  /** SHA-256 of the content that was read; another than `hash` told when the file was replaced in between. */
  readonly hash: string;
}

/** What became of a file. */
export type IntakeOutcome =
  | { readonly taken: true; readonly hash: string; readonly rows: number; readonly rejected: number }
  /** The same content was taken before. */
  | { readonly taken: false; readonly reason: 'seen'; readonly hash: string }
  /** The file as a whole cannot be read: an encoding, a heading, a cut archive. */
  | { readonly taken: false; readonly reason: 'unreadable'; readonly hash: string; readonly detail: string };

/** The folder of a system from which files are taken, each content exactly once. */
export interface FileIntake {
  /** Whole files (not still being written), oldest first, a bounded number. @throws AdapterError */
  list(signal: AbortSignal): Promise<readonly IncomingFile[]>;
  /** SHA-256 of the content in hex, streamed. @throws AdapterError */
  hash(file: IncomingFile, signal: AbortSignal): Promise<string>;
  /** Reads the rows, streamed. @throws AdapterError `contract-violation` for a file that cannot be read as a whole */
  read(file: IncomingFile, sink: RowSink, signal: AbortSignal): Promise<ReadFile>;
  /** Moves the file to where done or bad files go and writes the acknowledgement; doing it twice does no harm. @throws AdapterError */
  settle(file: IncomingFile, outcome: IntakeOutcome, signal: AbortSignal): Promise<void>;
}
