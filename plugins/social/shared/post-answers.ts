import { z } from 'zod';
import { connectedKinds } from './network-kinds.ts';

const bilingual = z.strictObject({ ar: z.string(), en: z.string() });
const problem = z.strictObject({ code: z.string(), title: z.string(), action: z.string() });

const leftOf = z.strictObject({ left: z.number().int(), most: z.number().int() });

export const networkKinds = ['activitypub', ...connectedKinds] as const;

/** A network on which the Amanah speaks; its token is never told. */
export const networkAnswer = z.strictObject({
  id: z.string(),
  kind: z.enum(networkKinds),
  title: bilingual,
  account: z.string(),
  url: z.string(),
  paused: z.boolean(),
  /** ISO moment until which nothing is sent. */
  restsUntil: z.string().nullable(),
  problem: problem.nullable(),
  /** Followers of our own account; `null`: a network of others. */
  followers: z.number().int().nullable(),
  version: z.number().int(),
  /** As the network itself last called us; `null`: it was not asked yet. */
  knownAs: z.string().nullable(),
  /** Posts and changes that it still takes, by its own rules; `null`: our own account takes all. */
  left: z.strictObject({ minute: leftOf, day: leftOf }).nullable(),
  /** Posts and changes that wait for it. */
  waiting: z.number().int(),
  lastPost: z.strictObject({ at: z.string(), url: z.string().nullable(), news: z.uuid(), title: bilingual.nullable() }).nullable(),
  /** The last post or change that it did not take, unless that was repaired. */
  lastRefusal: z.strictObject({ at: z.string(), news: z.uuid(), problem }).nullable(),
});
export type NetworkAnswer = z.infer<typeof networkAnswer>;

/** How a news item will read on a network. */
export const preview = z.strictObject({
  network: z.string(),
  words: z.string(),
  /** As the network counts. */
  length: z.number().int(),
  most: z.number().int(),
  fits: z.boolean(),
});
export type Preview = z.infer<typeof preview>;

/** A news item on one network. */
export const postAnswer = z.strictObject({
  id: z.uuid(),
  network: z.string(),
  title: bilingual,
  kind: z.enum(networkKinds),
  state: z.enum(['waiting', 'out', 'gone', 'unknown']),
  /** Where people see it. */
  url: z.string().nullable(),
  clicks: z.number().int(),
  /** What stands before anything else, or was last done. */
  act: z
    .strictObject({
      act: z.enum(['create', 'update', 'delete']),
      state: z.enum(['queued', 'sending', 'done', 'refused', 'unclear', 'dropped']),
      attempts: z.number().int(),
      dueAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      problem: problem.nullable(),
    })
    .nullable(),
  /** What a person may decide now. */
  may: z.array(z.enum(['retry', 'there', 'not-there', 'replace'])),
});
export type PostAnswer = z.infer<typeof postAnswer>;
