import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const plugins = new URL('../', import.meta.url);
const files = readdirSync(plugins)
  .flatMap((plugin) => {
    try {
      return readdirSync(new URL(`${plugin}/documents/`, plugins)).map((name) => `${plugin}/documents/${name}`);
    } catch {
      return [];
    }
  })
  .filter((path) => /\.(?:typ|json)$/.test(path));
const read = (path: string) => readFileSync(new URL(path, plugins), 'utf8');
const withoutComments = (source: string) => source.replace(/^\s*\/\/.*$/gm, '');

test('every word of a template is there in both languages', () => {
  const texts = files.filter((path) => path.endsWith('.json'));
  expect(texts.length).toBeGreaterThanOrEqual(5);
  for (const path of texts)
    for (const [key, words] of Object.entries(JSON.parse(read(path)) as Record<string, unknown>))
      expect(words, `${path} ${key}`).toEqual({ ar: expect.stringMatching(/[\u0621-\u064a]/), en: expect.stringMatching(/[A-Za-z]/) });
});

test('people’s words stand beside the templates, not in them, and each word that a template names is there', () => {
  for (const path of files.filter((file) => file.endsWith('.typ'))) {
    const source = withoutComments(read(path));
    expect(source, path).not.toMatch(/[\u0621-\u064a]/);
    const texts = /#let t = json\("([\w-]+\.json)"\)/.exec(source)?.[1];
    if (!texts) continue;
    const keys = Object.keys(JSON.parse(read(path.replace(/[^/]+$/, texts))) as object);
    for (const [, key = ''] of source.matchAll(/\bt\.(\w+)/g)) expect(keys, `${path} t.${key}`).toContain(key);
  }
});
