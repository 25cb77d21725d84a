import type { JsonSchema } from '@amanah/adapter-api';
import type { DocumentSet, Located } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, textAt } from '../document/json.ts';
import type { PartPlan, Style, Writing } from '../plan.ts';
import { anything, partOf, taken, type OperationPlace, type Part, type Reading } from './reading.ts';

/** Fields of an object schema, also of the parts of its `allOf`, with those that are required. */
export interface Fields {
  readonly members: ReadonlyMap<string, Located>;
  readonly required: ReadonlySet<string>;
}

export function fieldsOf(set: DocumentSet, at: Located, hops = 0): Fields {
  const found = set.deref(at).at;
  const members = new Map<string, Located>();
  const required = new Set<string>();
  if (!found || hops > 20) return { members, required };
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const index of listAt(found.value, keyword).keys()) {
      const part = fieldsOf(set, set.child(set.child(found, keyword), index), hops + 1);
      for (const [name, field] of part.members) members.set(name, field);
      if (keyword === 'allOf') for (const name of part.required) required.add(name);
    }
  }
  const properties = set.child(found, 'properties');
  for (const name of Object.keys(isObject(properties.value) ? properties.value : {})) members.set(name, set.child(properties, name));
  for (const name of listAt(found.value, 'required')) if (typeof name === 'string') required.add(name);
  return { members, required };
}

/** Parts of a form that need more than the defaults. */
export function partPlans(reading: Reading, fields: Fields, encoding: Located, multipart: boolean): Readonly<Record<string, PartPlan>> {
  const { set } = reading;
  const plans = [...fields.members].map(([name, field]): [string, PartPlan | null] => {
    const how = set.deref(set.child(encoding, name)).at?.value;
    const types = (textAt(how, 'contentType') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const binary = multipart && isBinary(set, field);
    const headers = multipart ? Object.keys(objectAt(how, 'headers')).filter((header) => header.toLowerCase() !== 'content-type') : [];
    const writing = multipart ? null : writingOf(how);
    const media = textAt(itemOf(set, field)?.value, 'contentMediaType');
    const plain = !binary && types.length === 0 && headers.length === 0 && writing === null;
    return [name, plain ? null : { binary, types: types.length > 0 ? types : binary && media ? [media] : [], writing, headers }];
  });
  return Object.fromEntries(plans.filter((one): one is [string, PartPlan] => one[1] !== null));
}

function writingOf(how: unknown): Writing | null {
  const [style, explode, reserved] = [textAt(how, 'style'), member(how, 'explode'), member(how, 'allowReserved')];
  if (style === null && typeof explode !== 'boolean' && typeof reserved !== 'boolean') return null;
  const known: readonly string[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'];
  const named = (style !== null && known.includes(style) ? style : 'form') as Style;
  return { style: named, explode: typeof explode === 'boolean' ? explode : named === 'form', reserved: reserved === true };
}

/** The schema of one part: items of an array are parts of their own. */
function itemOf(set: DocumentSet, field: Located): Located | undefined {
  const schema = set.deref(field).at;
  return schema && member(schema.value, 'type') === 'array' ? set.deref(set.child(schema, 'items')).at : schema;
}

/** Bytes rather than text: `format: binary` of 3.0, a media type without an encoding of 3.1, `type: file` of 2.0, or nothing said at all. */
function isBinary(set: DocumentSet, field: Located): boolean {
  const value = itemOf(set, field)?.value;
  if (!isObject(value)) return false;
  if (value['type'] === 'file' || value['format'] === 'binary') return true;
  return value['contentMediaType'] !== undefined && value['contentEncoding'] === undefined && !['object', 'array'].includes(String(value['type']));
}

const base64: JsonSchema = { type: 'string', contentEncoding: 'base64' };
const file = (headers: JsonSchema): JsonSchema => ({
  anyOf: [
    base64,
    {
      type: 'object',
      properties: { content: base64, name: { type: 'string' }, type: { type: 'string' }, ...(headers === true ? {} : { headers }) },
      required: ['content'],
      additionalProperties: false,
    },
  ],
});

/** Schema of a multipart body as callers give it: files in base64, parts with headers of their own as `{ content, headers }`. */
export function multipartSchema(reading: Reading, place: OperationPlace, body: Located, fields: Fields, plans: Readonly<Record<string, PartPlan>>): Part {
  if (!Object.values(plans).some(({ binary, headers }) => binary || headers.length > 0)) return taken(reading.input.convert(body), place);
  const parts: Part[] = [];
  const omitted = new Set<string>();
  const properties = [...fields.members].map(([name, field]): [string, JsonSchema] => {
    const plan = Object.hasOwn(plans, name) ? plans[name] : undefined;
    if (member(field.value, 'readOnly') === true) {
      omitted.add(name);
      return [name, false];
    }
    const headers: JsonSchema =
      plan && plan.headers.length > 0 ? { type: 'object', properties: Object.fromEntries(plan.headers.map((header) => [header, { type: 'string' }])) } : true;
    const many = member(reading.set.deref(field).at?.value, 'type') === 'array';
    if (plan?.binary) return [name, many ? { type: 'array', items: file(headers) } : file(headers)];
    const part = taken(reading.input.convert(field), place);
    parts.push(part);
    const wrapped: JsonSchema = { type: 'object', properties: { content: part.schema, headers }, required: ['content'], additionalProperties: false };
    return [name, headers === true ? part.schema : wrapped];
  });
  const required = [...fields.required].filter((name) => !omitted.has(name));
  return partOf({ type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) }, anything, ...parts);
}
