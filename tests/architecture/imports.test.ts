import { createRequire } from 'node:module';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

// dependency-cruiser parses with swc but never says `tsx`, so that a micro-frontend would not be read at all.
const swc = createRequire(import.meta.url)('@swc/core') as { parseFileSync(file: string, options: object): unknown };
const parseFile = swc.parseFileSync.bind(swc);
swc.parseFileSync = (file, options) => parseFile(file, { ...options, tsx: file.endsWith('.tsx') });

interface Rules {
  forbidden: { name: string }[];
  options: ICruiseOptions & { enhancedResolveOptions: object };
}
const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Rules;

async function violations(baseDir: string, folders: string[]) {
  const { enhancedResolveOptions, ...options } = rules.options;
  const { output } = await cruise(
    folders,
    { ...options, baseDir, validate: true, ruleSet: { forbidden: rules.forbidden as never } },
    enhancedResolveOptions as never,
  );
  return (output as ICruiseResult).summary.violations.map((violation) => ({ rule: violation.rule.name, from: violation.from, to: violation.to }));
}

describe('a bad import is caught by its rule', () => {
  let found: { rule: string; from: string }[];
  beforeAll(async () => {
    found = await violations(fixtures, ['hub', 'shell', 'kit', 'plugins', 'adapters']);
  });
  test.each(rules.forbidden.map((rule) => rule.name))('%s', (name) => {
    expect(
      found
        .filter((violation) => violation.rule === name)
        .map((violation) => violation.from)
        .join(),
    ).toContain(`/${name}`);
  });
  test('what is allowed stays allowed', () => {
    expect(found.filter((violation) => violation.from.includes('allowed-'))).toEqual([]);
  });
});

test('nobody in the repository breaks a rule', async () => {
  expect(await violations(root, ['hub', 'shell', 'kit', 'plugins', 'adapters'])).toEqual([]);
});

/** Imports of another plugin's contract that the manifest does not declare, as `file → plugin`. */
async function undeclaredContracts(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const plugin of await readdir(folder)) {
    const files = (await readdir(`${folder}/${plugin}`, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
    const manifest = await readFile(`${folder}/${plugin}/manifest.ts`, 'utf8').catch(() => '');
    const uses = [...manifest.matchAll(/(?:uses|mayUse):\s*\[([^\]]*)\]/g)].map(([, ids]) => ids).join();
    for (const file of files) {
      const text = await readFile(`${folder}/${plugin}/${file}`, 'utf8');
      for (const [, other] of text.matchAll(/from '(?:\.\.\/)+([a-z-]+)\/contract\.ts'/g))
        if (!uses.includes(`'${other}'`)) found.push(`${plugin}/${file} → ${other}`);
    }
  }
  return found;
}

test('a plugin imports the contract only of plugins that its manifest uses; one that does not is caught', async () => {
  expect(await undeclaredContracts(`${root}plugins`)).toEqual([]);
  expect(await undeclaredContracts(`${fixtures}plugins`)).toEqual(['one/server/allowed-contract.ts → other']);
});

test('only hub/config reads the environment; the two entry files hand it over', async () => {
  const files = (await readdir(`${root}hub`, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(config\/|main\.ts|cli\/(amanah|context)\.ts)/.test(file),
  );
  const readers: string[] = [];
  for (const file of files) if ((await readFile(`${root}hub/${file}`, 'utf8')).includes('process.env')) readers.push(file);
  expect(readers).toEqual([]);
});
