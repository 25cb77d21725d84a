import { isObject } from '../document/json.ts';

/** Types of JSON Schema. */
export const types: ReadonlySet<string> = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);

/** Formats that are checked in what is sent; others say nothing that can be checked. */
export const checkedFormats: ReadonlySet<string> = new Set([
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'uuid',
]);

/** Formats of integers that may be longer than a JavaScript number holds. */
export const longIntegers: ReadonlySet<string> = new Set(['int64', 'uint64', 'long', 'bigint']);

const count = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const number = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const flag = (value: unknown) => typeof value === 'boolean';

/** Keywords that pass as they are when their value is of the right kind. */
export const plainKeywords: Readonly<Record<string, (value: unknown) => boolean>> = {
  multipleOf: (value) => number(value) && (value as number) > 0,
  maxLength: count,
  minLength: count,
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  minContains: count,
  maxContains: count,
  maxProperties: count,
  minProperties: count,
  dependentRequired: (value) => isObject(value) && Object.values(value).every((names) => Array.isArray(names) && names.every((one) => typeof one === 'string')),
  deprecated: flag,
  contentEncoding: (value) => typeof value === 'string',
  contentMediaType: (value) => typeof value === 'string',
};

/** Keywords whose value is one schema, and whether that schema judges the value itself rather than a part of it. */
export const schemaKeywords: readonly (readonly [keyword: string, same: boolean])[] = [
  ['not', true],
  ['if', true],
  ['then', true],
  ['else', true],
  ['contains', false],
  ['additionalProperties', false],
  ['propertyNames', false],
  ['unevaluatedItems', false],
  ['unevaluatedProperties', false],
];

/** The pattern as ajv compiles it, or `null` when it is none. */
export function usablePattern(pattern: unknown): string | null {
  if (typeof pattern !== 'string') return null;
  // Escapes that mean nothing are an error under the `u` flag and common in documents.
  const without = pattern.replaceAll(/\\([^\w\s\\^$.*+?()[\]{}|/-])/g, '$1');
  for (const text of [pattern, without, without.replaceAll('\\-', '-')]) {
    try {
      new RegExp(text, 'u');
      return text;
    } catch {
      continue;
    }
  }
  return null;
}
