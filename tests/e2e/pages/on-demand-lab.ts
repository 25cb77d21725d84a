import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { parse, stringify } from 'yaml';
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

/** `onDemand`: fields of the plugin's configuration that are other than usual. */
export async function startOnDemandLab(onDemand: Readonly<Record<string, number>> = {}): Promise<OnDemandLab> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-on-demand-'));
  const config = join(folder, 'config');
  cpSync(new URL('../../../config', import.meta.url), config, { recursive: true });
  const file = join(config, 'plugins', 'media.yaml');
  const usual = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as { onDemand?: object }) : {};
  writeFileSync(file, stringify({ ...usual, onDemand: { ...usual.onDemand, ...onDemand } }));
  const hub = await createTestHub({ env: { AMANAH_CONFIG_DIR: config } });
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
