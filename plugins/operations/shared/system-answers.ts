import { z } from 'zod';
import { systemHealth } from './health-answers.ts';

const bilingual = z.strictObject({ ar: z.string(), en: z.string() });
export const problem = z.strictObject({ file: z.string(), line: z.number().nullable(), field: z.string(), expected: z.string(), found: z.string() });

export const systemRow = systemHealth.extend({
  description: z.string().nullable(),
  owner: z.string(),
  ownerName: z.string(),
  adapter: z.string(),
  source: z.enum(['file', 'operations']),
  file: z.string().nullable(),
  access: z.string(),
  url: z.string().nullable(),
  bridge: z.string().nullable(),
  bar: z.boolean(),
  announced: z.strictObject({ from: z.string(), until: z.string(), note: bilingual.nullable() }).nullable(),
  maintenance: z.strictObject({ until: z.string(), note: bilingual.nullable() }).nullable(),
  /** The signed-in person may change it. */
  mine: z.boolean(),
});

export const systemsAnswer = z.strictObject({
  systems: z.array(systemRow),
  problems: z.array(problem),
  /** Right definitions whose demo counterpart does not run. */
  waiting: z.array(z.strictObject({ id: z.string(), title: z.string(), from: z.string(), waitsFor: z.string() })),
});

export const systemAnswer = z.strictObject({ system: systemRow, yaml: z.string(), definition: z.record(z.string(), z.unknown()) });

/** One field of the connection of an adapter that has no form of its own in the pages. */
export const adapterField = z.strictObject({
  name: z.string(),
  kind: z.enum(['text', 'secret', 'number', 'boolean', 'choice', 'json']),
  choices: z.array(z.string()),
  label: z.string(),
  hint: z.string().nullable(),
  optional: z.boolean(),
});

export const choicesAnswer = z.strictObject({
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  permissions: z.array(z.string()),
  clients: z.array(z.string()),
  domain: z.string(),
  /** Adapters that were added beside those the form knows. */
  adapters: z.array(z.strictObject({ protocol: z.string(), title: z.string(), fields: z.array(adapterField) })),
});

export const testAnswer = z.strictObject({
  ok: z.boolean(),
  problems: z.array(problem),
  checks: z.array(
    z.strictObject({
      id: z.string(),
      state: z.enum(['passed', 'warning', 'failed', 'skipped']),
      ms: z.number().nullable(),
      found: z.string().nullable(),
    }),
  ),
});

export type SystemRow = z.infer<typeof systemRow>;
export type SystemsAnswer = z.infer<typeof systemsAnswer>;
export type SystemAnswer = z.infer<typeof systemAnswer>;
export type ChoicesAnswer = z.infer<typeof choicesAnswer>;
export type AdapterField = z.infer<typeof adapterField>;
export type TestAnswer = z.infer<typeof testAnswer>;
export type Problem = z.infer<typeof problem>;
