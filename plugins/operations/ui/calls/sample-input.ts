/** JSON Schema as the hub's answers carry it. */
export type Schema = boolean | Readonly<Record<string, unknown>>;

const deepest = 6;

/** An input that the schema may take, to begin from: what it gives as example or default, else the least of its type; optional fields are left out. */
export function sampleInput(schema: Schema, depth = 0): unknown {
  if (typeof schema === 'boolean' || depth > deepest) return null;
  const { default: otherwise, const: fixed, enum: values, examples } = schema as Record<string, unknown>;
  if (fixed !== undefined) return fixed;
  if (otherwise !== undefined) return otherwise;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (Array.isArray(values) && values.length > 0) return values[0];
  for (const name of ['allOf', 'oneOf', 'anyOf'] as const) {
    const [first] = (schema[name] as Schema[] | undefined) ?? [];
    if (first !== undefined && schema.type === undefined) return sampleInput(first, depth + 1);
  }
  const type = Array.isArray(schema.type) ? (schema.type as string[]).find((one) => one !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return sampleObject(schema, depth);
    case 'array':
      return [sampleInput((schema.items as Schema | undefined) ?? {}, depth + 1)];
    case 'integer':
    case 'number':
      return (schema.minimum as number | undefined) ?? 1;
    case 'boolean':
      return false;
    case 'string':
      return '';
    default:
      return schema.properties ? sampleObject(schema, depth) : null;
  }
}

function sampleObject(schema: Readonly<Record<string, unknown>>, depth: number): object {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const properties = Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {});
  return Object.fromEntries(properties.filter(([name]) => required.has(name)).map(([name, inner]) => [name, sampleInput(inner, depth + 1)]));
}
