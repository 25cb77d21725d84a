import type { OperationInfo, Schema } from '@amanah/plugin-api';
import type { OperationsSystemDefinition } from '../definition.ts';

type Parts = Record<string, Schema>;

/** OpenAPI 3.1 of the chosen operations of one system, whole in itself: typed clients are made from it, and other systems call by it. */
export function operationsDocument({ id, title }: Pick<OperationsSystemDefinition, 'id' | 'title'>, operations: readonly OperationInfo[]): object {
  const schemas: Parts = {};
  const paths = operations.map((operation) => {
    const { name } = operation;
    return [
      `/${name}`,
      {
        post: {
          operationId: name,
          summary: operation.title.en,
          'x-title-ar': operation.title.ar,
          'x-effect': operation.effect,
          'x-idempotent': operation.idempotent,
          requestBody: { required: true, content: { 'application/json': { schema: placed(operation.input, `${name}Input`, schemas) } } },
          responses: {
            200: { description: 'The answer of the system', content: { 'application/json': { schema: placed(operation.output, `${name}Output`, schemas) } } },
          },
        },
      },
    ] as const;
  });
  return { openapi: '3.1.0', info: { title: title.en, version: '1', 'x-system': id }, paths: Object.fromEntries(paths), components: { schemas } };
}

/** Puts a schema and its own definitions among the document's, and gives the reference to it. */
function placed(schema: Schema, name: string, schemas: Parts): Schema {
  const { $defs, ...rest } = (typeof schema === 'boolean' ? (schema ? {} : { not: {} }) : schema) as { $defs?: Parts };
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === '$ref' && typeof one === 'string' ? reference(one, name) : moved(one)]));
  };
  schemas[name] = moved(rest) as Schema;
  for (const [key, definition] of Object.entries($defs ?? {})) schemas[partName(name, key)] = moved(definition) as Schema;
  return { $ref: `#/components/schemas/${name}` };
}

function reference(ref: string, name: string): string {
  const definition = /^#\/\$defs\/([^/]+)(.*)$/.exec(ref);
  if (definition)
    return `#/components/schemas/${partName(
      name,
      decodeURIComponent(definition[1] ?? '')
        .replaceAll('~1', '/')
        .replaceAll('~0', '~'),
    )}${definition[2]}`;
  return ref.startsWith('#') ? `#/components/schemas/${name}${ref.slice(1)}` : ref;
}

/** Component names allow few characters. */
function partName(name: string, key: string): string {
  return `${name}.${key.replace(/[^\w.-]/g, '_')}`;
}
