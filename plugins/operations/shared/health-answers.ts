import { z } from 'zod';

/** Shapes of the health and plugin answers, in the language of the request; the UI takes their types. */
const state = z.enum(['unknown', 'up', 'slow', 'down', 'maintenance']);

export const systemHealth = z.strictObject({
  id: z.string(),
  title: z.string(),
  state,
  since: z.string().nullable(),
  lastUpAt: z.string().nullable(),
  medianMs: z.number().nullable(),
  reason: z.string().nullable(),
  history: z.array(z.strictObject({ at: z.string(), medianMs: z.number().nullable(), state })),
});

export const healthAnswer = z.strictObject({
  at: z.string(),
  parts: z.array(z.strictObject({ part: z.string(), ok: z.boolean(), critical: z.boolean(), ms: z.number(), detail: z.string().nullable() })),
  figures: z.strictObject({
    databaseBytes: z.number(),
    outboxWaiting: z.number(),
    outboxOldestAt: z.string().nullable(),
    queueWaiting: z.number(),
    queueActive: z.number(),
    deadLetters: z.number(),
    liveSessions: z.number(),
    signingKeySince: z.string().nullable(),
    backupAt: z.string().nullable(),
  }),
  systems: z.array(systemHealth),
  /** Things that wait for an operator, worst first. */
  attention: z.array(
    z.strictObject({
      kind: z.enum(['part', 'system', 'slow', 'plugin', 'file', 'letters', 'review', 'backup', 'reports']),
      name: z.string(),
      count: z.number(),
      since: z.string().nullable(),
    }),
  ),
});

export const pluginsAnswer = z.strictObject({
  plugins: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      owner: z.string(),
      state: z.string(),
      refusal: z.strictObject({ code: z.string(), title: z.string(), action: z.string(), detail: z.string() }).nullable(),
      version: z.string().nullable(),
      api: z.string().nullable(),
      routes: z.number(),
      pages: z.number(),
      jobs: z.number(),
      blocked: z.strictObject({ seenAt: z.string(), blockedMs: z.number(), at: z.string() }).nullable(),
    }),
  ),
});

export type SystemHealth = z.infer<typeof systemHealth>;
export type HealthAnswer = z.infer<typeof healthAnswer>;
export type PluginsAnswer = z.infer<typeof pluginsAnswer>;
