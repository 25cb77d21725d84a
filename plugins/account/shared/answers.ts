import { z } from 'zod';

/** Shapes of the plugin's answers, in the language of the request; the UI takes their types. */
const named = z.strictObject({ id: z.string(), title: z.string() });

export const profileAnswer = z.strictObject({
  name: z.string(),
  username: z.string(),
  capacityId: z.string(),
  capacities: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['self', 'owner', 'manager', 'delegate', 'official', 'government', 'agent']),
      on: z.string().nullable(),
      current: z.boolean(),
    }),
  ),
  facts: z.array(z.strictObject({ key: z.string(), value: z.string() })),
});

export const sessionsAnswer = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      current: z.boolean(),
      createdAt: z.string(),
      lastSeenAt: z.string(),
      device: z.string(),
      address: z.string(),
      method: z.string(),
      reached: z.array(named),
    }),
  ),
});

export const signOutAnswer = z.strictObject({
  sessions: z.number().int(),
  closed: z.array(named),
  unreachable: z.array(z.strictObject({ id: z.string(), title: z.string(), reason: z.string() })),
});

export const factorsAnswer = z.strictObject({
  factors: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['password', 'totp', 'passkey', 'recovery-codes', 'national']),
      label: z.string(),
      createdAt: z.string(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});

export const consentsAnswer = z.strictObject({
  consents: z.array(z.strictObject({ clientId: z.string(), title: z.string(), scopes: z.array(z.string()), grantedAt: z.string() })),
});

export type ProfileAnswer = z.infer<typeof profileAnswer>;
export type SessionsAnswer = z.infer<typeof sessionsAnswer>;
export type SignOutAnswer = z.infer<typeof signOutAnswer>;
export type FactorsAnswer = z.infer<typeof factorsAnswer>;
export type ConsentsAnswer = z.infer<typeof consentsAnswer>;
