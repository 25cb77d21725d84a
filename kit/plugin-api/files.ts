import type { Readable } from 'node:stream';

/** Part of a file; both ends belong to it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file as it lies in the store. */
export interface StoredFile {
  /** Media type, as it was given when the file was put there. */
  readonly type: string;
  readonly bytes: number;
  /** Opens it, or a part of it; whoever asks reads or destroys what comes. @throws FILES_MISSING when it was removed meanwhile, FILES_UNAVAILABLE */
  stream(range?: ByteRange): Promise<Readable>;
}

/** What a scanner said of a file; `threat` is its name for what it found. */
export type ScanOutcome = { readonly outcome: 'clean' | 'unscanned' } | { readonly outcome: 'harmful'; readonly threat: string };

/**
 * Files of one plugin: a folder by default, an S3 bucket when configured; part of every backup. A key is one to eight names joined by `/`, each of
 * ASCII letters, digits, `.`, `_`, `-`, beginning with a letter or digit: never what a person typed.
 */
export interface Files {
  /**
   * Writes a file under its key, in place of the one that may lie there. It is there whole or not at all: when the stream breaks, is too long, or the
   * process dies, the key is as it was before. @throws HTTP_TOO_LARGE above `maxBytes` (default 100 MiB), FILES_KEY_INVALID, FILES_UNAVAILABLE
   */
  put(
    key: string,
    content: Readable | Uint8Array,
    options: { readonly type: string; readonly maxBytes?: number },
  ): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** @throws FILES_MISSING, FILES_KEY_INVALID, FILES_UNAVAILABLE */
  open(key: string): Promise<StoredFile>;
  /**
   * Has a file looked at by the scanner that the operator connected. `unscanned`: there is none. A file that was found harmful stays where it is:
   * whoever asked removes it. @throws FILES_MISSING, FILES_SCANNER_UNAVAILABLE
   */
  scan(key: string): Promise<ScanOutcome>;
  /** Removes a file; one that is not there counts as removed. @throws FILES_KEY_INVALID, FILES_UNAVAILABLE */
  remove(key: string): Promise<void>;
}

/** The body of a call to a route with `upload`, as it arrives. */
export interface Upload {
  /** Ends with HTTP_TOO_LARGE above the route's `maxBytes`, with HTTP_MALFORMED when the sender goes away before the end, with HTTP_REQUEST_TIMEOUT when it falls silent. */
  readonly stream: Readable;
  /** From the header `X-File-Name`: the last part of a path, without control and direction marks, at most 200 characters; for people to read, never for a path. */
  readonly name: string | null;
  /** Media type that the sender claims; look at the bytes before you believe it. */
  readonly type: string;
  /** Length that the sender announced. */
  readonly bytes: number | null;
}

/** What the handler of a route with `fileOutput` answers: a stored file, or anything else that can be opened in parts. */
export interface FileAnswer extends StoredFile {
  /** Name under which it is kept, in any script. */
  readonly name: string;
  /** `inline` shows it in the browser, shut off from the portal; `attachment` offers to keep it. */
  readonly disposition: 'inline' | 'attachment';
}

/** Instead of an output schema: the route answers a file of one of these media types. */
export interface FileOutput<O = FileAnswer> {
  readonly fileTypes: readonly string[];
  /** Carries the type only. */
  readonly answer?: O;
}

/** Output of a route that answers a file; `types` are all the media types it may have. */
export function fileOutput(...types: readonly string[]): FileOutput {
  return { fileTypes: types };
}
