/** Facts that the applicant's side may see: what was reckoned, issued and appointed, never what officials found. */
const shown = [
  'quote',
  'invoice',
  'bill',
  'visit',
  'appointment',
  'licence',
  'certificate',
  'permit',
  'decision',
  'answer',
  'documents',
  'validUntil',
  'expiresOn',
  'graceEndsOn',
  'paymentDueOn',
  'correctionDueOn',
];

/** The part of a request's facts that is the applicant's to see. */
export function publicFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(shown.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]));
}
