import { z } from 'zod';
import { licenceNumber, licenceState } from '../contract.ts';

const name = z.strictObject({ ar: z.string(), en: z.string() });

/** What anybody may know of a licence: nothing of its owner. */
const publicLicence = z.strictObject({
  number: licenceNumber,
  shop: z.string(),
  activity: z.string(),
  district: z.string(),
  municipality: name,
  issuedOn: z.iso.date(),
  validUntil: z.iso.date(),
  state: licenceState,
});

/** Outcome of checking a licence by its number in every register. */
export const verification = z.strictObject({
  licence: publicLicence.nullable(),
  /** Municipalities whose register did not answer; a licence that was not found may be in one of them. */
  unasked: z.array(name),
});
export type Verification = z.infer<typeof verification>;
