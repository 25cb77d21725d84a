import { readFileSync, statSync } from 'node:fs';

/** One built entry: its module, its styles, and what to preload. */
export interface BuiltEntry {
  readonly js: string;
  readonly css: readonly string[];
  readonly preload: readonly string[];
}

/** What scripts/build wrote: import map with integrity, and the entries by name (`shell`, `ui`, `plugins/<id>`). */
export interface BuildManifest {
  readonly importMap: { readonly imports: Readonly<Record<string, string>>; readonly integrity: Readonly<Record<string, string>> };
  readonly entries: Readonly<Record<string, BuiltEntry>>;
  /** Addresses of all modules that an extension with an entry of its own may come to need, by its name in the import map. */
  readonly reaches?: Readonly<Record<string, readonly string[]>>;
  /** Addresses of single files by name (`icons`, `favicon`, `font-arabic-400`). */
  readonly files?: Readonly<Record<string, string>>;
  /** Origin of the development server that serves the scripts; never in a build. */
  readonly developmentServer?: string;
}

let file = new URL('../../dist/manifest.json', import.meta.url);
const empty: BuildManifest = { importMap: { imports: {}, integrity: {} }, entries: {} };
let cached: { manifest: BuildManifest; mtimeMs: number; checkedAt: number } | undefined;

/** Takes the scripts from a development server, as its manifest says, instead of the build. The configuration allows it in development only. */
export function useDevelopmentManifest(manifest: URL): void {
  file = manifest;
  cached = undefined;
}

/** The build's manifest; looked at again at most once a second, so that a build while the hub runs is seen. */
export function buildManifest(): BuildManifest {
  const now = Date.now();
  if (cached && now - cached.checkedAt < 1_000) return cached.manifest;
  const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const manifest = cached?.mtimeMs === mtimeMs ? cached.manifest : mtimeMs ? (JSON.parse(readFileSync(file, 'utf8')) as BuildManifest) : empty;
  cached = { manifest, mtimeMs, checkedAt: now };
  return manifest;
}

/** Addresses of the icon sprite and the site's icon, with the hash of their content. */
export function frameFiles(): { readonly icons: string; readonly favicon: string | null } {
  const { files } = buildManifest();
  return { icons: files?.icons ?? '/assets/icons.svg', favicon: files?.favicon ?? null };
}

/** Fonts that text of a language is mostly written in: normal, headings, titles. */
export function frameFonts(language: 'ar' | 'en'): readonly string[] {
  const { files } = buildManifest();
  return [400, 600, 700].flatMap((weight) => files?.[`font-${language === 'ar' ? 'arabic' : 'latin'}-${weight}`] ?? []);
}

/** Style sheets that every page of the hub links. */
export function frameStyles(): readonly string[] {
  const { entries } = buildManifest();
  return [...new Set([...(entries['ui']?.css ?? []), ...(entries['shell']?.css ?? [])])];
}
