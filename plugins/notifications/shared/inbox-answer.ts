import { z } from 'zod';

/** What the bell is told. */
export const inboxAnswer = z.strictObject({
  unread: z.number().int(),
  items: z.array(z.strictObject({ id: z.string(), title: z.string(), to: z.string(), sentAt: z.string(), read: z.boolean() })),
});
