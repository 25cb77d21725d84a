import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { qualityRules, statedRules, tierOf, tiers } from '../../hub/systems/adapter-tier.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rules = qualityRules();
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
  const stated = statedRules(adapter);
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
    expect(readme).toContain(`Quality: ${tierOf(stated, rules)} (`);
  });
});
