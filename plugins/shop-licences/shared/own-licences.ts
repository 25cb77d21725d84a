import { z } from 'zod';
import { licenceNumber, licenceState } from '../contract.ts';

const name = z.strictObject({ ar: z.string(), en: z.string() });

/** The caller's licences in every register that answered, what expires first on top. */
export const ownLicences = z.strictObject({
  licences: z.array(z.strictObject({ number: licenceNumber, shop: z.string(), municipality: name, validUntil: z.iso.date(), state: licenceState })),
  /** Municipalities whose register did not answer. */
  unasked: z.array(name),
});
export type OwnLicences = z.infer<typeof ownLicences>;
