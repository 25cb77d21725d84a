import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PluginManifest } from '@amanah/plugin-api';
import { buildFrameFiles } from './frame-files.ts';
import { stampOf, type PartResult } from './output.ts';
import { buildPluginUi } from './plugin-ui.ts';
import { buildShared } from './shared-build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const assets = join(dist, 'assets');

interface Part {
  readonly name: string;
  /** Files and folders whose change makes the part stale. */
  readonly sources: readonly string[];
  /** Its failure is its own: the portal shows a card in its place. */
  readonly plugin?: true;
  build(): Promise<PartResult>;
}

/**
 * Builds what the browser loads into `dist/`: styles, fonts and icons; the shared modules and the shell; each plugin's micro-frontend.
 * A part whose sources have not changed since is taken as it was, so a warm start builds nothing and a new plugin builds only itself.
 */
export async function buildAll(): Promise<void> {
  await mkdir(assets, { recursive: true });
  const tools = [join(root, 'scripts/build'), join(root, 'package-lock.json')];
  const parts: Part[] = [
    { name: 'frame', sources: [join(root, 'kit/ui'), join(root, 'shell/frame'), ...tools], build: () => buildFrameFiles(root, assets) },
    { name: 'shared', sources: [join(root, 'kit/ui'), join(root, 'shell'), ...tools], build: () => buildShared(root, assets) },
    ...(await pluginParts(tools)),
  ];
  const results: PartResult[] = [];
  // Vite compiles JSX for development unless the process says production, as a test's does not.
  const { NODE_ENV: environment } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    for (const part of parts) {
      const result = part.plugin ? await ofPlugin(part.name, () => current(part)) : await current(part);
      if (result) results.push(result);
    }
  } finally {
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
  }
  await removeForeign(new Set(results.flatMap(({ files }) => files.flatMap((file) => [file, `${file}.br`]))));
  await writeFile(
    join(dist, 'manifest.json'),
    JSON.stringify({
      importMap: { imports: merge(results, 'imports'), integrity: merge(results, 'integrity') },
      entries: entriesOf(results),
      reaches: Object.assign({}, ...results.map(({ reaches }) => reaches ?? {})),
      files: Object.assign({}, ...results.map(({ named }) => named ?? {})),
    }),
  );
}

async function pluginParts(tools: readonly string[]): Promise<Part[]> {
  const folder = join(root, 'plugins');
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const parts: Part[] = [];
  for (const name of names) {
    const file = join(folder, name, 'manifest.ts');
    if (!existsSync(file)) continue;
    const loaded = await ofPlugin(`plugin-${name}`, async () => (await import(pathToFileURL(file).href)) as { default: PluginManifest });
    const manifest = loaded?.default;
    const entry = manifest?.ui?.entry;
    if (!entry || !existsSync(join(folder, name, entry))) continue;
    parts.push({
      name: `plugin-${name}`,
      plugin: true,
      sources: ['ui', 'shared', 'locales', 'manifest.ts'].map((part) => join(folder, name, part)).concat(tools),
      build: () => buildPluginUi({ id: name, entry: join(folder, name, entry), slots: slotEntries(manifest, join(folder, name)), assets }),
    });
  }
  return parts;
}

/** One plugin that cannot be built keeps neither the others nor the portal from it. */
async function ofPlugin<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    console.error(`${name} was not built: ${(error as Error).message}`);
    return null;
  }
}

function slotEntries({ ui }: PluginManifest, folder: string): Record<string, string> {
  return Object.fromEntries((ui?.slots ?? []).flatMap((slot) => (slot.entry ? [[slot.export, join(folder, slot.entry)]] : [])));
}

async function current(part: Part): Promise<PartResult> {
  const record = join(dist, 'parts', `${part.name}.json`);
  const stamp = await stampOf(part.sources);
  const kept = existsSync(record) ? (JSON.parse(await readFile(record, 'utf8')) as PartResult & { stamp: string }) : null;
  if (kept?.stamp === stamp && kept.files.every((file) => existsSync(join(assets, file)))) return kept;
  const result = await part.build();
  await mkdir(join(dist, 'parts'), { recursive: true });
  await writeFile(record, JSON.stringify({ ...result, stamp }));
  return result;
}

/** Files of earlier builds would only grow the folder. */
async function removeForeign(known: ReadonlySet<string>): Promise<void> {
  for (const file of await readdir(assets)) if (!known.has(file)) await rm(join(assets, file), { recursive: true });
}

/** Every entry with the modules it needs at once, those of the shared build among them: a browser fetches them side by side instead of finding one in the other. */
function entriesOf(results: readonly PartResult[]): PartResult['entries'] {
  const all = merge(results, 'entries');
  const shared: Readonly<Record<string, readonly string[]>> = Object.assign({}, ...results.map((result) => result.shared ?? {}));
  const named = Object.entries(all).filter(([name]) => !name.startsWith('shared/'));
  return Object.fromEntries(
    named.map(([name, entry]) => {
      const modules = (shared[name] ?? []).flatMap((specifier) => all[`shared/${specifier}`] ?? []);
      return [name, { ...entry, preload: [...new Set([...entry.preload, ...modules.flatMap(({ js, preload }) => [js, ...preload])])] }];
    }),
  );
}

function merge<K extends 'imports' | 'integrity' | 'entries'>(results: readonly PartResult[], key: K): PartResult[K] {
  return Object.assign({}, ...results.map((result) => result[key]));
}

/** Types serve who writes code, not who runs the portal: a plugin that cannot be set up, or a machine without the generator, keeps no page from being built. */
async function writeTypes(): Promise<void> {
  try {
    await (await import('../api-types.ts')).writeApiTypes();
  } catch (error) {
    console.warn(`the types of the API were not written: ${(error as Error).message}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  await writeTypes();
}
