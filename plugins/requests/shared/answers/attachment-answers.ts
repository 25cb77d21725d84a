import { z } from 'zod';

/** A file that was taken in, as answers hold it; `scanning`: it waits for the scanner, and can be sent with the form once that has looked. */
export const sentFile = z.strictObject({
  id: z.string(),
  name: z.string(),
  size: z.number().int(),
  type: z.string(),
  state: z.enum(['clean', 'scanning']),
});
export type SentFileAnswer = z.infer<typeof sentFile>;
