import { z } from 'zod';
import { connectedKinds } from './network-kinds.ts';

const title = z.string().trim().min(1).max(60);

/** How a network of others is reached. */
export const networkReach = z.strictObject({
  kind: z.enum(connectedKinds),
  /** Where its API answers. */
  url: z.url({ protocol: /^https?$/ }).max(300),
  /** Chat (telegram) or page (facebook). */
  account: z.string().trim().max(100).default(''),
  token: z.string().trim().min(1).max(2_000),
});

/** A network of others as it is connected. */
export const newNetwork = networkReach.extend({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  title: z.strictObject({ ar: title, en: title }),
});
export type NewNetwork = z.infer<typeof newNetwork>;
