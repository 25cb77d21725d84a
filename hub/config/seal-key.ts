import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigRefused } from './config-refused.ts';
import type { HubEnvironment } from './environment.ts';
import { keepOnce } from './keep-once.ts';
import { Secret } from './secret.ts';

/**
 * The 32-byte key (base64) that seals secrets at rest: from the environment, from a file, or, outside production, one made
 * once and kept as `seal.key` (0600) in the data folder.
 * @throws ConfigRefused when the key is not 32 bytes or its file cannot be read
 */
export function readSealKey(settings: HubEnvironment, dataDir: string): Secret {
  if (settings.AMANAH_SEAL_KEY) return checked(settings.AMANAH_SEAL_KEY, 'AMANAH_SEAL_KEY');
  if (settings.AMANAH_SEAL_KEY_FILE) return checked(readKeyFile(settings.AMANAH_SEAL_KEY_FILE), `AMANAH_SEAL_KEY_FILE (${settings.AMANAH_SEAL_KEY_FILE})`);
  return checked(ownKey(dataDir), join(dataDir, 'seal.key'));
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigRefused([
      `AMANAH_SEAL_KEY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): give the hub's user the right to read it`,
    ]);
  }
}

/** Makes the key at the first start. */
function ownKey(dataDir: string): string {
  const file = join(dataDir, 'seal.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  keepOnce(file, `${randomBytes(32).toString('base64')}\n`);
  return readFileSync(file, 'utf8');
}

function checked(text: string, name: string): Secret {
  const key = text.trim();
  if (Buffer.from(key, 'base64').length !== 32) throw new ConfigRefused([`${name}: must be 32 bytes in base64; make one with "openssl rand -base64 32"`]);
  return new Secret(key);
}
