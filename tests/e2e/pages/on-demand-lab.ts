import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { inRole } from './media-api.ts';

/** A hub with people of the media office, and a folder for test media. */
export interface OnDemandLab {
  readonly hub: TestHub;
  /** Prepares programmes in the public relations department. */
  readonly officer: CookieJar;
  /** Publishes and deletes there. */
  readonly head: CookieJar;
  /** The same post as the officer's, in a municipality. */
  readonly elsewhere: CookieJar;
  readonly nobody: CookieJar;
  /** Path of a test file. */
  at(name: string): string;
  /** Files of the plugin in the store now. */
  stored(): string[];
  remove(): Promise<void>;
}

export async function startOnDemandLab(): Promise<OnDemandLab> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-on-demand-'));
  const hub = await createTestHub();
  return {
    hub,
    officer: await inRole(hub, 'salma-media', 'media-officer@pr-media'),
    head: await inRole(hub, 'turki-head', 'communication-head@pr-media'),
    elsewhere: await inRole(hub, 'nasser-else', 'media-officer@m-dhahran'),
    nobody: hub.client(),
    at: (name) => join(folder, name),
    stored() {
      const root = join(hub.dataDir, 'files', 'media');
      if (!existsSync(root)) return [];
      return readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile() && !one.name.startsWith('.'))
        .map(({ parentPath, name }) => join(parentPath, name));
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await hub.remove();
    },
  };
}
