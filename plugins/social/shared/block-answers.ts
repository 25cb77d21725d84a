import { z } from 'zod';

export const blockKinds = ['server', 'account'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** Shortest and longest reason of a block. */
export const blockReason = { shortest: 3, longest: 500 } as const;

/** Servers of fewer followers are told together: the name of a server with one account would say who follows. */
export const fewestToldApart = 3;

export const accountBlock = z.strictObject({
  id: z.uuid(),
  kind: z.enum(blockKinds),
  address: z.string(),
  reason: z.string(),
  /** Who blocked it, and when. */
  by: z.strictObject({ ar: z.string(), en: z.string() }),
  at: z.string(),
});
export type AccountBlock = z.infer<typeof accountBlock>;

/** How many follow from where, and what is blocked. */
export const moderation = z.strictObject({
  servers: z.array(z.strictObject({ server: z.string(), followers: z.number().int() })),
  /** Servers of fewer followers than are told apart. */
  others: z.strictObject({ servers: z.number().int(), followers: z.number().int() }),
  blocks: z.array(accountBlock),
});
export type Moderation = z.infer<typeof moderation>;
