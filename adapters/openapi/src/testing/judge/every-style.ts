type Json = Readonly<Record<string, unknown>>;

const item = { type: 'string', minLength: 1 };
const shapes: Readonly<Record<string, Json>> = {
  text: { type: 'string' },
  number: { type: 'number' },
  flag: { type: 'boolean' },
  list: { type: 'array', items: item, minItems: 1 },
  numbers: { type: 'array', items: { type: 'integer' }, minItems: 1 },
  object: {
    type: 'object',
    properties: { R: { type: 'integer' }, اسم: { type: 'string', minLength: 1 }, ok: { type: 'boolean' } },
    required: ['R'],
    additionalProperties: false,
  },
};
/** In an exploded label a dot divides, and is not encoded in any writing of the standard. */
const dotless: Readonly<Record<string, Json>> = {
  text: { type: 'string', pattern: '^[A-Za-z ء-ي]{1,9}$' },
  list: { type: 'array', items: { type: 'string', pattern: '^[A-Za-z ء-ي]{1,9}$' }, minItems: 1 },
  numbers: { type: 'array', items: { type: 'integer' }, minItems: 1 },
  object: {
    type: 'object',
    properties: { R: { type: 'integer' }, name: { type: 'string', pattern: '^[a-z]{1,9}$' } },
    required: ['R'],
    additionalProperties: false,
  },
};
/** Characters that HTTP can carry in a header as they are. */
const headed: Readonly<Record<string, Json>> = {
  text: { type: 'string', pattern: '^[!-~](?:[ -~]{0,8}[!-~])?$' },
  list: { type: 'array', items: { type: 'string', pattern: '^[!-+.-<>-~]{1,9}$' }, minItems: 1 },
  numbers: shapes['numbers'] as Json,
  object: { type: 'object', properties: { R: { type: 'integer' }, ok: { type: 'boolean' } }, required: ['R'], additionalProperties: false },
};
const nested = {
  type: 'object',
  properties: {
    state: { type: 'string', minLength: 1 },
    range: { type: 'object', properties: { from: { type: 'integer' }, to: { type: 'integer' } }, required: ['from'] },
    ids: { type: 'array', items: { type: 'integer' }, minItems: 1 },
  },
  required: ['state', 'range'],
};

const styles: readonly (readonly [place: string, style: string, explodes: readonly boolean[], shapes: Readonly<Record<string, Json>>])[] = [
  ['path', 'simple', [false, true], shapes],
  ['path', 'label', [false], shapes],
  ['path', 'label', [true], dotless],
  ['path', 'matrix', [false, true], shapes],
  ['query', 'form', [false, true], shapes],
  ['query', 'spaceDelimited', [false], { list: shapes['list'] as Json, numbers: shapes['numbers'] as Json }],
  ['query', 'pipeDelimited', [false], { list: shapes['list'] as Json, numbers: shapes['numbers'] as Json }],
  ['query', 'deepObject', [true], { object: shapes['object'] as Json, nested }],
  ['header', 'simple', [false, true], headed],
  ['cookie', 'form', [false, true], shapes],
];

/** A document with one operation for every place, style, explode and shape of value, for content parameters, and for every kind of body. */
export function everyStyle(): object {
  const ok = { responses: { 200: { description: '' } } };
  const paths: Record<string, unknown> = {};
  for (const [place, style, explodes, kinds] of styles) {
    for (const explode of explodes) {
      for (const [kind, schema] of Object.entries(kinds)) {
        const id = `${place}-${style}-${explode}-${kind}`;
        const parameter = { name: 'القيمة', in: place, required: true, style, explode, schema };
        const named = place === 'header' ? { ...parameter, name: 'X-Value' } : parameter;
        paths[`/${id}${place === 'path' ? '/before{القيمة}/after' : ''}`] = { get: { operationId: id, parameters: [named], ...ok } };
      }
    }
  }
  for (const place of ['path', 'query', 'header', 'cookie']) {
    const parameter = { name: 'value', in: place, required: true, content: { 'application/json': { schema: nested } } };
    paths[`/json-${place}${place === 'path' ? '/{value}' : ''}`] = { get: { operationId: `json-${place}`, parameters: [parameter], ...ok } };
  }
  const reserved = { name: 'value', in: 'query', required: true, allowReserved: true, schema: { type: 'string', minLength: 1 } };
  paths['/reserved'] = { get: { operationId: 'reserved', parameters: [reserved], ...ok } };
  for (const [id, content] of Object.entries(bodies)) paths[`/${id}`] = { post: { operationId: id, requestBody: { required: true, content }, ...ok } };
  return { openapi: '3.1.0', info: { title: 'Every style', version: '1' }, paths };
}

const flat = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    count: { type: 'integer' },
    ok: { type: 'boolean' },
    tags: { type: 'array', items: item, minItems: 1 },
  },
  required: ['name'],
  additionalProperties: false,
};
const bodies: Readonly<Record<string, Json>> = {
  'body-json': { 'application/json': { schema: { ...nested, additionalProperties: false } } },
  'body-merge-patch': { 'application/merge-patch+json': { schema: flat } },
  'body-text': { 'text/plain': { schema: { type: 'string' } } },
  'body-bytes': { 'application/octet-stream': {} },
  'body-form': { 'application/x-www-form-urlencoded': { schema: { ...flat, properties: { ...flat.properties, place: nested } } } },
  'body-form-encoded': {
    'application/x-www-form-urlencoded': {
      schema: {
        type: 'object',
        properties: {
          deep: nested,
          joined: { type: 'array', items: { type: 'integer' }, minItems: 1 },
          spread: shapes['list'] as Json,
          free: { type: 'string', minLength: 1 },
        },
        additionalProperties: false,
      },
      encoding: {
        deep: { style: 'deepObject', explode: true },
        joined: { style: 'form', explode: false },
        spread: { style: 'form', explode: true },
        free: { allowReserved: true },
      },
    },
  },
  'body-multipart': {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          file: { contentMediaType: 'application/pdf' },
          more: { type: 'array', items: { contentMediaType: 'image/png' }, minItems: 1 },
          note: { type: 'string', minLength: 1 },
          tags: { type: 'array', items: item, minItems: 1 },
          place: nested,
        },
        required: ['file'],
        additionalProperties: false,
      },
      encoding: { file: { contentType: 'application/pdf, image/png' } },
    },
  },
};
