import { readFileSync } from 'node:fs';
import { foldText, type Bilingual } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const code = z.string().regex(/^\d{6}$/);
export const landUse = z.enum(['commercial', 'mixed', 'residential', 'industrial']);
export const landmarkKind = z.enum(['school', 'mosque', 'fuel-station']);
const activity = z.strictObject({
  title: words,
  names: z.array(z.string().min(2)).default([]),
  route: z.enum(['instant', 'studied']),
  uses: z.array(landUse),
  streetM: z.number().nonnegative(),
  leastM2: z.number().nonnegative().default(0),
  health: z.boolean().default(false),
  away: z.partialRecord(landmarkKind, z.number().positive()).default({}),
});
const file = z.strictObject({
  activities: z.record(code, activity),
  otherwise: code.optional(),
  areaTolerance: z.number().min(0).max(1),
  leaseMonths: z.number().int().nonnegative(),
  largestFaceM2: z.number().positive(),
  graceDays: z.number().int().nonnegative(),
  visitAfterIssueDays: z.number().int().positive(),
  visitAfterDays: z.number().int().nonnegative(),
  visitHours: z.array(z.number().int().min(0).max(23)).min(1),
  conditions: z.array(words).default([]),
});

/** What a licence asks of an activity. */
export type Activity = z.infer<typeof activity> & { readonly code: string };

/** `config/shop-licences/activities.yaml`. */
export type LicenceRules = Omit<z.infer<typeof file>, 'activities'> & {
  readonly activities: ReadonlyMap<string, Activity>;
};

/** @throws Error naming the file and what is wrong in it */
export function readRules(name: string, configDir: URL): LicenceRules {
  const read = file.safeParse(parse(readFileSync(new URL(name, configDir), 'utf8')));
  if (!read.success) throw new Error(`config/${name}: ${z.prettifyError(read.error)}`);
  const { activities, ...rules } = read.data;
  if (rules.otherwise !== undefined && !activities[rules.otherwise]) throw new Error(`config/${name}: there is no activity ${rules.otherwise}`);
  return { ...rules, activities: new Map(Object.entries(activities).map(([code, one]) => [code, { ...one, code }])) };
}

/** Digits of a code that name the class; the rest is national detail. */
const classDigits = 4;

/** Whether two codes belong to one class of ISIC: registers differ in the national detail. */
export const sameClass = (one: string, other: string): boolean => one.slice(0, classDigits) === other.slice(0, classDigits);

/** The activity of a code, of its class, or that a text of an older register or a free answer names. */
export function activityOf(
  { activities }: Pick<LicenceRules, 'activities'>,
  { code, name }: { readonly code?: string | null | undefined; readonly name?: string },
): Activity | null {
  const all = [...activities.values()];
  const byCode = code ? (activities.get(code) ?? all.find((one) => sameClass(one.code, code))) : undefined;
  if (byCode || !name) return byCode ?? null;
  const said = foldText(name);
  const named = (one: Activity) => [one.title.ar, one.title.en, ...one.names].some((word) => said.includes(foldText(word)));
  return all.find(named) ?? null;
}

/** What an activity is called, as its register or the rules say. */
export const activityTitle = (
  { activities }: Pick<LicenceRules, 'activities'>,
  { code, name }: { readonly code?: string | null | undefined; readonly name: string },
): Bilingual => (code ? activities.get(code)?.title : undefined) ?? { ar: name, en: name };
