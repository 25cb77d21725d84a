import { z } from 'zod';

/** Shapes of the plugin's answers, in the language of the request; the UI takes their types. */
export const serviceRow = z.strictObject({
  code: z.string(),
  name: z.string(),
  summary: z.string(),
  class: z.enum(['informational', 'interactive', 'procedural', 'integrative']),
  system: z.string(),
  owner: z.string(),
  duration: z.string(),
  fee: z.string(),
  instant: z.boolean(),
  viaOffice: z.boolean(),
});

const facetValue = z.strictObject({ id: z.string(), name: z.string(), count: z.number().int() });
export const listAnswer = z.strictObject({
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
  all: z.number().int(),
  services: z.array(serviceRow),
  facets: z.array(z.strictObject({ name: z.enum(['class', 'audience', 'event', 'channel', 'owner', 'instant', 'free']), values: z.array(facetValue) })),
});

const documentLine = z.strictObject({ name: z.string(), from: z.string(), mandatory: z.boolean() });
export const startWay = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('systems'),
    systems: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          place: z.string(),
          enterPath: z.string(),
          state: z.enum(['unknown', 'up', 'slow', 'down', 'maintenance']),
          since: z.string().nullable(),
        }),
      )
      .min(1),
  }),
  z.strictObject({ way: z.literal('elsewhere'), channels: z.array(z.string()) }),
]);

/** What stands in the way of a service now: which connected system, since or until when, and what still works. */
export const outage = z.strictObject({
  system: z.string(),
  title: z.string(),
  /** `review`: what it says changed, and calls are held back until a person has looked. */
  kind: z.enum(['down', 'maintenance', 'review']),
  since: z.string().nullable(),
  until: z.string().nullable(),
  note: z.string().nullable(),
  /** What of the service stands on it. */
  purpose: z.string(),
  works: z.array(z.string()).min(1),
  /** The person is told once it is back. */
  followed: z.boolean(),
});

export const cardAnswer = z.strictObject({
  code: z.string(),
  path: z.string(),
  name: z.string(),
  summary: z.string(),
  class: z.enum(['informational', 'interactive', 'procedural', 'integrative']),
  className: z.string(),
  system: z.string(),
  audiences: z.array(z.string()),
  channels: z.array(z.string()),
  lifeEvents: z.array(z.string()),
  owner: z.string(),
  ownerUnit: z.string(),
  signIn: z.boolean(),
  instant: z.boolean(),
  electronicOnly: z.boolean(),
  duration: z.string(),
  fee: z.string(),
  feeNote: z.string(),
  feeIllustrative: z.boolean(),
  feeLines: z.array(z.strictObject({ name: z.string(), formula: z.string(), halalas: z.number().int() })),
  /** Absent when the amount shown is a rate that a formula multiplies. */
  feeTotalHalalas: z.number().int().nullable(),
  prerequisites: z.array(z.string()),
  legalBasis: z.array(z.string()),
  parties: z.array(z.string()),
  fetched: z.array(documentLine),
  uploaded: z.array(documentLine),
  steps: z.array(z.strictObject({ text: z.string(), actor: z.string(), who: z.string(), you: z.boolean() })),
  faq: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
  related: z.array(serviceRow),
  languages: z.array(z.enum(['ar', 'en'])),
  serviceLevelPath: z.string(),
  support: z.strictObject({ phone: z.string(), note: z.string(), unit: z.string() }),
  updated: z.string(),
  quiet: z.boolean(),
  condolence: z.string().nullable(),
  /** Portal path where a request for it begins; `null` where the portal does not take it. */
  apply: z.string().nullable(),
  start: startWay,
  outages: z.array(outage),
  /** Maintenance that is announced ahead, of systems that the service stands on. */
  downtime: z.array(z.strictObject({ title: z.string(), from: z.string(), until: z.string(), note: z.string().nullable() })),
  rating: z.strictObject({
    average: z.number().nullable(),
    count: z.number().int(),
    open: z.boolean(),
    mine: z.strictObject({ stars: z.number().int(), note: z.string().nullable() }).nullable(),
  }),
});

export type ServiceRow = z.infer<typeof serviceRow>;
export type ListAnswer = z.infer<typeof listAnswer>;
export type CardAnswer = z.infer<typeof cardAnswer>;
