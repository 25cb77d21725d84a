import type { JsonSchema } from '@amanah/adapter-api';
import type { Located } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, textAt } from '../document/json.ts';
import type { PartPlan, SchemePlan, Style } from '../plan.ts';
import { kindOf, parseMediaType } from './media-type.ts';
import { bodySchema, withoutBody } from './openapi3.ts';
import { anything, partOf, taken, type OperationPlace, type ReadAnswer, type ReadBody, type Reading } from './reading.ts';

/** Media types of an operation or, when it names none, of the document. */
function mediaTypes(reading: Reading, { operation }: OperationPlace, keyword: 'consumes' | 'produces'): readonly string[] {
  const own = member(operation.value, keyword);
  return (Array.isArray(own) ? own : listAt(reading.set.root.value, keyword)).filter((one): one is string => typeof one === 'string');
}

/** Reads the `body` parameter of an operation, or its form fields. */
export function readBody2(reading: Reading, place: OperationPlace, parameters: readonly Located[]): ReadBody | null {
  const fields = parameters.filter((at) => textAt(at.value, 'in') === 'formData' && textAt(at.value, 'name') !== null);
  if (fields.length > 0) return formOf(reading, place, fields);
  const body = parameters.find((at) => textAt(at.value, 'in') === 'body');
  if (!body) return null;
  const offered = mediaTypes(reading, place, 'consumes').map((type) => ({ type, kind: kindOf(parseMediaType(type).essence) }));
  const best = ['json', 'any', 'text', 'binary'].map((kind) => offered.find((one) => one.kind === kind)).find((one) => one !== undefined);
  const kind = best?.kind ?? 'json';
  const plain = { required: member(body.value, 'required') === true, named: false, parts: {} };
  if (kind === 'text') return { plan: { ...plain, type: best?.type ?? 'text/plain', as: 'text' }, schema: { ...anything, schema: { type: 'string' } } };
  if (kind === 'binary') {
    const schema = { type: 'string', contentEncoding: 'base64' };
    return { plan: { ...plain, type: best?.type ?? 'application/octet-stream', as: 'binary' }, schema: { ...anything, schema } };
  }
  const type = kind === 'any' || !best ? 'application/json' : best.type;
  return { plan: { ...plain, type, as: 'json' }, schema: taken(reading.input.convert(reading.set.child(body, 'schema')), place) };
}

const collections: Readonly<Record<string, Style>> = { csv: 'form', ssv: 'spaceDelimited', tsv: 'tabDelimited', pipes: 'pipeDelimited', multi: 'form' };

function formOf(reading: Reading, place: OperationPlace, fields: readonly Located[]): ReadBody {
  const consumed = mediaTypes(reading, place, 'consumes').map((type) => ({ type, essence: parseMediaType(type).essence }));
  const files = fields.some((at) => textAt(at.value, 'type') === 'file');
  const url = consumed.find(({ essence }) => essence === 'application/x-www-form-urlencoded');
  const multipart = files || (!url && consumed.some(({ essence }) => essence === 'multipart/form-data'));
  const parts: [string, PartPlan][] = [];
  const described = fields.map((at) => {
    const name = textAt(at.value, 'name') ?? '';
    const binary = textAt(at.value, 'type') === 'file';
    const format = textAt(at.value, 'collectionFormat') ?? 'csv';
    const array = textAt(at.value, 'type') === 'array';
    const writing = array ? { style: collections[format] ?? 'form', explode: format === 'multi', reserved: false } : null;
    if (binary || writing) parts.push([name, { binary, types: [], writing, headers: [] }]);
    return {
      name,
      required: member(at.value, 'required') === true,
      part: binary ? { ...anything, schema: fileSchema } : taken(reading.input.convert(at), place),
    };
  });
  const required = described.filter((one) => one.required).map(({ name }) => name);
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(described.map(({ name, part }) => [name, part.schema])),
    ...(required.length > 0 ? { required } : {}),
  };
  return {
    plan: {
      required: required.length > 0,
      type: multipart ? 'multipart/form-data' : (url?.type ?? 'application/x-www-form-urlencoded'),
      as: multipart ? 'multipart' : 'form',
      named: false,
      parts: Object.fromEntries(parts),
    },
    schema: partOf(schema, anything, ...described.map(({ part }) => part)),
  };
}

const base64: JsonSchema = { type: 'string', contentEncoding: 'base64' };
const fileSchema: JsonSchema = {
  anyOf: [
    base64,
    {
      type: 'object',
      properties: { content: base64, name: { type: 'string' }, type: { type: 'string' } },
      required: ['content'],
      additionalProperties: false,
    },
  ],
};

/** Statuses by which an operation succeeds, each with what it answers. */
export function readAnswers2(reading: Reading, place: OperationPlace): readonly ReadAnswer[] {
  const responses = reading.set.child(place.operation, 'responses');
  const statuses = Object.keys(isObject(responses.value) ? responses.value : {});
  const good = statuses.filter((status) => /^[23]\d\d$/.test(status));
  const chosen = good.some((status) => status.startsWith('2')) ? good : [...good, ...statuses.filter((status) => status === 'default')];
  if (chosen.length === 0) {
    reading.note({ kind: 'ignored', place: responses.pointer, found: 'no answer of success is described' });
    return [{ plan: { status: '2XX', bodies: [], headers: [] }, schema: anything }];
  }
  return chosen.map((status) => {
    const { at, missing } = reading.set.deref(reading.set.child(responses, status));
    if (!at) reading.note({ kind: 'unresolved', place: responses.pointer, found: missing });
    const headers = Object.keys(objectAt(at?.value, 'headers')).filter((name) => name.toLowerCase() !== 'content-type');
    const schema = at && reading.set.child(at, 'schema');
    if (!schema || schema.value === undefined) return { plan: { status, bodies: [], headers }, schema: withoutBody(status, place.method, headers) };
    const produced = mediaTypes(reading, place, 'produces').map((type) => parseMediaType(type).essence);
    const file = textAt(schema.value, 'type') === 'file';
    const kinds = ['json', 'any', 'text', 'binary'] as const;
    const kind = file ? 'binary' : (kinds.find((one) => produced.some((essence) => kindOf(essence) === one)) ?? 'json');
    const types = file ? produced : produced.filter((essence) => kindOf(essence) === kind);
    const bodies = (types.length > 0 ? types : [file ? '*/*' : 'application/json']).map((type) => ({ type, as: kind }));
    return { plan: { status, bodies, headers }, schema: bodySchema(reading, [schema], kind) };
  });
}

export function readSchemes2(reading: Reading, scopes: ReadonlyMap<string, ReadonlySet<string>>): Readonly<Record<string, SchemePlan>> {
  const schemes = objectAt(reading.set.root.value, 'securityDefinitions');
  return Object.fromEntries(Object.entries(schemes).map(([name, value]) => [name, schemeOf(value, [...(scopes.get(name) ?? [])])]));
}

function schemeOf(value: unknown, scopes: readonly string[]): SchemePlan {
  const type = textAt(value, 'type');
  if (type === 'basic') return { kind: 'basic' };
  const [name, place] = [textAt(value, 'name'), textAt(value, 'in')];
  if (type === 'apiKey' && name !== null && (place === 'header' || place === 'query')) return { kind: 'apiKey', in: place, name };
  const flow = textAt(value, 'flow');
  if (type === 'oauth2' && flow === 'application') return { kind: 'oauth2', tokenUrl: textAt(value, 'tokenUrl'), scopes };
  return { kind: 'other', said: type === 'oauth2' ? `oauth2 by ${flow ?? 'no flow'}` : (type ?? 'no type') };
}
