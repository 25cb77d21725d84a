import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a secret to `file` (0600) unless there is one. The file appears complete or not at all, so of two processes that start at
 * the same moment both read the same.
 */
export function keepOnce(file: string, secret: string): void {
  if (existsSync(file)) return;
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, secret, { mode: 0o600 });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh);
  }
}
