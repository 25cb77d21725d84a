import { z } from 'zod';
import { serviceAnswer } from './request-answers.ts';

export const findingAnswer = z.strictObject({
  key: z.string(),
  at: z.string().nullable(),
  severity: z.enum(['error', 'warning']),
  /** What is found, in the reader's words. */
  text: z.string(),
});
export type FindingAnswer = z.infer<typeof findingAnswer>;

export const procedureLine = z.strictObject({
  id: z.string(),
  title: z.string(),
  services: z.array(serviceAnswer),
  running: z.number().int(),
  late: z.number().int(),
  endedIn90Days: z.number().int(),
  medianDays: z.number().nullable(),
});
export const procedureList = z.strictObject({ procedures: z.array(procedureLine) });
export type ProcedureList = z.infer<typeof procedureList>;

export const liveStepAnswer = z.strictObject({
  step: z.string(),
  title: z.string(),
  now: z.number().int(),
  late: z.number().int(),
  ended: z.number().int(),
  medianMs: z.number().nullable(),
});

export const versionAnswer = z.strictObject({ version: z.string(), publishedAt: z.iso.datetime(), running: z.number().int(), ended: z.number().int() });
export const publicationAnswer = z.strictObject({
  version: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  validFrom: z.iso.datetime(),
  by: z.string().nullable(),
});

export const procedureAnswer = z.strictObject({
  id: z.string(),
  title: z.string(),
  services: z.array(serviceAnswer),
  /** Version that new requests of all units begin with now. */
  version: z.string(),
  bpmn: z.string(),
  steps: z.array(liveStepAnswer),
  versions: z.array(versionAnswer),
  publications: z.array(publicationAnswer),
  /** The reader's own draft of a new version. */
  draft: z.string().nullable(),
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export type ProcedureAnswer = z.infer<typeof procedureAnswer>;

export const checkAnswer = z.strictObject({ runnable: z.boolean(), findings: z.array(findingAnswer) });
export type CheckAnswer = z.infer<typeof checkAnswer>;

const times = { medianMs: z.number().nullable(), p90Ms: z.number().nullable() };
export const simulationAnswer = z.strictObject({
  requests: z.number().int(),
  /** Recorded visits of steps that it rests on. */
  recorded: z.number().int(),
  ...times,
  steps: z.array(z.strictObject({ step: z.string(), title: z.string(), visits: z.number(), cutShort: z.number(), assumed: z.boolean(), ...times })),
  timers: z.array(z.strictObject({ timer: z.string(), fired: z.number().int() })),
  ends: z.array(z.strictObject({ state: z.string(), title: z.string(), ending: z.string(), at: z.string().nullable(), count: z.number().int() })),
});
export type SimulationAnswer = z.infer<typeof simulationAnswer>;

const pair = <T extends z.ZodType>(value: T) => z.strictObject({ before: value, after: value });
const whole = pair(z.number());
const perhaps = pair(z.number().nullable());
export const comparisonAnswer = z.strictObject({
  steps: whole,
  staffSteps: whole,
  applicantSteps: whole,
  automaticSteps: whole,
  visits: whole,
  visitsEach: perhaps,
  documentsAsked: whole,
  documentsFetched: whole,
  medianDays: perhaps,
  p90Days: perhaps,
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  /** Whether the days are of requests that ran, or of simulated ones. */
  measured: pair(z.enum(['recorded', 'simulated'])),
});
export type ComparisonAnswer = z.infer<typeof comparisonAnswer>;

export const movedAnswer = z.strictObject({
  moved: z.array(z.string()),
  obstacles: z.array(z.strictObject({ number: z.string(), why: z.array(z.strictObject({ key: z.string(), at: z.string(), text: z.string() })) })),
});
export type MovedAnswer = z.infer<typeof movedAnswer>;
