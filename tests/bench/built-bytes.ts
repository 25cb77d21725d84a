import { readFileSync, statSync } from 'node:fs';

const dist = new URL('../../dist/', import.meta.url);

export interface BuiltFiles {
  readonly importMap: { readonly imports: Readonly<Record<string, string>> };
  readonly entries: Readonly<Record<string, { readonly js: string; readonly preload: readonly string[] }>>;
}

/** The manifest of what `npm run build` wrote last. */
export function builtFiles(): BuiltFiles {
  return JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8')) as BuiltFiles;
}

/** Brotli kilobytes of modules with all they import statically, each counted once. */
export function kilobytes(...addresses: readonly string[]): number {
  const seen = new Set<string>();
  const visit = (address: string) => {
    if (seen.has(address)) return;
    seen.add(address);
    const source = readFileSync(new URL(`.${address}`, dist), 'utf8');
    for (const [, , name = ''] of source.matchAll(/(?:from|import)\s*(["'`])(\.\/[^"'`]+\.js)\1/g)) visit(new URL(name, `http://x${address}`).pathname);
  };
  addresses.forEach(visit);
  return [...seen].reduce((sum, address) => sum + statSync(new URL(`.${address}.br`, dist)).size, 0) / 1_024;
}
