import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const kit = new URL('../../../kit/ui/src/', import.meta.url);
const read = (folder: URL, pattern: string) => globSync(pattern, { cwd: folder }).map((file) => readFileSync(new URL(file, folder), 'utf8'));

/** What has no look of its own: the values among the exports, what chooses between shown states, what stands in every page or inside another, and the place for extensions of other plugins. */
const without = ['ApiProblem', 'ResourceView', 'ToastRegion', 'Skeleton', 'Slot'];

test('the gallery shows every component that the kit offers', () => {
  const offered = read(kit, '**/index.ts').flatMap((entry) =>
    [...entry.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) => names!.split(',').map((name) => name.trim())).filter((name) => /^[A-Z][a-z]/.test(name)),
  );
  const shown = read(new URL('./', import.meta.url), '*.tsx').join('\n');
  expect(offered.length).toBeGreaterThan(40);
  expect(offered.filter((name) => !without.includes(name) && !new RegExp(`<${name}\\b`).test(shown))).toEqual([]);
});
