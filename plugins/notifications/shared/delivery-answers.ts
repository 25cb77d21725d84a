import { z } from 'zod';

export const channels = ['portal', 'mail', 'sms'] as const;
export type Channel = (typeof channels)[number];

export const deliveryStates = ['waiting', 'delayed', 'sending', 'sent', 'failed', 'unknown', 'suppressed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One notice on one channel, as operators see it: what kind of notice and what became of it, never its text. */
const deliveryRow = z.strictObject({
  id: z.number().int(),
  person: z.string(),
  about: z.string(),
  reference: z.string(),
  channel: z.enum(channels),
  state: z.enum(deliveryStates),
  /** Why it stands so, in words. */
  reason: z.string().nullable(),
  error: z.string().nullable(),
  attempts: z.number().int(),
  segments: z.number().int().nullable(),
  toldAt: z.string(),
  nextAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type DeliveryRow = z.infer<typeof deliveryRow>;

export const deliveriesAnswer = z.strictObject({
  deliveries: z.array(deliveryRow),
  /** Deliveries outside the portal in the last week, by state. */
  counts: z.partialRecord(z.enum(deliveryStates), z.number().int()),
  /** A person was asked for whom nobody is known as. */
  personUnknown: z.boolean(),
});
export type DeliveriesAnswer = z.infer<typeof deliveriesAnswer>;
