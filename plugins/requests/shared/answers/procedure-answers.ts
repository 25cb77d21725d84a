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

export const versionAnswer = z.strictObject({
  version: z.string(),
  publishedAt: z.iso.datetime(),
  running: z.number().int(),
  ended: z.number().int(),
  /** Of the requests that ended on it. */
  medianDays: z.number().nullable(),
});
const named = z.strictObject({ id: z.string(), name: z.string() });

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
  /** When the reader's own draft of a new version was last changed. */
  draftChangedAt: z.iso.datetime().nullable(),
  /** Municipalities, for which a version can be published. */
  units: z.array(named),
});
export type ProcedureAnswer = z.infer<typeof procedureAnswer>;

/** The text of a version or of a draft, and the words that may stand in its attributes. */
export const procedureTextAnswer = z.strictObject({
  title: z.string(),
  bpmn: z.string(),
  /** The version that the text is, or was drawn from; `null` of a draft. */
  version: z.string().nullable(),
  findings: z.array(findingAnswer),
  roles: z.array(named),
  states: z.array(named),
  operations: z.array(z.string()),
  forms: z.array(z.string()),
});
export type ProcedureTextAnswer = z.infer<typeof procedureTextAnswer>;

export const checkAnswer = z.strictObject({ runnable: z.boolean(), findings: z.array(findingAnswer) });
export type CheckAnswer = z.infer<typeof checkAnswer>;

const times = { medianMs: z.number().nullable(), p90Ms: z.number().nullable() };
export const simulationAnswer = z.strictObject({
  requests: z.number().int(),
  /** Recorded visits of steps that it rests on. */
  recorded: z.number().int(),
  ...times,
  steps: z.array(z.strictObject({ step: z.string(), title: z.string(), visits: z.number(), cutShort: z.number(), assumed: z.boolean(), ...times })),
  timers: z.array(z.strictObject({ timer: z.string(), title: z.string(), fired: z.number().int() })),
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
  added: z.array(named),
  removed: z.array(named),
  /** Steps whose people, time limit, form, operation or state differ. */
  changed: z.array(named),
});
export type ComparisonAnswer = z.infer<typeof comparisonAnswer>;

export const movedAnswer = z.strictObject({
  /** Where the next call goes on; `null` when every request was looked at. */
  next: z.string().nullable(),
  moved: z.array(z.string()),
  obstacles: z.array(z.strictObject({ number: z.string(), why: z.array(z.strictObject({ key: z.string(), at: z.string(), text: z.string() })) })),
});
export type MovedAnswer = z.infer<typeof movedAnswer>;
