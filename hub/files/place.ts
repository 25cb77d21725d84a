import type { Readable } from 'node:stream';
import type { ByteRange } from '@amanah/plugin-api';

/** A file that has arrived whole and lies in the spool of a place. */
export interface Spooled {
  readonly path: string;
  readonly bytes: number;
}

/** Where files lie: names to bytes, each there whole or not at all. Names were checked before; what is not there is `null`. */
export interface Place {
  /** Local folder in which files arrive before they are put. */
  readonly spool: string;
  /** Puts a spooled file under a name, in place of another; the spooled one may be gone afterwards. */
  put(name: string, file: Spooled, type: string): Promise<void>;
  stat(name: string): Promise<{ readonly bytes: number; readonly type: string } | null>;
  stream(name: string, range?: ByteRange): Promise<Readable | null>;
  remove(name: string): Promise<void>;
  names(): AsyncIterable<string>;
  check(signal: AbortSignal): Promise<void>;
  close(): void;
}
