import type { ContractProblem, JsonSchema, OperationDescription } from '@amanah/adapter-api';
import type { Field, Kind, OutgoingKind } from '../kind.ts';
import { fieldSchema } from './field-schema.ts';

/** Rows of one page, and of one file that is sent. */
export const mostRows = { page: 500, sent: 10_000 } as const;

/** What a file that lies there shows of a kind. */
export interface SeenColumns {
  readonly missing: readonly string[];
  readonly untaken: readonly string[];
}

/** The operations of a kind that is taken in: `find` by its key, `list` page by page. */
export function incomingOperations(name: string, kind: Kind, seen: SeenColumns, problems: readonly ContractProblem[]): readonly OperationDescription[] {
  const fields = Object.fromEntries(Object.entries(kind.fields).filter(([field]) => !seen.missing.includes(field)));
  const row = rowSchema(fields, seen.untaken);
  const asOf: JsonSchema = { type: ['string', 'null'], format: 'date-time', description: 'When the rows were taken in' };
  const common = { summary: `${kind.format} ${kind.pattern}`, group: name, effect: 'read', idempotent: true, problems } as const;
  const list: OperationDescription = {
    ...common,
    name: `${name}.list`,
    input: { type: 'object', properties: { limit: { type: 'integer', minimum: 1, maximum: mostRows.page, default: 100 } }, additionalProperties: false },
    output: {
      type: 'object',
      properties: { rows: { type: 'array', items: row }, asOf },
      required: ['rows', 'asOf'],
      additionalProperties: false,
    },
  };
  if (kind.key.length === 0) return [list];
  return [
    {
      ...common,
      name: `${name}.find`,
      input: {
        type: 'object',
        properties: Object.fromEntries(kind.key.map((key) => [key, fieldSchema(kind.fields[key]!, key)])),
        required: kind.key,
        additionalProperties: false,
      },
      output: { type: 'object', properties: { row: { anyOf: [row, { type: 'null' }] }, asOf }, required: ['row', 'asOf'], additionalProperties: false },
    },
    list,
  ];
}

/** The operation of a kind that is sent: one file a call. */
export function outgoingOperation(name: string, kind: OutgoingKind): OperationDescription {
  return {
    name: `${name}.send`,
    summary: `${kind.format} ${kind.name}`,
    group: name,
    effect: 'write',
    // The same key is one file, however often it is sent.
    idempotent: true,
    input: {
      type: 'object',
      properties: { rows: { type: 'array', minItems: 1, maxItems: mostRows.sent, items: rowSchema(kind.fields, []) } },
      required: ['rows'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        path: { type: 'string' },
        bytes: { type: 'integer' },
        sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        rows: { type: 'integer' },
      },
      required: ['path', 'bytes', 'sha256', 'rows'],
      additionalProperties: false,
    },
    problems: [],
  };
}

/** What lies in the folder and waits. */
export const folderOperation: OperationDescription = {
  name: 'folder.files',
  summary: null,
  group: null,
  effect: 'read',
  idempotent: true,
  input: { type: 'object', properties: { limit: { type: 'integer', minimum: 1, maximum: mostRows.page, default: 100 } }, additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      files: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            path: { type: 'string' },
            kind: { type: ['string', 'null'] },
            bytes: { type: 'integer' },
            modifiedAt: { type: 'string', format: 'date-time' },
          },
          required: ['path', 'kind', 'bytes', 'modifiedAt'],
          additionalProperties: false,
        },
      },
    },
    required: ['files'],
    additionalProperties: false,
  },
  problems: [],
};

function rowSchema(fields: Readonly<Record<string, Field>>, untaken: readonly string[]): JsonSchema {
  return {
    type: 'object',
    ...(untaken.length > 0 ? { description: `Columns of the file that no field takes: ${untaken.join(', ')}` } : {}),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field, name)])),
    required: Object.keys(fields),
    additionalProperties: false,
  };
}
