import type { Rolldown } from 'vite';
import { integrityOf, writeHashed, writeWithBrotli, type PartResult } from './output.ts';

type Output = readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[];

/** Writes what Vite built into the assets folder and describes it: addresses, hashes, styles, and the modules each entry needs at once. */
export async function writeBuilt(
  output: Output,
  options: {
    readonly folder: string;
    readonly entryNames: ReadonlyMap<string, { readonly entry?: string; readonly specifier?: string }>;
    readonly css?: (text: string) => string;
    readonly cssName: string;
  },
): Promise<PartResult> {
  const chunks = output.filter((part) => part.type === 'chunk');
  const files: string[] = [];
  const integrity: Record<string, string> = {};
  for (const chunk of chunks) {
    await writeWithBrotli(options.folder, chunk.fileName, chunk.code);
    files.push(chunk.fileName);
    integrity[address(chunk.fileName)] = integrityOf(chunk.code);
  }
  const styles = output.filter((part) => part.type === 'asset' && part.fileName.endsWith('.css')).map((part) => String((part as Rolldown.OutputAsset).source));
  const css: string[] = [];
  if (styles.length > 0) {
    const text = styles.join('\n');
    const file = await writeHashed(options.folder, options.cssName, 'css', options.css ? options.css(text) : text);
    files.push(file);
    css.push(address(file));
  }
  const imports: Record<string, string> = {};
  const entries: Record<string, PartResult['entries'][string]> = {};
  const shared: Record<string, readonly string[]> = {};
  const reaches: Record<string, readonly string[]> = {};
  for (const chunk of chunks.filter((one) => one.isEntry)) {
    const names = options.entryNames.get(chunk.name);
    if (names?.specifier) imports[names.specifier] = address(chunk.fileName);
    if (names?.specifier && !names.entry) reaches[names.specifier] = [chunk.fileName, ...closure(chunk, chunks, true)].map(address);
    if (names?.entry) {
      const preload = closure(chunk, chunks);
      entries[names.entry] = { js: address(chunk.fileName), css, preload: preload.map(address) };
      shared[names.entry] = outside([chunk.fileName, ...preload], chunks);
    }
  }
  return { imports, integrity, entries, shared, reaches, files };
}

/** Static imports of a chunk, and theirs, inside this build; `later`: also what they import once they run. */
function closure(entry: Rolldown.OutputChunk, chunks: readonly Rolldown.OutputChunk[], later = false): string[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const seen = new Set<string>();
  const visit = (file: string) => {
    const chunk = byFile.get(file);
    if (!chunk || seen.has(file)) return;
    seen.add(file);
    importedBy(chunk).forEach(visit);
  };
  const importedBy = ({ imports, dynamicImports }: Rolldown.OutputChunk) => (later ? [...imports, ...dynamicImports] : imports);
  importedBy(entry).forEach(visit);
  return [...seen];
}

/** What these chunks import from other builds, by specifier. */
function outside(files: readonly string[], chunks: readonly Rolldown.OutputChunk[]): string[] {
  const own = new Set(chunks.map((chunk) => chunk.fileName));
  const imported = chunks.filter((chunk) => files.includes(chunk.fileName)).flatMap((chunk) => chunk.imports);
  return [...new Set(imported.filter((name) => !own.has(name)))];
}

function address(file: string): string {
  return `/assets/${file}`;
}
