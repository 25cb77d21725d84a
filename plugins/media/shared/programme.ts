import { z } from 'zod';

/** Shapes of programmes as the routes take and answer them; pages take their types from here. */
const words = (longest: number) => z.strictObject({ ar: z.string().trim().min(1).max(longest), en: z.string().trim().min(1).max(longest) });
const maybeWords = (longest: number) => z.strictObject({ ar: z.string().trim().max(longest), en: z.string().trim().max(longest) });
const bilingual = z.strictObject({ ar: z.string(), en: z.string() });

export const programmeKinds = ['video', 'audio'] as const;
export const programmeStates = [
  'scheduled',
  'live',
  'ended',
  'uploading',
  'checking',
  'transcoding',
  'ready',
  'published',
  'refused',
  'failed',
  'withdrawn',
] as const;
export const audiences = ['everyone', 'signed-in', 'unit'] as const;

export const programmeId = z.uuid();
/** A tag of BCP 47, as far as programmes need it: `ar`, `en`, `ur`, `ar-SA`. */
export const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/);
const serviceCodes = z.array(z.string().max(20)).max(20);

export const chapterInput = z.strictObject({
  atSeconds: z.number().min(0).max(86_400),
  title: words(120),
  /** "Open this service" stands beside the player from here on. */
  service: z.string().max(20).nullable().default(null),
});

/** What people write about a programme. */
export const programmeWords = z.strictObject({
  title: words(160),
  about: maybeWords(2_000).default({ ar: '', en: '' }),
  languages: z.array(languageTag).min(1).max(8).default(['ar']),
  audience: z.enum(audiences).default('everyone'),
  services: serviceCodes.default([]),
  /** Slug of the channel that it belongs to. */
  channel: z.string().max(40).nullable().default(null),
});

/** A change: fields left out stay; `version` is the one that was read. */
export const programmeChange = z.strictObject({
  version: z.number().int().min(1),
  title: words(160).optional(),
  about: maybeWords(2_000).optional(),
  languages: z.array(languageTag).min(1).max(8).optional(),
  audience: z.enum(audiences).optional(),
  services: serviceCodes.optional(),
  channel: z.string().max(40).nullable().optional(),
  chapters: z.array(chapterInput).max(200).optional(),
  startsAt: z.iso.datetime({ offset: true }).optional(),
});

/** Why a programme is published without captions. */
export const captionsException = z.string().trim().min(10).max(500);

const chapter = z.strictObject({ atSeconds: z.number(), title: bilingual, service: z.string().nullable() });

export const programmeCard = z.strictObject({
  id: z.string(),
  kind: z.enum(programmeKinds),
  state: z.enum(programmeStates),
  title: bilingual,
  about: bilingual,
  to: z.string(),
  poster: z.string().nullable(),
  seconds: z.number().nullable(),
  since: z.string().nullable(),
  services: z.array(z.string()).readonly(),
});

export const programmeList = z.strictObject({
  programmes: z.array(programmeCard),
  /** Gives the next page as `after`; `null`: there is none. */
  next: z.string().nullable(),
});

export const serviceLink = z.strictObject({ code: z.string(), name: bilingual, to: z.string() });

/** What the page of a programme needs. */
export const programmePage = programmeCard.extend({
  languages: z.array(z.string()).readonly(),
  audience: z.enum(audiences),
  origin: z.enum(['live', 'upload']),
  startsAt: z.string().nullable(),
  linkedServices: z.array(serviceLink),
  chapters: z.array(chapter).readonly(),
  /** Languages of its captions. */
  captions: z.array(z.string()).readonly(),
  /** Its channel; viewers see none that is closed. */
  channel: z.strictObject({ slug: z.string(), title: bilingual, to: z.string() }).nullable(),
  /** Address of the master playlist; `null` while there is nothing to play. */
  stream: z.string().nullable(),
});

const problemWords = z.strictObject({ title: z.string(), action: z.string() });
/** What went wrong with a programme, and what to do about it, in both languages. */
export const programmeProblem = z.strictObject({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  words: z.strictObject({ ar: problemWords, en: problemWords }),
});

/** What the media office sees of it. */
export const officeProgramme = programmePage.extend({
  version: z.number().int(),
  unit: z.string(),
  bytes: z.number(),
  captionsException: z.string().nullable(),
  problem: programmeProblem.nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  publishedAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  createdAt: z.string(),
});

const officeUnit = z.strictObject({ id: z.string(), name: bilingual, mayWrite: z.boolean(), mayBroadcast: z.boolean() });
/** Units whose programmes the caller sees. */
export const officeChoices = z.strictObject({ units: z.array(officeUnit) });

export const officeList = z.strictObject({ programmes: z.array(officeProgramme), next: z.string().nullable() });

export type ProgrammeWords = z.infer<typeof programmeWords>;
export type ProgrammeChange = z.infer<typeof programmeChange>;
export type ProgrammePage = z.infer<typeof programmePage>;
export type OfficeProgramme = z.infer<typeof officeProgramme>;
export type ProgrammeProblem = z.infer<typeof programmeProblem>;
export type OfficeUnit = z.infer<typeof officeUnit>;
export type ProgrammeList = z.infer<typeof programmeList>;
export type Audience = (typeof audiences)[number];
