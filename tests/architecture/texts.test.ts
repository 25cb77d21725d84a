import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorDocument } from '../../scripts/error-document.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders: string[] = [];
for await (const file of glob('{hub,shell,kit,plugins}/**/locales/ar.json', { cwd: root, exclude: (name) => /node_modules|fixtures/.test(name) }))
  folders.push(file.slice(0, -'ar.json'.length));

type Texts = Record<string, unknown>;
const flat = (texts: Texts, prefix = ''): [string, unknown][] =>
  Object.entries(texts).flatMap(([key, value]): [string, unknown][] =>
    isPlural(value) || typeof value !== 'object' || value === null || Array.isArray(value) ? [[prefix + key, value]] : flat(value as Texts, `${prefix}${key}.`),
  );
const isPlural = (value: unknown) => typeof value === 'object' && value !== null && 'other' in value;
const places = (value: unknown) => [...new Set([...JSON.stringify(value).matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();

test.each(folders)('%s has the same keys and places in both languages', async (folder) => {
  const [ar, en] = await Promise.all(
    ['ar', 'en'].map(async (language) => new Map(flat(JSON.parse(await readFile(`${root}${folder}${language}.json`, 'utf8')) as Texts))),
  );
  expect([...en!.keys()].sort()).toEqual([...ar!.keys()].sort());
  for (const [key, text] of ar!) expect(places(en!.get(key)), key).toEqual(places(text));
});

test('docs/errors.md lists exactly the catalogue: run `node scripts/error-document.ts` after changing it', async () => {
  expect(await readFile(`${root}docs/errors.md`, 'utf8')).toBe(errorDocument());
});

test('nothing that we ship is under GPL or AGPL', async () => {
  const { packages } = JSON.parse(await readFile(`${root}package-lock.json`, 'utf8')) as { packages: Record<string, { dev?: boolean; license?: string }> };
  const shipped = Object.entries(packages).filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && existsSync(root + path));
  expect(shipped.length).toBeGreaterThan(50);
  expect(shipped.filter(([, { license = '' }]) => /(?<!L)GPL/.test(license) && !/\bOR\b/.test(license)).map(([path]) => path)).toEqual([]);
});
