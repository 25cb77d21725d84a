import { z } from 'zod';
import { serviceAnswer } from './request-answers.ts';

/** What the source of a fetched document gave, in the reader's words. */
export const sourceAnswer = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('fetched'),
    at: z.iso.datetime(),
    items: z.array(z.strictObject({ term: z.string(), value: z.string(), kind: z.enum(['identifier', 'date']).optional() })),
    /** What the fee is reckoned by beside the answers. */
    figures: z.record(z.string(), z.unknown()).optional(),
    /** Answers of the form that it knows. */
    proposes: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ state: z.literal('unavailable'), since: z.iso.datetime(), why: z.string().optional() }),
  z.strictObject({ state: z.literal('none'), why: z.string().optional() }),
]);

/** `form` is a `Form` of shared/forms. */
export const formAnswer = z.strictObject({
  service: serviceAnswer,
  /** The service is taken in the portal. */
  taken: z.boolean(),
  /** The present capacity may ask for it. */
  capacityFits: z.boolean(),
  form: z.unknown(),
  drafts: z.array(z.strictObject({ id: z.string(), number: z.string(), changedAt: z.iso.datetime() })),
});
export type FormAnswer = z.infer<typeof formAnswer>;

export const draftAnswer = z.strictObject({
  id: z.string(),
  number: z.string(),
  service: serviceAnswer,
  form: z.unknown(),
  answers: z.record(z.string(), z.unknown()),
  step: z.string().nullable(),
  revision: z.number().int(),
  changedAt: z.iso.datetime(),
  sources: z.record(z.string(), sourceAnswer),
});
export type DraftAnswer = z.infer<typeof draftAnswer>;

export const problemAnswer = z.strictObject({ path: z.string(), rule: z.string(), limit: z.union([z.string(), z.number()]).optional() });

/** The number of the request, or what must be corrected first. */
export const submissionAnswer = z.strictObject({ number: z.string().nullable(), problems: z.array(problemAnswer) });
export type SubmissionAnswer = z.infer<typeof submissionAnswer>;
