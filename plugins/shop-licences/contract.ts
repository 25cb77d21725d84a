import { definePort } from '@amanah/plugin-api';
import { z } from 'zod';

/** 11 digits; their parts are not checked (identifiers.md, section 7). */
export const licenceNumber = z.string().regex(/^\d{11}$/);
export const licenceState = z.enum(['valid', 'expired', 'suspended', 'cancelled']);
const nationalId = z.string().regex(/^[12]\d{9}$/);

/** A shop licence, whichever register keeps it. Dates are ISO 8601, Gregorian; areas in square metres. */
export const licence = z.object({
  number: licenceNumber,
  shop: z.string().min(1),
  owner: z.object({ nationalId, name: z.string() }),
  register: z.string().nullish(),
  unifiedNumber: z.string().nullish(),
  activity: z.object({ code: z.string().nullish(), name: z.string() }),
  district: z.string(),
  street: z.string().nullish(),
  areaM2: z.number().nonnegative(),
  signM2: z.number().nonnegative(),
  issuedOn: z.iso.date(),
  validUntil: z.iso.date(),
  state: licenceState,
});

/**
 * The register of shop licences of one municipality: our own, or an older one until it is moved over. Refuses a licence that it does not know as `unknown`, and one
 * that is suspended or cancelled as `not-renewable`.
 */
export const shopLicenceRegister = definePort({
  plugin: 'shop-licences',
  name: 'shop-licence-register',
  title: { ar: 'سجل رخص المحال', en: 'Shop-licence register' },
  refusals: ['unknown', 'not-renewable'],
  operations: {
    find: { effect: 'read', input: z.object({ number: licenceNumber }), output: licence },
    /** Licences of an owner, the first hundred at most. */
    listByOwner: {
      effect: 'read',
      input: z.object({ nationalId }),
      output: z.object({ licences: z.array(z.object({ number: licenceNumber, shop: z.string(), validUntil: z.iso.date(), state: licenceState })) }),
    },
    /** Extends a licence whose bill is paid, from its expiry or, when that has passed, from the day of renewal; answers the register's own reference. */
    renew: {
      effect: 'write',
      input: z.object({ number: licenceNumber, years: z.number().int().min(1).max(3), bill: z.string().min(1).max(40), on: z.iso.date() }),
      output: z.object({ reference: z.string().min(1) }),
    },
  },
});

export type Licence = z.infer<typeof licence>;
export type LicenceState = z.infer<typeof licenceState>;
