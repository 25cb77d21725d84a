import { definePort } from '@amanah/plugin-api';
import { z } from 'zod';

/** 11 digits; their parts are not checked (identifiers.md, section 7). */
export const licenceNumber = z.string().regex(/^\d{11}$/);
export const licenceState = z.enum(['valid', 'expired', 'suspended', 'cancelled']);
const nationalId = z.string().regex(/^[12]\d{9}$/);
const unifiedNumber = z.string().regex(/^7\d{9}$/);

/** A shop licence, whichever register keeps it. Dates are ISO 8601, Gregorian; areas in square metres. */
export const licence = z.object({
  number: licenceNumber,
  shop: z.string().min(1),
  /** A person, or the name alone where an establishment holds it by its unified number. */
  owner: z.object({ nationalId: nationalId.nullish(), name: z.string() }),
  register: z.string().nullish(),
  unifiedNumber: z.string().nullish(),
  activity: z.object({ code: z.string().nullish(), name: z.string() }),
  district: z.string(),
  street: z.string().nullish(),
  shortAddress: z.string().nullish(),
  areaM2: z.number().nonnegative(),
  signM2: z.number().nonnegative(),
  issuedOn: z.iso.date(),
  validUntil: z.iso.date(),
  state: licenceState,
});

/**
 * A licence as an older register wrote it: all text, nothing turned into anything, so that what is wrong with it can be told. `state` is our word or the register's own
 * code where it is none of those that it should have; days stand as they were written, Hijri or Gregorian.
 */
const writtenLicence = z.object({
  number: z.string().min(1),
  shop: z.string().nullish(),
  ownerId: z.string().nullish(),
  ownerName: z.string().nullish(),
  register: z.string().nullish(),
  unifiedNumber: z.string().nullish(),
  activityCode: z.string().nullish(),
  activityName: z.string().nullish(),
  district: z.string().nullish(),
  street: z.string().nullish(),
  shortAddress: z.string().nullish(),
  areaM2: z.string().nullish(),
  signM2: z.string().nullish(),
  issued: z.string().nullish(),
  expires: z.string().nullish(),
  state: z.string().nullish(),
});

/** What an older register noted of a licence. */
const writtenChange = z.object({
  number: z.string().min(1),
  reference: z.string().min(1),
  kind: z.string().nullish(),
  at: z.string().min(1),
  state: z.string().nullish(),
  by: z.string().nullish(),
});

const listed = z.object({ number: licenceNumber, shop: z.string(), validUntil: z.iso.date(), state: licenceState });
const reference = z.object({ reference: z.string().min(1) });

/** Who had a licence changed, by which request, and why; what its history keeps. */
const cause = z.object({
  request: z.string().nullish(),
  why: z.string().min(1).max(1_000).nullish(),
  /** The official who decided it outside of a request. */
  by: z.object({ id: z.string(), name: z.object({ ar: z.string(), en: z.string() }) }).nullish(),
});

/** What happened to a licence, oldest first. */
export const licenceChange = z.object({
  at: z.string().min(1),
  kind: z.string().min(1),
  state: licenceState.nullish(),
  validUntil: z.iso.date().nullish(),
  by: z.object({ ar: z.string(), en: z.string() }).nullish(),
  request: z.string().nullish(),
  why: z.string().nullish(),
});

/** What a new licence says; its number and days come from the register. */
const newLicence = licence.omit({ number: true, state: true }).extend({ accounts: z.array(z.string()).default([]) });

/**
 * The register of shop licences of one municipality: our own, or an older one until it is moved over. Refuses a licence that it does not know as `unknown`, one that
 * is suspended or cancelled as `not-renewable`, a change that its state does not allow as `not-changeable`, and a place where another licence is valid as `occupied`.
 * Older registers lack the optional operations.
 */
