import { z } from 'zod';

/** One system of the launcher, in the language of the request. */
export const systemRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  /** Unit that owns it. */
  owner: z.string(),
  state: z.enum(['unknown', 'up', 'slow', 'down', 'maintenance']),
  /** Since when the state holds, ISO. */
  since: z.string().nullable(),
  /** Planned maintenance that is announced ahead. */
  announced: z.strictObject({ from: z.string(), until: z.string(), note: z.string().nullable() }).nullable(),
  /** Opens in its own look with the portal bar on top. */
  older: z.boolean(),
  enterPath: z.string(),
  /** The person is told once it is back. */
  followed: z.boolean(),
});

export type SystemRow = z.infer<typeof systemRow>;
