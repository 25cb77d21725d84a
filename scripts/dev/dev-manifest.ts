import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PluginManifest } from '@amanah/plugin-api';
import { shellParts } from '../build/shared-modules.ts';
import { entryAddress } from './plugins-in-page.ts';
import { developmentModules, sharedFile } from './shared-modules.ts';

interface Built {
  readonly importMap: { readonly imports: Readonly<Record<string, string>> };
  readonly entries: Readonly<Record<string, { readonly js: string; readonly css: readonly string[] }>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Writes the build's manifest with every script replaced by the development server's; styles of the frame stay the built ones. */
export async function writeDevelopmentManifest(root: string, origin: string): Promise<string> {
  const built = JSON.parse(await readFile(join(root, 'dist/manifest.json'), 'utf8')) as Built;
  const imports: Record<string, string> = Object.fromEntries(developmentModules.map((specifier) => [specifier, `${origin}/shared/${sharedFile(specifier)}`]));
  const entries: Record<string, object> = {
    ui: built.entries['ui']!,
    shell: { js: `${origin}/shared/shell.js`, css: built.entries['shell']?.css ?? [], preload: [] },
  };
  for (const part of Object.keys(shellParts(root))) imports[`shell/${part}`] = `${origin}/shared/${part}.js`;
  for (const id of Object.keys(built.entries).flatMap((name) => (name.startsWith('plugins/') ? [name.slice('plugins/'.length)] : []))) {
    const { default: manifest } = (await import(pathToFileURL(join(root, 'plugins', id, 'manifest.ts')).href)) as { default: PluginManifest };
    const own = origin + entryAddress(id, manifest.ui!.entry);
    imports[`plugin/${id}`] = own;
    entries[`plugins/${id}`] = { js: own, css: [], preload: [] };
    for (const { export: name, entry } of manifest.ui?.slots ?? []) if (entry) imports[`plugin/${id}/${name}`] = origin + entryAddress(id, entry);
  }
  const file = join(root, 'dist/development.json');
  await writeFile(file, JSON.stringify({ importMap: { imports, integrity: {} }, entries, files: built.files, developmentServer: origin }));
  return file;
}
