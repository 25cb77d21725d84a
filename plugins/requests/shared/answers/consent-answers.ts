import { z } from 'zod';

/** Requests of others that wait for a person's consent. */
export const askedConsents = z.strictObject({
  consents: z.array(
    z.strictObject({
      key: z.string(),
      request: z.string(),
      service: z.string(),
      applicant: z.string(),
      askedAt: z.iso.datetime(),
      /** The licence that it is about, and the establishment that would receive it. */
      licence: z.string().nullable(),
      establishment: z.string().nullable(),
      /** What a delegation would let the caller do, until which day, and for how much in one request. */
      delegation: z.strictObject({ services: z.array(z.string()), until: z.string().nullable(), feeLimit: z.number().nullable() }).nullable(),
    }),
  ),
});
export type AskedConsents = z.infer<typeof askedConsents>;
