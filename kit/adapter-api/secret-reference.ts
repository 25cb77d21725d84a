import { z } from 'zod';

/** A configuration names a secret; its value is kept sealed by the hub and never stands in a configuration. */
export const secretReference = z.strictObject({ secret: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a name of a secret such as api-key') });
export type SecretReference = z.infer<typeof secretReference>;

/** Names of all secrets that a configuration refers to, anywhere in it. */
export function secretsIn(config: unknown): readonly string[] {
  if (Array.isArray(config)) return [...new Set(config.flatMap((one) => secretsIn(one)))];
  if (typeof config !== 'object' || config === null) return [];
  const read = secretReference.safeParse(config);
  return read.success ? [read.data.secret] : [...new Set(Object.values(config).flatMap((one) => secretsIn(one)))];
}
