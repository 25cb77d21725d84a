import { z } from 'zod';

const bilingual = z.strictObject({ ar: z.string(), en: z.string() });
const problem = z.strictObject({ code: z.string(), title: z.string(), action: z.string() });

export const networkKinds = ['activitypub', 'mastodon', 'telegram', 'x', 'facebook'] as const;

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
