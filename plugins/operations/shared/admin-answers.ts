import { z } from 'zod';

/** Shapes of the answers about clients, sessions, jobs, micro-frontends, reports and the audit record. */
export const clientInput = z.strictObject({
  id: z.string().min(1).max(100),
  titleAr: z.string().trim().max(100).default(''),
  titleEn: z.string().trim().max(100).default(''),
  redirectUris: z.array(z.string().min(1).max(500)).max(20),
  postLogoutRedirectUris: z.array(z.string().min(1).max(500)).max(20).default([]),
  backchannelLogoutUri: z.string().max(500).optional(),
  auth: z.enum(['basic', 'post', 'none']),
  signIn: z.enum(['national', 'staff']),
  scopes: z.array(z.string().max(40)).max(20).default([]),
  api: z.boolean().default(false),
  owner: z.string().max(200).optional(),
  dpop: z.boolean().default(false),
});

export const clientsAnswer = z.strictObject({
  clients: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      redirectUris: z.array(z.string()),
      auth: z.enum(['basic', 'post', 'none']),
      signIn: z.enum(['national', 'staff']).nullable(),
      scopes: z.array(z.string()),
      api: z.boolean(),
      disabled: z.boolean(),
      createdAt: z.string(),
    }),
  ),
  /** Units for which the reader may register clients. */
  units: z.array(z.strictObject({ id: z.string(), name: z.string() })),
});
export const secretAnswer = z.strictObject({ id: z.string(), secret: z.string().nullable() });

export const sessionsAnswer = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      person: z.string(),
      current: z.boolean(),
      createdAt: z.string(),
      lastSeenAt: z.string(),
      device: z.string(),
      address: z.string(),
      method: z.string(),
      reached: z.array(z.string()),
    }),
  ),
});
export const revokedAnswer = z.strictObject({ closed: z.number(), unreachable: z.array(z.strictObject({ title: z.string(), reason: z.string() })) });

export const jobsAnswer = z.strictObject({
  queue: z.strictObject({ waiting: z.number(), active: z.number(), delayed: z.number() }),
  outbox: z.strictObject({ waiting: z.number(), oldestAt: z.string().nullable() }),
  schedules: z.array(z.strictObject({ plugin: z.string(), job: z.string(), pattern: z.string(), nextAt: z.string().nullable() })),
  letters: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['job', 'event']),
      plugin: z.string(),
      job: z.string(),
      summary: z.string(),
      error: z.string(),
      attempts: z.number(),
      failedAt: z.string(),
    }),
  ),
});

export const microFrontendsAnswer = z.strictObject({
  microFrontends: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      origin: z.string(),
      entry: z.string(),
      at: z.string(),
      permission: z.string(),
      state: z.enum(['active', 'awaiting-review', 'refused']),
      reviewedAt: z.string().nullable(),
      files: z.array(z.strictObject({ path: z.string(), hash: z.string() })),
    }),
  ),
});
export const integrityAnswer = z.strictObject({
  files: z.array(z.strictObject({ path: z.string(), state: z.enum(['same', 'different', 'unreachable']), found: z.string().nullable() })),
});

export const reportsAnswer = z.strictObject({
  reports: z.array(
    z.strictObject({
      reference: z.string(),
      code: z.string(),
      service: z.string(),
      description: z.string(),
      language: z.enum(['ar', 'en']),
      reportedAt: z.string(),
      answered: z.strictObject({ at: z.string(), by: z.string(), words: z.string() }).nullable(),
    }),
  ),
});

export const feedbackAnswer = z.strictObject({
  pages: z.array(z.strictObject({ path: z.string(), useful: z.number(), total: z.number() })),
  notes: z.array(z.strictObject({ path: z.string(), useful: z.boolean(), note: z.string(), language: z.enum(['ar', 'en']), givenAt: z.string() })),
});

export const auditAnswer = z.strictObject({
  records: z.array(
    z.strictObject({ number: z.number(), at: z.string(), action: z.string(), subject: z.string(), actor: z.string().nullable(), requestId: z.string() }),
  ),
});
export const verifyAnswer = z.strictObject({ records: z.number(), brokenAt: z.number().nullable(), reason: z.string().nullable() });

export type ClientsAnswer = z.infer<typeof clientsAnswer>;
export type SecretAnswer = z.infer<typeof secretAnswer>;
export type SessionsAnswer = z.infer<typeof sessionsAnswer>;
export type RevokedAnswer = z.infer<typeof revokedAnswer>;
export type JobsAnswer = z.infer<typeof jobsAnswer>;
export type MicroFrontendsAnswer = z.infer<typeof microFrontendsAnswer>;
export type IntegrityAnswer = z.infer<typeof integrityAnswer>;
export type ReportsAnswer = z.infer<typeof reportsAnswer>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswer>;
export type AuditAnswer = z.infer<typeof auditAnswer>;
export type VerifyAnswer = z.infer<typeof verifyAnswer>;
