import { z } from 'zod';
import { sourceAnswer } from './draft-answers.ts';
import { holderAnswer, letterAnswer, requestLine, serviceAnswer, stateAnswer, taskAnswer, timelineEntry } from './request-answers.ts';

/** One task in the inbox. */
export const inboxLine = z.strictObject({
  request: z.string(),
  token: z.number().int(),
  step: z.string(),
  service: serviceAnswer,
  unit: z.string(),
  unitName: z.string(),
  applicant: z.string(),
  state: stateAnswer,
  openedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  late: z.boolean(),
  claimedBy: z.strictObject({ id: z.string(), name: z.string(), you: z.boolean() }).nullable(),
  /** Name of the official on leave in whose place the reader would do it. */
  inPlaceOf: z.string().nullable(),
  throughOffice: z.boolean(),
});
export type InboxLine = z.infer<typeof inboxLine>;

export const inboxAnswer = z.strictObject({
  tasks: z.array(inboxLine),
  next: z.string().nullable(),
  counts: z.strictObject({ all: z.number().int(), mine: z.number().int(), free: z.number().int(), late: z.number().int(), soon: z.number().int() }),
  /** What the filter can be narrowed to. */
  services: z.array(serviceAnswer),
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export type InboxAnswer = z.infer<typeof inboxAnswer>;

/** What is kept under a queue's name. */
export const inboxFilter = z.strictObject({
  who: z.enum(['all', 'mine', 'free']).default('all'),
  service: z.string().optional(),
  unit: z.string().optional(),
  due: z.enum(['late', 'soon']).optional(),
  sort: z.enum(['due', 'opened']).default('due'),
});
export type InboxFilter = z.infer<typeof inboxFilter>;

export const savedQueues = z.strictObject({ queues: z.array(z.strictObject({ name: z.string(), filter: inboxFilter })) });

export const taskRef = z.strictObject({ request: z.string(), token: z.number().int() });
/** What became of each task of a batch. */
export const batchAnswer = z.strictObject({
  done: z.array(taskRef),
  refused: z.array(z.strictObject({ ...taskRef.shape, code: z.string(), title: z.string() })),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;

/** A request in a list of officials. */
const caseLine = z.strictObject({ ...requestLine.shape, applicant: z.string() });
export type CaseLine = z.infer<typeof caseLine>;

/** A request as officials see it. */
export const caseAnswer = z.strictObject({
  ...requestLine.shape,
  revision: z.number().int(),
  unitName: z.string(),
  holder: holderAnswer,
  applicant: z.strictObject({
    name: z.string(),
    nationalId: z.string().nullable(),
    capacity: z.enum(['self', 'owner', 'manager', 'delegate', 'official', 'government', 'agent']),
  }),
  form: z.unknown(),
  answers: z.record(z.string(), z.unknown()),
  /** Names of answers of which only a part is shown. */
  masked: z.array(z.string()),
  /** What the sources of documents gave, and when, by document. */
  sources: z.record(z.string(), sourceAnswer),
  /** What officials filled in their tasks, in the order of the steps. */
  results: z.array(z.strictObject({ step: z.string(), form: z.unknown(), answers: z.record(z.string(), z.unknown()) })),
  /** Score of a visit's checklist. */
  score: z.strictObject({ points: z.number(), failed: z.array(z.string()), critical: z.array(z.string()) }).nullable(),
  facts: z.record(z.string(), z.unknown()),
  tasks: z.array(taskAnswer),
  /** Every open task, whoever's it is. */
  open: z.array(
    z.strictObject({
      token: z.number().int(),
      step: z.string(),
      lane: z.string().nullable(),
      unitName: z.string().nullable(),
      holder: holderAnswer,
      openedAt: z.iso.datetime(),
      dueAt: z.iso.datetime().nullable(),
      claimedBy: z.strictObject({ id: z.string(), name: z.string(), you: z.boolean() }).nullable(),
      /** The reader may give it to somebody. */
      mayAssign: z.boolean(),
    }),
  ),
  timeline: z.array(timelineEntry),
  letters: z.array(letterAnswer),
  /** Earlier requests for the same place, and of the same applicant. */
  earlier: z.strictObject({ place: z.array(caseLine), applicant: z.array(caseLine) }),
  /** An automatic step that waits, or a message that the procedure waits for; since when, and its last error in words. */
  waitingFor: z.array(
    z.strictObject({
      kind: z.enum(['step', 'message']),
      step: z.string(),
      holder: holderAnswer,
      since: z.iso.datetime(),
      tried: z.number().int(),
      error: z.string().nullable(),
    }),
  ),
  stuck: z.string().nullable(),
  /** Why the reader may not decide, in words. */
  barred: z.string().nullable(),
});
export type CaseAnswer = z.infer<typeof caseAnswer>;

export const caseList = z.strictObject({ cases: z.array(caseLine), next: z.string().nullable() });
export type CaseList = z.infer<typeof caseList>;

/** How much the units of a head have to do. */
export const loadAnswer = z.strictObject({
  units: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      open: z.number().int(),
      late: z.number().int(),
      soon: z.number().int(),
      free: z.number().int(),
      oldestAt: z.iso.datetime().nullable(),
      closedThisWeek: z.number().int(),
    }),
  ),
  officials: z.array(z.strictObject({ id: z.string(), name: z.string(), open: z.number().int(), late: z.number().int(), closedThisWeek: z.number().int() })),
  /** Open tasks that are late or soon will be, the latest first. */
  urgent: z.array(
    z.strictObject({
      request: z.string(),
      token: z.number().int(),
      step: z.string(),
      service: z.string(),
      unitName: z.string(),
      openedAt: z.iso.datetime(),
      dueAt: z.iso.datetime(),
      claimedBy: z.string().nullable(),
      mayAssign: z.boolean(),
    }),
  ),
  /** Open tasks by how many working days they have been open. */
  ageing: z.array(z.strictObject({ days: z.string(), count: z.number().int() })),
});
export type LoadAnswer = z.infer<typeof loadAnswer>;

export const colleaguesAnswer = z.strictObject({ colleagues: z.array(z.strictObject({ id: z.string(), name: z.string(), open: z.number().int() })) });
export const deputiesAnswer = z.strictObject({
  deputies: z.array(z.strictObject({ id: z.string(), name: z.string(), from: z.iso.date(), until: z.iso.date() })),
  colleagues: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
