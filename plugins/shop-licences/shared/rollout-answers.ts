import { z } from 'zod';

const name = z.strictObject({ ar: z.string(), en: z.string() });
const moment = z.iso.datetime();
export const stage = z.enum(['legacy', 'parallel', 'new', 'archived']);
export const rowResult = z.enum(['fresh', 'changed', 'same', 'bad']);

const sums = z.strictObject({ count: z.number(), areaM2: z.number(), checksum: z.string() });

export const importAnswer = z.strictObject({
  id: z.string(),
  unit: z.string(),
  municipality: name,
  kind: z.enum(['dry', 'real']),
  state: z.enum(['running', 'paused', 'cancelled', 'done', 'failed']),
  fresh: z.number(),
  changed: z.number(),
  same: z.number(),
  bad: z.number(),
  legacySums: sums,
  /** Sums over our own table, once it has ended. */
  ownSums: sums.nullable(),
  /** Whether both agree in count, square metres and checksum. */
  whole: z.boolean().nullable(),
  sampleSeen: z.strictObject({ at: moment, by: name }).nullable(),
  /** Code of what keeps it from going on now; it is tried again. */
  error: z.string().nullable(),
  by: name,
  startedAt: moment,
  endedAt: moment.nullable(),
});

/** One municipality on the board. */
const boardRow = z.strictObject({
  unit: z.string(),
  municipality: name,
  stage,
  since: moment.nullable(),
  frozenUntil: moment.nullable(),
  hasLegacy: z.boolean(),
  next: stage.nullable(),
  /** What is still to be done before the next stage. */
  blocks: z.array(z.string()),
  licences: z.number(),
  lastImport: importAnswer.nullable(),
  openDifferences: z.number(),
  toEnter: z.number(),
  rollBack: z.strictObject({ to: stage, until: moment }).nullable(),
  mayManage: z.boolean(),
});
export const boardAnswer = z.strictObject({ municipalities: z.array(boardRow) });

const differenceAnswer = z.strictObject({
  id: z.string(),
  number: z.string(),
  kind: z.enum(['field', 'calendar', 'outcome-unknown', 'own-failed', 'own-missing']),
  field: z.string(),
  legacy: z.string().nullable(),
  own: z.string().nullable(),
  at: moment,
  settled: z.strictObject({ how: z.string(), at: moment, by: name.nullable(), why: z.string().nullable() }).nullable(),
});

export const unitAnswer = z.strictObject({
  row: boardRow,
  steps: z.array(
    z.strictObject({ kind: z.enum(['advanced', 'rolled-back', 'frozen', 'thawed']), from: stage, to: stage, at: moment, by: name, why: z.string() }),
  ),
  imports: z.array(importAnswer),
  differences: z.array(differenceAnswer),
  entries: z.array(
    z.strictObject({
      key: z.string(),
      number: z.string(),
      kind: z.string(),
      happenedAt: moment,
      outcome: z.enum(['written', 'to-enter', 'entered']),
      reference: z.string().nullable(),
      why: z.string().nullable(),
    }),
  ),
});

export const importRows = z.strictObject({
  rows: z.array(
    z.strictObject({
      nth: z.number(),
      number: z.string(),
      shop: z.string().nullable(),
      result: rowResult,
      reasons: z.array(z.string()),
      notes: z.array(z.string()),
    }),
  ),
  total: z.number(),
});

const side = z.record(z.string(), z.string().nullable());
/** Licences of the sample as both registers have them now. */
export const sampleAnswer = z.strictObject({
  licences: z.array(z.strictObject({ number: z.string(), legacy: side.nullable(), own: side.nullable(), differ: z.array(z.string()) })),
});

export type Stage = z.infer<typeof stage>;
export type RowResult = z.infer<typeof rowResult>;
export type ImportAnswer = z.infer<typeof importAnswer>;
export type BoardRow = z.infer<typeof boardRow>;
export type UnitAnswer = z.infer<typeof unitAnswer>;
export type DifferenceAnswer = z.infer<typeof differenceAnswer>;
export type SampleAnswer = z.infer<typeof sampleAnswer>;
