import { safeInteger, type JsonKind } from '../xsd/builtin-types.ts';
import type { SimpleType } from '../xsd/schema-model.ts';

/** Bounds of a whole number, both ends included. */
export interface WholeBounds {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * How values of an atomic type stand in JSON. A whole number is a JSON number only where its bounds leave every digit safe; one whose type has
 * patterns stays text, since `0007` and `7` are not the same to it. Decimals are always text: `12.50` stays `12.50`.
 */
export function kindOf({ builtin, facets }: SimpleType): JsonKind {
  if (facets.patterns && (builtin.kind === 'integer' || builtin.kind === 'number')) return 'text';
  if (builtin.wholeNumber && !facets.patterns) {
    const { minimum, maximum } = boundsOf({ builtin, facets });
    return minimum >= -safeInteger && maximum <= safeInteger ? 'integer' : 'text';
  }
  return builtin.kind;
}

/** Bounds that follow from the type and its facets; infinite where there are none. */
export function boundsOf({ builtin, facets }: Pick<SimpleType, 'builtin' | 'facets'>): WholeBounds {
  const digits = facets.totalDigits === undefined || facets.totalDigits > 15 ? Infinity : 10 ** facets.totalDigits - 1;
  const [signMinimum, signMaximum] = signBounds(builtin.name);
  const lows = [builtin.minimum ?? -Infinity, signMinimum, -digits, bound(facets.minInclusive, -Infinity), bound(facets.minExclusive, -Infinity) + 1];
  const highs = [builtin.maximum ?? Infinity, signMaximum, digits, bound(facets.maxInclusive, Infinity), bound(facets.maxExclusive, Infinity) - 1];
  return { minimum: Math.max(...lows), maximum: Math.min(...highs) };
}

function signBounds(name: string): readonly [minimum: number, maximum: number] {
  if (name === 'nonNegativeInteger' || name === 'unsignedLong') return [0, Infinity];
  if (name === 'positiveInteger') return [1, Infinity];
  if (name === 'nonPositiveInteger') return [-Infinity, 0];
  return name === 'negativeInteger' ? [-Infinity, -1] : [-Infinity, Infinity];
}

function bound(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isNaN(value) ? otherwise : value;
}
