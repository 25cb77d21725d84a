import type { JsonSchema } from '@amanah/adapter-api';
import type { Column } from './dialects/dialect.ts';

const second = String.raw`\d{2}:\d{2}:\d{2}(\.\d{1,9})?`;
const day = String.raw`\d{4}-\d{2}-\d{2}`;

/** JSON Schema of one value of a column. Dates have a pattern rather than a format: old tables hold 31 February and month 00. */
export function columnSchema(column: Column): JsonSchema {
  const schema = valueSchema(column);
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(column.nullable && typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(column.nullable && Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
    ...(column.comment ? { description: column.comment } : {}),
    $comment: column.declared,
  };
}

/** The same without anything said of the column itself: of a value to compare with. */
export function valueSchema({ kind, maxLength, values }: Pick<Column, 'kind' | 'maxLength' | 'values'>): { readonly [keyword: string]: unknown } {
  switch (kind) {
    case 'text':
      return { type: 'string', ...(values ? { enum: values } : maxLength ? { maxLength } : {}) };
    case 'integer':
      return { type: 'integer' };
    case 'bigint':
      return { type: 'string', pattern: '^-?\\d{1,20}$' };
    case 'decimal':
      return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
    case 'float':
      // Infinity and NaN have no JSON; they come as null.
      return { type: ['number', 'null'] };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', pattern: `^${day}$` };
    case 'time':
      return { type: 'string', pattern: String.raw`^-?\d{2,3}:\d{2}:\d{2}` };
    case 'datetime':
      return { type: 'string', pattern: `^${day}T${second}$` };
    case 'instant':
      return { type: 'string', pattern: `^${day}T${second}Z$` };
    case 'binary':
      return { type: 'string', contentEncoding: 'base64' };
    case 'json':
      return { type: 'string', contentMediaType: 'application/json' };
    case 'array':
      return { type: 'array' };
    case 'other':
      return { type: 'string' };
  }
}
