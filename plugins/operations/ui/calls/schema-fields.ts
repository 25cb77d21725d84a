import type { Schema } from './sample-input.ts';

/** Types that are said by a word of their own; `values` is one of a list, `any` says nothing. */
export type FieldType = 'text' | 'number' | 'integer' | 'truth' | 'date' | 'moment' | 'object' | 'list' | 'values' | 'any';

/** One field of what goes in or comes out, as a mapping names it: `owner.name`, `licences.*.number`. */
export interface SchemaField {
  readonly path: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly description: string | null;
  /** Of a field that is one of a list, the first few. */
  readonly values: readonly string[];
}

const deepest = 8;
const mostFields = 300;
const mostValues = 8;

type Node = Readonly<Record<string, unknown>>;

/** The fields that a schema describes, from the outside in; lists by `*`. What refers to itself is named once. */
export function schemaFields(schema: Schema): readonly SchemaField[] {
  const found: SchemaField[] = [];
  walk(schema, { path: '', required: true, into: found, root: typeof schema === 'boolean' ? {} : schema, seen: [] });
  return found;
}

interface Place {
  readonly path: string;
  readonly required: boolean;
  readonly into: SchemaField[];
  readonly root: Node;
  readonly seen: readonly unknown[];
}

function walk(schema: Schema, place: Place): void {
  const { path, into, root, seen } = place;
  if (typeof schema === 'boolean' || into.length >= mostFields) return;
  const node = merged(schema, root);
  const again = seen.includes(node.origin) || seen.length > deepest;
  if (path !== '') into.push(fieldOf(node.schema, place));
  if (again) return;
  const inner = { ...place, seen: [...seen, node.origin] };
  const { properties, items, required } = node.schema as { properties?: Record<string, Schema>; items?: Schema; required?: readonly string[] };
  for (const [name, property] of Object.entries(properties ?? {}))
    walk(property, { ...inner, path: joined(path, name.replaceAll('.', String.raw`\.`)), required: required?.includes(name) ?? false });
  if (items !== undefined && typeof items !== 'boolean') walkItems(items, inner);
}

function walkItems(items: Node, place: Place): void {
  const node = merged(items, place.root);
  const path = joined(place.path, '*');
  if (!(node.schema as { properties?: object }).properties) return;
  const before = place.into.length;
  walk(items, { ...place, path, required: true });
  // The item itself is no field that anybody maps; its own fields are.
  place.into.splice(before, 1);
}

/** The schema with what it refers to and all its parts in one; `origin` tells the same description again. */
function merged(schema: Node, root: Node): { readonly schema: Node; readonly origin: unknown } {
  const referred = typeof schema.$ref === 'string' ? resolved(schema.$ref, root) : null;
  const base: Node = referred ? { ...referred, ...schema } : schema;
  const parts = [...((base.allOf as Schema[] | undefined) ?? []), ...firstOf(base)].flatMap((part) =>
    typeof part === 'boolean' ? [] : [merged(part, root).schema],
  );
  const whole = parts.reduce<Node>((sum, part) => {
    const properties = { ...(part.properties as object | undefined), ...(sum.properties as object | undefined) };
    return { ...part, ...sum, ...(Object.keys(properties).length > 0 ? { properties } : {}) };
  }, base);
  return { schema: whole, origin: referred ?? schema };
}

/** Of several forms the first that is not `null` is shown. */
function firstOf(schema: Node): readonly Schema[] {
  const forms = ((schema.oneOf ?? schema.anyOf) as Schema[] | undefined) ?? [];
  const form = forms.find((one) => typeof one !== 'boolean' && one.type !== 'null');
  return form === undefined ? [] : [form];
}

function resolved(reference: string, root: Node): Node | null {
  if (!reference.startsWith('#/')) return null;
  let at: unknown = root;
  for (const step of reference.slice(2).split('/')) at = (at as Node | undefined)?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  return typeof at === 'object' && at !== null ? (at as Node) : null;
}

function fieldOf(schema: Node, { path, required }: Place): SchemaField {
  const values = ((schema.enum as unknown[] | undefined) ?? []).filter((value) => value !== null).map(String);
  const description = typeof schema.description === 'string' ? (schema.description.split('\n')[0] ?? null) : null;
  return { path, type: values.length > 0 ? 'values' : typeOf(schema), required, description, values: values.slice(0, mostValues) };
}

function typeOf({ type, format, properties }: Node): FieldType {
  const first = Array.isArray(type) ? (type as string[]).find((one) => one !== 'null') : type;
  switch (first) {
    case 'string':
      return format === 'date' ? 'date' : format === 'date-time' ? 'moment' : 'text';
    case 'number':
      return 'number';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'truth';
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    default:
      return properties ? 'object' : 'any';
  }
}

const joined = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
