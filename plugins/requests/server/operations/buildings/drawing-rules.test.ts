import { describe, expect, test } from 'vitest';
import { readRuleFile } from '../rule-file.ts';
import { buildingRules, checkDrawings, type Building } from './drawing-rules.ts';

const rules = readRuleFile(new URL('../../../../../config/', import.meta.url), 'building-rules.yaml', buildingRules);
const villa: Building = {
  use: 'home',
  landUse: 'residential',
  landArea: 500,
  floors: [
    { level: 'basement', floorArea: 400 },
    { level: 'ground', floorArea: 240 },
    { level: 'typical', floorArea: 240 },
    { level: 'annex', floorArea: 100 },
  ],
  setbacks: { front: 3, side: 2, back: 2 },
};
const brokenBy = (change: Partial<Building>) => checkDrawings({ ...villa, ...change }, rules).broken;

describe('drawings', () => {
  test('that keep every rule conform; a basement counts neither as a floor nor as height', () => {
    expect(checkDrawings(villa, rules)).toEqual({ conforms: true, landUse: 'residential', landUseKnown: true, broken: [] });
  });

  test.each([
    ['a use that the land use does not allow', { use: 'shops' }, [{ rule: 'use', found: 'shops', allowed: 'home' }]],
    ['a front setback too small', { setbacks: { front: 2.5, side: 2, back: 2 } }, [{ rule: 'front', found: 2.5, allowed: 3 }]],
    ['a setback that was left out', { setbacks: { front: 3, side: 2 } }, [{ rule: 'back', found: 0, allowed: 2 }]],
    ['too much of the plot built on', { landArea: 300 }, [{ rule: 'coverage', found: 80, allowed: 60 }]],
    ['an annex too large', { floors: [...villa.floors.slice(0, 3), { level: 'annex', floorArea: 200 }] }, [{ rule: 'annex', found: 83.3, allowed: 50 }]],
  ] as const)('with %s come back with that rule', (_what, change, broken) => {
    expect(brokenBy(change)).toEqual(broken);
  });

  test('with too many floors break the rules of floors and height at once', () => {
    const floors = [{ level: 'ground', floorArea: 200 }, ...Array.from({ length: 3 }, () => ({ level: 'typical', floorArea: 200 }))];
    expect(brokenBy({ floors })).toEqual([
      { rule: 'floors', found: 4, allowed: 3 },
      { rule: 'height', found: 16, allowed: 12 },
    ]);
  });

  test('without a ground floor or an area of the plot never pass by leaving them out', () => {
    expect(brokenBy({ floors: [], landArea: 0 }).map(({ rule }) => rule)).toEqual(['ground', 'coverage']);
  });

  test('of a plot whose survey decision names no land use are checked by the use, and say that the officer has to confirm it', () => {
    expect(checkDrawings({ ...villa, landUse: null }, rules)).toMatchObject({ conforms: true, landUse: 'residential', landUseKnown: false });
  });

  test('of a use that no rule knows do not conform', () => {
    expect(brokenBy({ use: 'toString', landUse: null })).toMatchObject([{ rule: 'land-use' }]);
  });
});
