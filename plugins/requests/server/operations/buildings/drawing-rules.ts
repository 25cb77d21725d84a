import { z } from 'zod';

const landUse = z.strictObject({
  uses: z.array(z.string()).min(1),
  floors: z.number().int().positive(),
  heightM: z.number().positive(),
  setbacksM: z.strictObject({ front: z.number(), side: z.number(), back: z.number() }),
  coveragePercent: z.number().min(1).max(100),
});

/** What `config/building-rules.yaml` holds. */
export const buildingRules = z.strictObject({
  storeyHeightM: z.number().positive(),
  annexPercent: z.number().min(0).max(100),
  landUseOfUse: z.record(z.string(), z.string()),
  landUses: z.record(z.string(), landUse),
});

export type BuildingRules = z.infer<typeof buildingRules>;

/** What a building is to be, from form and drawings. */
export interface Building {
  /** Use asked for, as the form names it. */
  readonly use: string;
  /** Land use of the plot by its survey decision; `null` where that does not say. */
  readonly landUse: string | null;
  readonly landArea: number;
  readonly floors: readonly { readonly level: string; readonly floorArea: number }[];
  readonly setbacks: Readonly<Partial<Record<'front' | 'side' | 'back', number>>>;
}

export type BrokenRule =
  | { readonly rule: 'use' | 'land-use'; readonly found: string; readonly allowed: string }
  | { readonly rule: 'floors' | 'height' | 'front' | 'side' | 'back' | 'coverage' | 'annex' | 'ground'; readonly found: number; readonly allowed: number };

export interface DrawingsCheck {
  readonly conforms: boolean;
  readonly landUse: string;
  /** Whether the survey decision said it; else the officer has to confirm it. */
  readonly landUseKnown: boolean;
  readonly broken: readonly BrokenRule[];
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/** Checks a building against the rules of its land use. Basements count neither as floors nor for the height. */
export function checkDrawings(building: Building, rules: BuildingRules): DrawingsCheck {
  const landUseKnown = building.landUse !== null && Object.hasOwn(rules.landUses, building.landUse);
  const landUse = landUseKnown ? String(building.landUse) : (rules.landUseOfUse[building.use] ?? '');
  const rule = Object.hasOwn(rules.landUses, landUse) ? rules.landUses[landUse] : undefined;
  if (!rule) return { conforms: false, landUse, landUseKnown, broken: [{ rule: 'land-use', found: landUse, allowed: Object.keys(rules.landUses).join(', ') }] };
  const broken: BrokenRule[] = [];
  const most = (name: 'floors' | 'height' | 'coverage' | 'annex', found: number, allowed: number) => {
    if (found > allowed) broken.push({ rule: name, found: tenth(found), allowed });
  };
  if (!rule.uses.includes(building.use)) broken.push({ rule: 'use', found: building.use, allowed: rule.uses.join(', ') });
  const storeys = building.floors.filter(({ level }) => level === 'ground' || level === 'typical').length;
  const areaOf = (wanted: string) => building.floors.filter(({ level }) => level === wanted).reduce((sum, { floorArea }) => sum + floorArea, 0);
  const ground = areaOf('ground');
  if (ground <= 0) broken.push({ rule: 'ground', found: 0, allowed: 1 });
  most('floors', storeys, rule.floors);
  most('height', (storeys + (areaOf('annex') > 0 ? 1 : 0)) * rules.storeyHeightM, rule.heightM + (areaOf('annex') > 0 ? rules.storeyHeightM : 0));
  most('coverage', building.landArea > 0 ? (100 * ground) / building.landArea : 100, rule.coveragePercent);
  if (ground > 0) most('annex', (100 * areaOf('annex')) / ground, rules.annexPercent);
  for (const side of ['front', 'side', 'back'] as const) {
    const found = building.setbacks[side] ?? 0;
    if (found < rule.setbacksM[side]) broken.push({ rule: side, found, allowed: rule.setbacksM[side] });
  }
  return { conforms: broken.length === 0, landUse, landUseKnown, broken };
}
