import type { JsonSchema } from '@amanah/adapter-api';
import type { Field } from '../kind.ts';

/** What stands in a row for a field, as JSON Schema; without a value it is `null` where the field is not required. */
export function fieldSchema(field: Field, name: string): JsonSchema {
  const { from, required, codes } = field;
  const heading = from !== undefined && from !== name ? { title: typeof from === 'number' ? `column ${from}` : from } : {};
  if (codes) return { ...heading, enum: [...new Set(Object.values(codes)), ...(required ? [] : [null])] };
  const { type, ...rest } = valueSchema(field);
  return { ...heading, type: required ? type : [type, 'null'], ...rest };
}

function valueSchema({ type, pattern, maxLength, min, max }: Field): { readonly type: string } & Readonly<Record<string, unknown>> {
  switch (type) {
    case 'integer':
    case 'number':
      return { type, ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
    case 'boolean':
      return { type };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'date-time':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
    case 'decimal':
      return { type: 'string', pattern: '^-?\\d+(?:\\.\\d+)?$' };
    case 'hijri-date':
      return { type: 'string', description: 'Hijri' };
    case 'text':
      return { type: 'string', ...(maxLength === undefined ? {} : { maxLength }), ...(pattern === undefined ? {} : { pattern: `^(?:${pattern})$` }) };
  }
}
