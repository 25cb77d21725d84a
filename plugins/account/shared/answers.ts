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
      kind: z.enum(['password', 'totp', 'email', 'passkey', 'recovery-codes', 'national']),
      label: z.string(),
      createdAt: z.string(),
      lastUsedAt: z.string().nullable(),
      left: z.number().int().nullable(),
    }),
  ),
});

/** What the browser needs to make a passkey; its inside is WebAuthn's own. */
export const passkeyOptionsAnswer = z.strictObject({ options: z.record(z.string(), z.unknown()) });
export const totpAnswer = z.strictObject({ secret: z.string(), uri: z.string(), svg: z.string() });
export const recoveryCodesAnswer = z.strictObject({ codes: z.array(z.string()) });

/** What a new password must be, told to those who may give one now. */
export const passwordRulesAnswer = z.strictObject({ length: z.number().int() });
export const passwordAnswer = signOutAnswer.extend({ mailed: z.boolean() });

const delegation = z.strictObject({
  id: z.string(),
  principal: z.string(),
  delegate: z.string().nullable(),
  delegateNumber: z.string(),
  office: z.boolean(),
  feeLimit: z.string().nullable(),
  services: z.array(z.strictObject({ code: z.string(), title: z.string() })),
  expiresAt: z.string(),
  acceptedAt: z.string().nullable(),
  state: z.enum(['offered', 'active', 'expired', 'ended']),
});
export const delegationsAnswer = z.strictObject({
  given: z.array(delegation),
  received: z.array(delegation),
  /** In whose name the present capacity can delegate; `null` when it cannot. */
  principal: z.string().nullable(),
  services: z.array(z.strictObject({ code: z.string(), title: z.string() })),
  /** Accredited service offices to which one can delegate. */
  offices: z.array(z.strictObject({ number: z.string(), name: z.string() })),
});

export const heldAnswer = z.strictObject({
  contact: z.strictObject({ email: z.string().nullable(), mobile: z.string().nullable() }),
  held: z.array(
    z.strictObject({
      /** `contact` of the hub's own, `services/ratings` of a plugin's. */
      category: z.string(),
      title: z.string(),
      purpose: z.string(),
      /** Said where nothing may be erased. */
      kept: z.string(),
      /** `null` when it cannot be read now. */
      count: z.number().int().nullable(),
      erasable: z.number().int(),
    }),
  ),
});
export const erasedAnswer = z.strictObject({ erased: z.number().int() });

export const consentsAnswer = z.strictObject({
  consents: z.array(z.strictObject({ clientId: z.string(), title: z.string(), scopes: z.array(z.string()), grantedAt: z.string() })),
});

export type ProfileAnswer = z.infer<typeof profileAnswer>;
export type SignOutAnswer = z.infer<typeof signOutAnswer>;
export type FactorsAnswer = z.infer<typeof factorsAnswer>;
export type PasswordAnswer = z.infer<typeof passwordAnswer>;
export type TotpAnswer = z.infer<typeof totpAnswer>;
export type DelegationsAnswer = z.infer<typeof delegationsAnswer>;
export type HeldAnswer = z.infer<typeof heldAnswer>;
