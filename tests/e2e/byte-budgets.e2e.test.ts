import { beforeAll, expect, test } from 'vitest';
import { buildAll } from '../../scripts/build/build.ts';
import { builtFiles, kilobytes, type BuiltFiles } from '../bench/built-bytes.ts';

let manifest: BuiltFiles;

beforeAll(async () => {
  await buildAll();
  manifest = builtFiles();
});

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
