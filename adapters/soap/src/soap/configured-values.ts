import { secretReference, type AdapterContext } from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';
import { withValueAt } from '../json/pointer.ts';
import type { PreparedOperation } from './prepare-operation.ts';

/** A configured value with its secrets in their places. @throws AdapterError `input-invalid` for a secret that nobody has given */
export function withSecrets(value: unknown, secret: AdapterContext['secret']): unknown {
  const reference = secretReference.safeParse(value);
  if (reference.success) return secret(reference.data);
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, secret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSecrets(inner, secret)]));
}

/** The input of a call with what configuration fills; `key` is that of a write, or another that is new each time. */
export function withFilled(
  input: unknown,
  { filled }: PreparedOperation,
  { fill, idempotency }: SoapConfig,
  key: string,
  secret: AdapterContext['secret'],
): unknown {
  return filled.reduce((made, pointer) => {
    const value = idempotency && 'field' in idempotency && idempotency.field === pointer ? key : withSecrets(fill[pointer], secret);
    return withValueAt(made, pointer, value);
  }, input);
}
