import { z } from 'zod';

/** `config/plugins/requests.yaml`. */
export const requestsConfig = z.strictObject({
  /** A request that ended so many days ago is folded by the nightly job. */
  archiveAfterDays: z.number().int().min(30).default(400),
});
export type RequestsConfig = z.infer<typeof requestsConfig>;
