import type { Files } from '@amanah/plugin-api';
import type { Secret } from '../config/secret.ts';

/** A bucket of an S3 service, addressed by path (`<endpoint>/<bucket>`). */
export interface BucketConfig {
  readonly endpoint: string;
  readonly bucket: string;
  /** Beginning of every object's name, empty or ending in `/`. */
  readonly prefix: string;
  readonly region: string;
  readonly keyId: string;
  readonly secretKey: Secret;
}

/** Files of all plugins. */
export interface FileStore {
  /** What one plugin gets of it. */
  plugin(id: string): Files;
  /** Copies every file of every plugin into a folder, laid out as the folder store lays them out; false when there are none. */
  copyTo(folder: string): Promise<boolean>;
  /** Brings back what `copyTo` wrote. */
  bringBack(folder: string): Promise<void>;
  /** Looks whether it can be read and written now. @throws FILES_UNAVAILABLE */
  check(signal: AbortSignal): Promise<void>;
  /** Looks whether the scanner answers; `null` when none is configured. @throws FILES_SCANNER_UNAVAILABLE */
  readonly checkScanner: ((signal: AbortSignal) => Promise<void>) | null;
  close(): Promise<void>;
}
