import { readFileSync, statSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildAll } from '../../scripts/build/build.ts';

const dist = new URL('../../dist/', import.meta.url);
let manifest: { importMap: { imports: Record<string, string> }; entries: Record<string, { js: string; preload: string[] }> };

beforeAll(async () => {
  await buildAll();
  manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'));
});

/** Brotli kilobytes of modules with all they import statically, each counted once. */
function kilobytes(...addresses: string[]): number {
  const seen = new Set<string>();
  const visit = (address: string) => {
    if (seen.has(address)) return;
    seen.add(address);
    const source = readFileSync(new URL(`.${address}`, dist), 'utf8');
    for (const [, , name = ''] of source.matchAll(/(?:from|import)\s*(["'`])(\.\/[^"'`]+\.js)\1/g)) visit(new URL(name, `http://x${address}`).pathname);
  };
  addresses.forEach(visit);
  return [...seen].reduce((sum, address) => sum + statSync(new URL(`.${address}.br`, dist)).size, 0) / 1024;
}

test('the shell without single-spa stays within 5 KB', () => {
  const singleSpa = manifest.importMap.imports['single-spa']!;
  expect(kilobytes(manifest.entries['shell']!.js, singleSpa) - kilobytes(singleSpa)).toBeLessThanOrEqual(5);
});

test('React and single-spa stay within 70 KB', () => {
  const { imports } = manifest.importMap;
  expect(kilobytes(...['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', 'single-spa'].map((name) => imports[name]!))).toBeLessThanOrEqual(70);
});

test('the scripts of the home page stay within 80 KB', () => {
  expect(kilobytes(manifest.entries['shell']!.js, manifest.entries['plugins/portal']!.js)).toBeLessThanOrEqual(80);
});
