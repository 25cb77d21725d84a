import type { JsonSchema } from '@amanah/adapter-api';

type Keywords = Readonly<Record<string, unknown>>;

/** A schema together with the document in which its references are looked up. */
export interface PlacedSchema {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** One level of a schema with its references and `allOf` brought together: what a value must be, in parts that can be compared one by one. */
export interface FlatSchema {
  /** `null`: any. */
  readonly types: ReadonlySet<string> | null;
  /** Allowed values as JSON; `null`: any. */
  readonly values: readonly string[] | null;
  readonly properties: ReadonlyMap<string, PlacedSchema>;
  readonly required: ReadonlySet<string>;
  /** What further fields may be. */
  readonly additional: PlacedSchema;
  readonly prefixItems: readonly PlacedSchema[];
  readonly items: PlacedSchema;
  /** Alternatives of which one holds; `null` when there is one form only. */
  readonly options: readonly PlacedSchema[] | null;
  /** Lengths, sizes, patterns and formats by keyword. */
  readonly bounds: ReadonlyMap<string, unknown>;
  /** Keywords that are compared as a whole. */
  readonly others: ReadonlyMap<string, unknown>;
}

const bounds: ReadonlySet<string> = new Set([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'multipleOf',
  'pattern',
  'format',
  'contentEncoding',
  'uniqueItems',
]);
const others: ReadonlySet<string> = new Set([
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'contains',
  'minContains',
  'maxContains',
  'unevaluatedProperties',
  'unevaluatedItems',
]);

/** Flattens one level; a reference that leads nowhere, or round to itself, says nothing. */
export function flatSchema(placed: PlacedSchema): FlatSchema {
  const root = placed.root;
  const place = (schema: unknown): PlacedSchema => ({ schema: schema as JsonSchema, root });
  const parts = partsOf(placed.schema, root, new Set());
  const found: { types: ReadonlySet<string> | null; values: readonly string[] | null; options: readonly unknown[] | null } = {
    types: null,
    values: null,
    options: null,
  };
  let additional: unknown = true;
  let items: unknown = true;
  let prefixItems: readonly unknown[] = [];
  const properties = new Map<string, unknown>();
  const required = new Set<string>();
  const kept = { bounds: new Map<string, unknown>(), others: new Map<string, unknown>() };
  const restrictTypes = (given: readonly string[]) => {
    const { types } = found;
    found.types = new Set(types ? given.filter((type) => holdsType(types, type)) : given);
  };
  const restrictValues = (given: readonly unknown[]) => {
    const texts = given.map((value) => JSON.stringify(value));
    found.values = found.values ? found.values.filter((one) => texts.includes(one)) : texts;
  };
  for (const part of parts) {
    if (part === false) restrictTypes([]);
    if (typeof part === 'boolean') continue;
    for (const [keyword, value] of Object.entries(part)) {
      if (keyword === 'type') restrictTypes([value].flat() as string[]);
      else if (keyword === 'enum') restrictValues(value as unknown[]);
      else if (keyword === 'const') restrictValues([value]);
      else if (keyword === 'required') for (const name of value as string[]) required.add(name);
      else if (keyword === 'properties') {
        for (const [name, schema] of Object.entries(value as Keywords)) properties.set(name, both(properties.get(name), schema));
      } else if (keyword === 'additionalProperties') additional = both(additional, value);
      else if (keyword === 'items') items = both(items, value);
      else if (keyword === 'prefixItems') prefixItems = value as unknown[];
      else if (keyword === 'anyOf' || keyword === 'oneOf') found.options = [...(found.options ?? []), ...(value as unknown[])];
      else if (bounds.has(keyword)) kept.bounds.set(keyword, value);
      else if (others.has(keyword)) kept.others.set(keyword, value);
    }
  }
  const { values, options } = found;
  const flat: FlatSchema = {
    types: found.types ?? (values && new Set(values.map((value) => typeOf(JSON.parse(value))))),
    values,
    properties: new Map([...properties].map(([name, schema]) => [name, place(schema)])),
    required,
    additional: place(additional),
    prefixItems: prefixItems.map(place),
    items: place(items),
    options: null,
    ...kept,
  };
  return options ? withOptions(flat, options.map(place)) : flat;
}

const pairs = new WeakMap<object, WeakMap<object, JsonSchema>>();

/** Both schemas at once. The same two give the same object, by which a schema that goes round in itself is known again. */
function both(first: unknown, second: unknown): unknown {
  if (first === undefined || first === true) return second;
  if (second === true || first === false) return first;
  if (second === false) return false;
  const known = pairs.get(first as object) ?? new WeakMap<object, JsonSchema>();
  pairs.set(first as object, known);
  const pair = known.get(second as object) ?? { allOf: [first, second] };
  known.set(second as object, pair);
  return pair;
}

/** One alternative, or one beside `null`, is no choice: it is what the value must be, and may then be `null` too. */
function withOptions(flat: FlatSchema, options: readonly PlacedSchema[]): FlatSchema {
  const isNull = ({ schema }: PlacedSchema) => typeof schema === 'object' && schema['type'] === 'null' && Object.keys(schema).length === 1;
  const real = options.filter((option) => !isNull(option));
  const [only] = real;
  if (real.length !== 1 || !only || !isBare(flat)) return { ...flat, options };
  const one = flatSchema(only);
  if (real.length === options.length || one.options) return real.length === options.length ? one : { ...flat, options };
  return { ...one, types: one.types && new Set([...one.types, 'null']), values: one.values && [...new Set([...one.values, 'null'])] };
}

/** Whether a level says nothing beside its alternatives. */
export function isBare({ types, values, properties, required, additional, prefixItems, items, bounds: limits, others: rest }: FlatSchema): boolean {
  const sizes = [properties.size, required.size, prefixItems.length, limits.size, rest.size];
  return types === null && values === null && additional.schema === true && items.schema === true && sizes.every((size) => size === 0);
}

/** The schema with what its references and `allOf` say. */
function partsOf(schema: JsonSchema | undefined, root: JsonSchema, seen: Set<unknown>): readonly JsonSchema[] {
  if (schema === undefined || schema === true || seen.has(schema)) return [];
  if (schema === false) return [false];
  seen.add(schema);
  const { $ref, allOf } = schema as { $ref?: string; allOf?: readonly JsonSchema[] };
  return [schema, ...(typeof $ref === 'string' ? partsOf(resolved($ref, root), root, seen) : []), ...(allOf ?? []).flatMap((one) => partsOf(one, root, seen))];
}

function resolved(ref: string, root: JsonSchema): JsonSchema | undefined {
  if (!ref.startsWith('#')) return undefined;
  return ref
    .slice(1)
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => (at as Keywords | undefined)?.[key], root) as JsonSchema | undefined;
}

/** Whether a set of types takes a type; every integer is a number. */
export function holdsType(types: ReadonlySet<string>, type: string): boolean {
  return types.has(type) || (type === 'integer' && types.has('number'));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
