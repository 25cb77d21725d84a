import { existsSync, readFileSync } from 'node:fs';
import { foldText } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { licenceState } from '../../contract.ts';

const name = 'shop-licences/roll-out.yaml';
const file = z.strictObject({
  freezeHours: z.number().positive().default(48),
  rollBackDays: z.number().positive().default(7),
  longestName: z.number().int().positive().default(60),
  states: z.record(z.string(), licenceState).default({}),
  renewals: z.array(z.string()).default([]),
  activities: z.record(z.string().regex(/^\d{6}$/), z.array(z.string().min(2))).default({}),
});

/** How registers are moved over, and what words of older registers mean. */
export type RolloutRules = Omit<z.infer<typeof file>, 'activities'> & {
  /** The code of an activity that an older register wrote as a code or as free text; `null` when nobody said what it means. */
  activityCode(code: string | null, text: string | null): string | null;
};

/** `config/shop-licences/roll-out.yaml`. @throws Error naming the file and what is wrong in it */
export function readRolloutRules(configDir: URL): RolloutRules {
  const at = new URL(name, configDir);
  const read = file.safeParse(existsSync(at) ? parse(readFileSync(at, 'utf8')) : {});
  if (!read.success) throw new Error(`config/${name}: ${z.prettifyError(read.error)}`);
  const { activities, ...rules } = read.data;
  const byText = new Map(Object.entries(activities).flatMap(([code, texts]) => texts.map((text) => [foldText(text), code] as const)));
  return { ...rules, activityCode: (code, text) => (code !== null && code in activities ? code : (byText.get(foldText(text ?? '')) ?? null)) };
}
