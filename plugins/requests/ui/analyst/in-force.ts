import type { ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';

type Publication = ProcedureAnswer['publications'][number];

/**
 * Municipalities whose new requests begin on a version of their own now, by version. Publications come newest first: the first one that has begun counts,
 * of the municipality or of all.
 */
export function inForceFor(publications: readonly Publication[], now: Date): ReadonlyMap<string, readonly string[]> {
  const begun = publications.filter(({ validFrom }) => new Date(validFrom) <= now);
  const general = begun.findIndex(({ unit }) => unit === null);
  const names = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { unit, unitName, version } of general < 0 ? begun : begun.slice(0, general)) {
    if (unit === null || seen.has(unit)) continue;
    seen.add(unit);
    if (version !== begun[general]?.version) names.set(version, [...(names.get(version) ?? []), unitName ?? unit]);
  }
  return names;
}