export const shopLicenceRegister = definePort({
  plugin: 'shop-licences',
  name: 'shop-licence-register',
  title: { ar: 'سجل رخص المحال', en: 'Shop-licence register' },
  refusals: ['unknown', 'not-renewable', 'not-changeable', 'occupied'],
  operations: {
    find: { effect: 'read', input: z.object({ number: licenceNumber }), output: licence },
    /** Licences of an owner, the first hundred at most. */
    listByOwner: { effect: 'read', input: z.object({ nationalId }), output: z.object({ licences: z.array(listed) }) },
    /** Extends a licence whose bill is paid, from its expiry or, when that has passed, from the day of renewal; answers the register's own reference. */
    renew: {
      effect: 'write',
      input: z.object({ number: licenceNumber, years: z.number().int().min(1).max(3), bill: z.string().min(1).max(40), on: z.iso.date() }),
      output: reference,
    },
    /** The number that a licence has now, by one that it had in an older register. */
    numberOf: { effect: 'read', optional: true, input: z.object({ alias: z.string().min(1).max(40) }), output: z.object({ number: licenceNumber }) },
    /** Licences of an establishment, the first hundred at most. */
    listByEstablishment: { effect: 'read', optional: true, input: z.object({ unifiedNumber }), output: z.object({ licences: z.array(listed) }) },
    /** By the beginning of a number, or words of shop and owner; fifty at most. */
    findByWords: {
      effect: 'read',
      optional: true,
      input: z.object({ words: z.string().min(2).max(80) }),
      output: z.object({ licences: z.array(listed.extend({ owner: z.string(), activity: z.string(), district: z.string() })) }),
    },
    /** Valid licences on a place, which hold it. */
    at: { effect: 'read', optional: true, input: z.object({ shortAddress: z.string() }), output: z.object({ licences: z.array(listed) }) },
    historyOf: { effect: 'read', optional: true, input: z.object({ number: licenceNumber }), output: z.object({ changes: z.array(licenceChange) }) },
    /** Licences whose numbers, as text, come after one, in that order, a page of them; none is the end. For moving a register over. */
    exportPage: {
      effect: 'read',
      optional: true,
      input: z.object({ after: z.string().max(40) }),
      output: z.object({ rows: z.array(writtenLicence).nullish() }),
    },
    /** What happened to the licences of such a page: after one number, up to and with another. */
    exportChanges: {
      effect: 'read',
      optional: true,
      input: z.object({ after: z.string().max(40), upTo: z.string().max(40) }),
      output: z.object({ rows: z.array(writtenChange).nullish() }),
    },
    issue: { effect: 'write', optional: true, input: z.object({ licence: newLicence, cause }), output: z.object({ number: licenceNumber }) },
    /** Changes what a licence says; its number and days stay. */
    amend: {
      effect: 'write',
      optional: true,
      input: z.object({
        number: licenceNumber,
        changes: newLicence.pick({ shop: true, activity: true, areaM2: true, signM2: true, district: true, street: true, shortAddress: true }).partial(),
        cause,
      }),
      output: reference,
    },
    /** Gives a licence to another owner; its number and days stay. */
    transfer: {
      effect: 'write',
      optional: true,
      input: z.object({ number: licenceNumber, to: newLicence.pick({ owner: true, unifiedNumber: true, accounts: true }), cause }),
      output: reference,
    },
    suspend: { effect: 'write', optional: true, input: z.object({ number: licenceNumber, cause }), output: reference },
    /** Ends a suspension. */
    lift: { effect: 'write', optional: true, input: z.object({ number: licenceNumber, cause }), output: reference },
    cancel: { effect: 'write', optional: true, input: z.object({ number: licenceNumber, cause }), output: reference },
    /** Notes that another copy was given out. */
    noteDuplicate: { effect: 'write', optional: true, input: z.object({ number: licenceNumber, cause }), output: reference },
  },
});

export type Licence = z.infer<typeof licence>;
export type LicenceState = z.infer<typeof licenceState>;
export type ListedLicence = z.infer<typeof listed>;
export type NewLicence = z.infer<typeof newLicence>;
export type WrittenLicence = z.infer<typeof writtenLicence>;
export type WrittenChange = z.infer<typeof writtenChange>;
export type Cause = z.infer<typeof cause>;
export type LicenceChange = z.infer<typeof licenceChange>;
