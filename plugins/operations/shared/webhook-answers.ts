import { z } from 'zod';

export const webhookRow = z.strictObject({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  owner: z.string(),
  ownerName: z.string(),
  active: z.boolean(),
  createdAt: z.string(),
  rotatingUntil: z.string().nullable(),
  lastDelivery: z.strictObject({ at: z.string(), ok: z.boolean() }).nullable(),
  failing: z.number(),
});
export const webhooksAnswer = z.strictObject({
  webhooks: z.array(webhookRow),
  types: z.array(z.string()),
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export const webhookSecret = z.strictObject({ id: z.string(), secret: z.string() });
export const deliveriesAnswer = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      id: z.string(),
      eventId: z.string(),
      type: z.string(),
      state: z.enum(['waiting', 'delivered', 'given-up']),
      attempts: z.number(),
      nextAt: z.string().nullable(),
      lastStatus: z.number().nullable(),
      lastError: z.string().nullable(),
      createdAt: z.string(),
      deliveredAt: z.string().nullable(),
    }),
  ),
});

export type WebhooksAnswer = z.infer<typeof webhooksAnswer>;
export type WebhookRow = z.infer<typeof webhookRow>;
export type DeliveriesAnswer = z.infer<typeof deliveriesAnswer>;
