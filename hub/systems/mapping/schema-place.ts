import type { JsonSchema } from '@amanah/adapter-api';
import type { Place } from './place.ts';

/** What a schema says of a place: its own schemas there, `null` when it says nothing, or the names it has instead. */
export type SchemaPlace = { readonly schemas: readonly JsonSchema[] | null } | { readonly names: readonly string[] };

type SchemaObject = { readonly [keyword: string]: unknown };

const maxRefs = 50;

/** Looks for a place in a schema. Fields that a schema does not name count as absent unless it says that others may be there. */
export function placeInSchema(root: JsonSchema, place: Place): SchemaPlace {
  let here: readonly JsonSchema[] = [root];
  for (const step of place) {
    const open = here.flatMap((schema) => alternatives(root, schema));
    const next = open.flatMap((schema) => stepInto(schema, step));
    const names = [...new Set(open.flatMap(namesOf))];
    if (next.length > 0) here = next;
    else if (open.some((schema) => saysNothing(schema))) return { schemas: null };
    else return { names };
  }
  return { schemas: here.flatMap((schema) => alternatives(root, schema)) };
}

/** Required fields of an object, whatever the alternative. */
export function requiredIn(root: JsonSchema, schema: JsonSchema = root): readonly string[] {
  const { schema: read } = resolved(root, schema);
  if (!read) return [];
  const own = Array.isArray(read['required']) ? (read['required'] as string[]) : [];
  return [...new Set([...own, ...list(read['allOf']).flatMap((one) => requiredIn(root, one))])];
}

function alternatives(root: JsonSchema, schema: JsonSchema, depth = 0): readonly SchemaObject[] {
  const { schema: read } = resolved(root, schema);
  if (!read) return [{}];
  if (depth > maxRefs) return [];
  const parts = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((keyword) => list(read[keyword]).flatMap((one) => alternatives(root, one, depth + 1)));
  // `{ "type": "null" }` beside the real one says nothing of its fields, and must not count as saying that any may be there.
  const real = parts.filter((part) => part['type'] !== 'null');
  return real.length > 0 && !read['properties'] && !read['items'] ? real : [read, ...real];
}

/** A schema behind its references; `null` when it says nothing (`true`, or a reference that leads nowhere). */
function resolved(root: JsonSchema, schema: JsonSchema): { readonly schema: SchemaObject | null } {
  let at: unknown = schema;
  for (let refs = 0; refs < maxRefs; refs++) {
    if (typeof at !== 'object' || at === null) return { schema: null };
    const ref: unknown = (at as SchemaObject)['$ref'];
    if (typeof ref !== 'string') return { schema: at as SchemaObject };
    if (!ref.startsWith('#')) return { schema: null };
    at = decodeURIComponent(ref.slice(1))
      .split('/')
      .slice(1)
      .reduce<unknown>((inner, step) => (inner as SchemaObject | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], root);
  }
  return { schema: null };
}

function stepInto(schema: SchemaObject, step: string): readonly JsonSchema[] {
  if (step === '*' || /^\d+$/.test(step)) {
    const first = list(schema['prefixItems'])[step === '*' ? 0 : Number(step)];
    const items = first ?? (isSchema(schema['items']) ? schema['items'] : undefined);
    if (items !== undefined) return [items];
  }
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  if (Object.hasOwn(properties, step)) return [properties[step] as JsonSchema];
  const other = schema['additionalProperties'];
  return isSchema(other) && other !== false ? [other] : [];
}

const namesOf = (schema: SchemaObject) => Object.keys((schema['properties'] ?? {}) as object);

function saysNothing(schema: SchemaObject): boolean {
  if (schema['patternProperties'] !== undefined) return true;
  const type: unknown = schema['type'];
  return !schema['properties'] && !schema['items'] && (type === undefined || type === 'object' || type === 'array' || Array.isArray(type));
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));

const list = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? (value as JsonSchema[]) : []);
