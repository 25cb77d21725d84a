import type { JsonSchema } from '@amanah/adapter-api';
import type { MappingSide } from '../mapping/apply-mapping.ts';
import type { FieldMapping, Mapping } from '../mapping/mapping.ts';
import { placeOf, type Place } from '../mapping/place.ts';
import { placeInSchema, requiredIn } from '../mapping/schema-place.ts';

/** What our side sends or gets, made of the system's own schema and the mapping; what an expression makes is not known. */
export function mappedSchema(mapping: Mapping | undefined, side: MappingSide, schema: JsonSchema): JsonSchema {
  if (!mapping) return schema;
  if ('expression' in mapping) return {};
  const root: Branch = { fields: new Map(), required: new Set(), items: null, leaf: null };
  const needed = new Set(side === 'input' ? requiredIn(schema) : []);
  for (const field of mapping.fields) {
    const [ours, theirs] = side === 'input' ? [field.from, field.to] : [field.to, field.from];
    if (ours === undefined) continue;
    const place = placeOf(ours);
    put(root, place, fieldSchema(field, side, schema, theirs));
    const first = place[0];
    const always = side === 'input' ? theirs !== undefined && needed.has(placeOf(theirs)[0] ?? '') : theirs === undefined;
    if (first !== undefined && always) root.required.add(first);
  }
  const definitions = typeof schema === 'object' && schema['$defs'] !== undefined ? { $defs: schema['$defs'] } : {};
  return { ...(schemaOf(root) as object), ...definitions };
}

interface Branch {
  readonly fields: Map<string, Branch>;
  readonly required: Set<string>;
  items: Branch | null;
  leaf: JsonSchema | null;
}

function put(at: Branch, [step, ...rest]: Place, schema: JsonSchema): void {
  if (step === undefined) return void (at.leaf = schema);
  const next = (step === '*' ? at.items : at.fields.get(step)) ?? { fields: new Map(), required: new Set(), items: null, leaf: null };
  if (step === '*') at.items = next;
  else at.fields.set(step, next);
  put(next, rest, schema);
}

function schemaOf({ fields, required, items, leaf }: Branch): JsonSchema {
  if (leaf !== null) return leaf;
  if (items) return { type: 'array', items: schemaOf(items) };
  return {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([name, branch]) => [name, schemaOf(branch)])),
    ...(required.size > 0 ? { required: [...required] } : {}),
  };
}

const types = { text: 'string', number: 'number', boolean: 'boolean' } as const;

function fieldSchema({ constant, codes, date, digits, as }: FieldMapping, side: MappingSide, schema: JsonSchema, theirs: string | undefined): JsonSchema {
  if (theirs === undefined) return { const: constant };
  if (codes) return { enum: side === 'output' ? [...new Set(Object.values(codes))] : Object.keys(codes) };
  if (date) return side === 'output' ? { type: ['string', 'null'], format: 'date' } : { type: 'string', format: 'date' };
  if (as && side === 'output') return { type: types[as] };
  if (as) return {};
  if (digits) return { type: 'string' };
  const found = placeInSchema(schema, placeOf(theirs));
  if (!('schemas' in found) || !found.schemas || found.schemas.length === 0) return {};
  return found.schemas.length === 1 ? (found.schemas[0] as JsonSchema) : { anyOf: found.schemas };
}
