import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tiers = ['bronze', 'silver', 'gold', 'platinum'] as const;
const ruleState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), proof: z.string(), test: z.string().min(10) }),
  z.strictObject({ status: z.enum(['todo', 'exempt']), comment: z.string().min(5) }),
]);

/** Tier of each rule, from its page. */
const rules = new Map(
  readdirSync(`${root}docs/quality`)
    .filter((file) => file !== 'README.md')
    .map((file) => {
      const tier = /^Tier: (\w+) · Check: (?:suite|lint|adapter|review)$/m.exec(readFileSync(`${root}docs/quality/${file}`, 'utf8'))?.[1];
      return [file.replace(/\.md$/, ''), tier] as const;
    }),
);
const adapters = readdirSync(`${root}adapters`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('every rule has a page with its tier, and stands in the overview', () => {
  const overview = readFileSync(`${root}docs/quality/README.md`, 'utf8');
  for (const [rule, tier] of rules) {
    expect(tiers, rule).toContain(tier);
    expect(overview).toContain(`(${rule}.md)`);
  }
});

describe.each(adapters)('adapter %s', (adapter) => {
  const { rules: stated } = z
    .strictObject({ rules: z.record(z.string(), ruleState) })
    .parse(parse(readFileSync(`${root}adapters/${adapter}/quality.yaml`, 'utf8')));
  const readme = readFileSync(`${root}adapters/${adapter}/README.md`, 'utf8');

  test('says of every rule where it stands', () => {
    expect(Object.keys(stated).sort()).toEqual([...rules.keys()].sort());
  });

  test('names for each rule that is done a test that exists', () => {
    for (const [rule, state] of Object.entries(stated)) {
      if (state.status !== 'done') continue;
      expect(existsSync(`${root}${state.proof}`), `${rule}: ${state.proof}`).toBe(true);
      expect(readFileSync(`${root}${state.proof}`, 'utf8'), rule).toContain(state.test);
    }
  });

  test('the README has its four parts', () => {
    for (const part of ['What', 'Configure', 'Limits', 'Remove']) expect(readme).toMatch(new RegExp(`^## ${part}$`, 'm'));
  });

  test('the README names the tier that follows from the rules', () => {
    const missing = (tier: string) => [...rules].some(([rule, of]) => of === tier && stated[rule]?.status === 'todo');
    const reached = tiers.slice(0, tiers.findIndex(missing) === -1 ? tiers.length : tiers.findIndex(missing)).at(-1) ?? 'below bronze';
    expect(readme).toContain(`Quality: ${reached} (`);
  });
});
