import { z } from 'zod';

const tone = z.enum(['info', 'warn', 'success', 'danger', 'neutral']);
export const holderAnswer = z.enum(['authority', 'applicant', 'external']);

/** A state in the reader's words. */
export const stateAnswer = z.strictObject({ id: z.string(), title: z.string(), tone });

export const serviceAnswer = z.strictObject({ code: z.string(), name: z.string() });

/** One request in a list. */
export const requestLine = z.strictObject({
  number: z.string(),
  service: serviceAnswer,
  unit: z.string(),
  state: stateAnswer,
  holder: holderAnswer,
  /** Whom it is for, where it is not the reader alone. */
  beneficiary: z.string().nullable(),
  submittedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  ended: z.boolean(),
  /** Something waits for the applicant. */
  waitsForYou: z.boolean(),
});
export type RequestLine = z.infer<typeof requestLine>;

export const draftLine = z.strictObject({ id: z.string(), number: z.string(), service: serviceAnswer, changedAt: z.iso.datetime() });
export type DraftLine = z.infer<typeof draftLine>;

/** One page of them; `waiting` and drafts stand on the first, and what waits is on its page again. */
export const ownList = z.strictObject({
  waiting: z.array(requestLine),
  requests: z.array(requestLine),
  drafts: z.array(draftLine),
  next: z.string().nullable(),
});
export type OwnList = z.infer<typeof ownList>;

/** What happened, for the timeline. */
export const timelineEntry = z.strictObject({
  at: z.iso.datetime(),
  kind: z.enum(['submitted', 'state', 'decision', 'message', 'timer', 'withdrawn', 'ended', 'handed-over']),
  title: z.string(),
  /** The step, in the reader's words. */
  step: z.string().nullable(),
  /** Who did it: a name for officials, the office or the post for the applicant. */
  by: z.string().nullable(),
  reasons: z.array(z.string()),
  note: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const decisionOption = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['positive', 'negative', 'neutral']),
  needsReasons: z.boolean(),
  needsNote: z.boolean(),
  reasons: z.array(z.strictObject({ code: z.string(), title: z.string() })),
});
export type DecisionOption = z.infer<typeof decisionOption>;

/** A task that the reader may do now. */
export const taskAnswer = z.strictObject({
  token: z.number().int(),
  step: z.strictObject({ id: z.string(), title: z.string() }),
  decisions: z.array(decisionOption),
  /** It can be ended without a decision. */
  open: z.boolean(),
  /** Form of the task, or that of the service with the answers so far. */
  form: z.unknown().nullable(),
  /** Ending it is a signature: it takes a fresh sign-in with two factors. */
  signs: z.boolean(),
  /** Whether the form's answers are those of the request, to be corrected. */
  corrects: z.boolean(),
  dueAt: z.iso.datetime().nullable(),
  claimedBy: z.strictObject({ id: z.string(), name: z.string(), you: z.boolean() }).nullable(),
  /** The official in whose place the reader acts. */
  inPlaceOf: z.string().nullable(),
  /** Why it was sent back, when it was. */
  reasons: z.array(z.string()),
  note: z.string().nullable(),
});
export type TaskAnswer = z.infer<typeof taskAnswer>;

export const letterAnswer = z.strictObject({ id: z.string(), fromApplicant: z.boolean(), by: z.string(), body: z.string(), at: z.iso.datetime() });
export type LetterAnswer = z.infer<typeof letterAnswer>;

/** A request as its applicant's side sees it. */
export const ownRequest = z.strictObject({
  ...requestLine.shape,
  /** Kind of the service's form: an enquiry shows its answer at once. */
  pattern: z.string(),
  revision: z.number().int(),
  unitName: z.string(),
  capacity: z.string(),
  /** What happens next. */
  next: z.string(),
  canWithdraw: z.boolean(),
  form: z.unknown(),
  answers: z.record(z.string(), z.unknown()),
  /** What the reader may know of what operations found out: what was issued, invoices, documents. */
  facts: z.record(z.string(), z.unknown()),
  /** Fees above what the delegation allows, under which it was sent: the principal has to approve them. */
  overLimit: z.strictObject({ total: z.string(), limit: z.string(), mayApprove: z.boolean() }).nullable(),
  /** Until when (ISO day) the decision may be objected to, and the page where the objection begins. */
  objection: z.strictObject({ until: z.iso.date(), to: z.string() }).nullable(),
  tasks: z.array(taskAnswer),
  /** An automatic step that waits for a system outside the portal: one that is away, or of which nobody knows what it did. */
  heldUp: z.strictObject({ step: z.string(), since: z.iso.datetime(), why: z.enum(['away', 'unsure']) }).nullable(),
  timeline: z.array(timelineEntry),
  letters: z.array(letterAnswer),
  /** What was made and issued for it, newest first. */
  papers: z.array(z.strictObject({ id: z.string(), title: z.string(), path: z.string(), madeAt: z.string(), withdrawn: z.boolean() })),
});
export type OwnRequest = z.infer<typeof ownRequest>;

/** Where a request stands on its procedure's diagram. */
export const procedureMap = z.strictObject({
  bpmn: z.string(),
  current: z.array(z.string()),
  visited: z.array(z.string()),
  /** The same for those who do not see the diagram: steps in order, in the reader's words. */
  steps: z.array(z.strictObject({ id: z.string(), title: z.string(), lane: z.string().nullable(), state: z.enum(['done', 'current', 'ahead']) })),
});
export type ProcedureMap = z.infer<typeof procedureMap>;
