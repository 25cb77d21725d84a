import { LICENCE_FIELD, licenceAsked } from './licence-asked.ts';

/** A record that an address asks a service for, and the form's field for its number. */
export interface AskedRecord {
  readonly field: string;
  readonly number: string;
  readonly kind: 'licence' | 'decision';
}

const DECISION_FIELD = 'violationNumber';
const isReference = /^[0-9A-Z/_-]{3,30}$/i;

/** The licence, or the decision to object to, that an address names, where the form asks for one; `null` when it names none. */
export function recordAsked(search: string, fields: Readonly<Record<string, unknown>>): AskedRecord | null {
  const licence = fields[LICENCE_FIELD] ? licenceAsked(search) : null;
  if (licence !== null) return { field: LICENCE_FIELD, number: licence, kind: 'licence' };
  const decision = fields[DECISION_FIELD] ? new URLSearchParams(search).get('decision') : null;
  return decision !== null && isReference.test(decision) ? { field: DECISION_FIELD, number: decision, kind: 'decision' } : null;
}
