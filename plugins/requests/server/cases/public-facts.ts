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
  'refusal',
  'answer',
  'documents',
  'validUntil',
  'expiresOn',
  'graceEndsOn',
  'paymentDueOn',
  'correctionDueOn',
];

/** The part of a request's facts that is the applicant's to see; of a visit when it is, not who comes. */
export function publicFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    shown.filter((name) => facts[name] !== undefined).map((name) => [name, name === 'visit' ? withoutInspector(facts[name]) : facts[name]]),
  );
}

function withoutInspector(visit: unknown): unknown {
  if (typeof visit !== 'object' || visit === null) return visit;
  return Object.fromEntries(Object.entries(visit).filter(([name]) => name !== 'inspector'));
}
