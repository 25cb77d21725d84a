import { z } from 'zod';
import { licenceNumber, licenceState } from '../contract.ts';

const name = z.strictObject({ ar: z.string(), en: z.string() });

/** How a licence stands today; `expiring` in its last ninety days, `grace` in the days after its end in which it may still be renewed. */
export const standing = z.enum(['valid', 'expiring', 'grace', 'expired', 'suspended', 'cancelled']);
export type Standing = z.infer<typeof standing>;

/** What a holder may ask for, each with the service by which it is asked. */
export const act = z.enum(['renew', 'amend', 'transfer', 'cancel', 'duplicate', 'objection']);
export type Act = z.infer<typeof act>;

export const change = z.strictObject({
  at: z.string(),
  kind: z.string(),
  by: name.nullable(),
  request: z.string().nullable(),
  why: z.string().nullable(),
  validUntil: z.string().nullable(),
});

const shown = {
  number: licenceNumber,
  shop: z.string(),
  owner: z.string(),
  unifiedNumber: z.string().nullable(),
  activity: z.string(),
  municipality: name,
  unit: z.string(),
  district: z.string(),
  street: z.string().nullable(),
  shortAddress: z.string().nullable(),
  areaM2: z.number(),
  signM2: z.number(),
  issuedOn: z.iso.date(),
  validUntil: z.iso.date(),
  standing,
  daysLeft: z.number().int(),
  /** Why it is suspended or cancelled, and until when one may object. */
  measure: z.strictObject({ why: z.string(), on: z.string(), objectUntil: z.iso.date().nullable() }).nullable(),
  paper: z.strictObject({ code: z.string(), path: z.string() }).nullable(),
  /** `null`: the register that keeps it gives none. */
  history: z.array(change).nullable(),
};

/** Licences of a person or of whom they act for, in every register that answered. */
export const ownLicences = z.strictObject({
  licences: z.array(
    z.strictObject({ number: licenceNumber, shop: z.string(), municipality: name, validUntil: z.iso.date(), state: licenceState, justMoved: z.boolean() }),
  ),
  unasked: z.array(name),
});

export const ownLicence = z.strictObject({
  ...shown,
  acts: z.array(z.strictObject({ act, to: z.string() })),
  /** Its register has come into ours of late. */
  justMoved: z.boolean(),
});
export type OwnLicenceAnswer = z.infer<typeof ownLicence>;

export const staffLicence = z.strictObject({ ...shown, nationalId: z.string().nullable(), may: z.array(z.enum(['suspend', 'lift', 'cancel'])) });
export type StaffLicenceAnswer = z.infer<typeof staffLicence>;

export const foundLicences = z.strictObject({
  licences: z.array(
    z.strictObject({
      number: licenceNumber,
      shop: z.string(),
      owner: z.string(),
      activity: z.string(),
      district: z.string(),
      municipality: name,
      validUntil: z.iso.date(),
      state: licenceState,
    }),
  ),
  /** Municipalities whose register did not answer, and those whose older register can be asked by the whole number alone. */
  unasked: z.array(name),
  byNumberOnly: z.array(name),
});
export type FoundLicences = z.infer<typeof foundLicences>;
