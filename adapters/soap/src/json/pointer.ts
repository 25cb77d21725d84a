import type { SchemaObject } from './simple-schema.ts';

/** Steps of a JSON pointer (RFC 6901). */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that a pointer leads to; `undefined` when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : undefined),
    value,
  );
}

/** A copy of an object with a value at a pointer; objects on the way are made. */
export function withValueAt(value: unknown, pointer: string, put: unknown): unknown {
  const set = (at: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return put;
    const record = typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Record<string, unknown>) : {};
    return { ...record, [step]: set(Object.hasOwn(record, step) ? record[step] : undefined, rest) };
  };
  return set(value, stepsOf(pointer));
}

/** Whether a schema knows the field that a pointer leads to. */
export function schemaHas(schema: SchemaObject, pointer: string): boolean {
  return stepsOf(pointer).reduce<SchemaObject | null>((at, step) => at && fieldOf(resolved(at, schema), step), schema) !== null;
}

/** A schema in which a field is left out: who calls does not give it. An object of which nothing has to be given any more may be left out too. */
export function schemaWithout(schema: SchemaObject, pointer: string): SchemaObject {
  const leaveOut = (at: SchemaObject, [step = '', ...rest]: readonly string[]): SchemaObject => {
    const object = resolved(at, schema);
    const field = fieldOf(object, step);
    if (!field) return at;
    const { [step]: _, ...others } = (object['properties'] ?? {}) as Record<string, unknown>;
    const required = ((object['required'] ?? []) as readonly string[]).filter((one) => one !== step);
    if (rest.length === 0) return { ...object, properties: others, required };
    const inner = leaveOut(field, rest);
    const stillRequired = ((inner['required'] ?? []) as readonly string[]).length > 0;
    return { ...object, properties: { ...others, [step]: inner }, ...(stillRequired ? {} : { required }) };
  };
  return leaveOut(schema, stepsOf(pointer));
}

function resolved(schema: SchemaObject, root: SchemaObject): SchemaObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return ((root['$defs'] as Readonly<Record<string, SchemaObject>> | undefined)?.[reference.slice('#/$defs/'.length)] ?? {}) as SchemaObject;
}

function fieldOf(schema: SchemaObject, step: string): SchemaObject | null {
  const properties = schema['properties'] as Readonly<Record<string, SchemaObject>> | undefined;
  return (properties && Object.hasOwn(properties, step) && properties[step]) || null;
}
