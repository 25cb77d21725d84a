import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const plugins = fileURLToPath(new URL('../../../plugins/', import.meta.url));

/** A folder with every plugin of the checkout and the given ones beside them, for `AMANAH_PLUGINS_DIR`. */
export interface TrialPlugins {
  readonly folder: string;
  /** Path of a file in one of the given plugins. */
  file(plugin: string, name: string): string;
  remove(): void;
}

/** Lays out trial plugins: id → files by name. */
export function trialPlugins(given: Readonly<Record<string, Readonly<Record<string, string>>>>): TrialPlugins {
  const trial = mkdtempSync(join(tmpdir(), 'amanah-trial-'));
  const folder = join(trial, 'plugins');
  mkdirSync(folder);
  for (const name of readdirSync(plugins)) symlinkSync(join(plugins, name), join(folder, name));
  for (const [id, files] of Object.entries(given)) {
    mkdirSync(join(folder, id, 'server'), { recursive: true });
    mkdirSync(join(folder, id, 'locales'));
    for (const language of ['ar', 'en']) writeFileSync(join(folder, id, 'locales', `${language}.json`), JSON.stringify({ title: `trial ${id}` }));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, id, name)), { recursive: true });
      writeFileSync(join(folder, id, name), text);
    }
  }
  return { folder, file: (plugin, name) => join(folder, plugin, name), remove: () => rmSync(trial, { recursive: true, force: true }) };
}

/** The manifest of a trial plugin as a module. */
export function trialManifest(id: string, owner = 'it-center'): string {
  const manifest = { id, api: '^1.0.0', owner, title: 'title', locales: ['ar', 'en'], permissions: {} };
  return `export const manifest = ${JSON.stringify(manifest)};\nexport default manifest;\n`;
}
