import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { config } from '../config.ts';
import { DocumentSet } from '../document/document-set.ts';
import type { Snapshot } from '../plan.ts';
import { readContract } from './read-contract.ts';

async function read(document: object | string, given: object = { server: { url: 'https://system.example/v1' } }) {
  const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document));
  return readContract(await DocumentSet.read('file:///document', async () => bytes), config.parse({ document: { file: 'document' }, ...given }));
}

const ok = { responses: { 200: { description: '' } } };
const info = { title: 'T', version: '1' };

test('an operation says everything that keeps it from being called, by its place; its neighbours work', async () => {
  const deep = { type: 'array', items: { type: 'array', items: { type: 'string' } } };
  const contract = await read({
    openapi: '3.0.3',
    info,
    paths: {
      '/right': { get: { operationId: 'right', ...ok } },
      '/missing': {
        post: {
          operationId: 'missing',
          parameters: [{ $ref: '#/components/parameters/Nobody' }, { name: 'list', in: 'query', required: true, schema: deep }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Outer' } } } },
          ...ok,
        },
      },
      '/mixed': { post: { operationId: 'mixed', requestBody: { content: { 'multipart/mixed': {} } }, ...ok } },
      '/body': { post: { operationId: 'body', requestBody: { $ref: 'other.yaml#/Body' }, ...ok } },
      '/stream': { get: { operationId: 'stream', responses: { 200: { description: '', content: { 'text/event-stream': {} } } } } },
      '/trace': { trace: { operationId: 'trace', ...ok } },
      '/odd': { get: { operationId: 'odd', parameters: [{ name: 'x', in: 'matrix' }], ...ok } },
      '/loop': { put: { operationId: 'loop', requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } } }, ...ok } },
      '/elsewhere': { $ref: 'paths.yaml#/x' },
    },
    components: {
      schemas: {
        Outer: { type: 'object', properties: { inner: { $ref: '#/components/schemas/Inner' } } },
        Inner: { type: 'object', properties: { gone: { $ref: '#/components/schemas/Gone' } } },
        Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }, { type: 'object' }] },
      },
    },
  });
  expect(
    Object.fromEntries(contract.operations.map(({ name, problems }) => [name, problems.map(({ kind, place, found }) => `${kind} ${place}: ${found}`)])),
  ).toEqual({
    right: [],
    missing: [
      'unresolved /paths/~1missing/post/parameters/0: #/components/parameters/Nobody',
      'unsupported /paths/~1missing/post/parameters/1: an array of arrays in style form, for which the standard has no writing',
      'unresolved /components/schemas/Inner/properties/gone: #/components/schemas/Gone',
    ],
    mixed: ['unsupported /paths/~1mixed/post/requestBody/content: multipart/mixed'],
    body: ['unresolved /paths/~1body/post/requestBody: other.yaml#/Body'],
    stream: ['unsupported /paths/~1stream/get/responses/200/content: text/event-stream, an answer without end'],
    trace: ['unsupported /paths/~1trace/trace: TRACE'],
    odd: ['invalid /paths/~1odd/get/parameters/0: {"name":"x","in":"matrix"}'],
    loop: ['invalid /paths/~1loop/put: the schema Loop is made of itself'],
  });
  expect(contract.problems.map(({ kind, place, found }) => `${kind} ${place}: ${found}`)).toEqual(['unresolved /paths/~1elsewhere: paths.yaml#/x']);
  expect(Object.keys((contract.snapshot as Snapshot).operations)).toEqual(['right']);
});

test('what can be lived with is noted, and the operation works', async () => {
  const contract = await read({
    openapi: '3.0.3',
    info: { title: 'T', version: 2 },
    paths: {
      '/a/{id}/{undescribed}': {
        get: {
          operationId: 'twice',
          tags: ['one', 'two'],
          description: 'What it does.\nAnd more.',
          parameters: [
            { name: 'id', in: 'path', style: 'form', schema: { type: 'integr', pattern: '(?<', minLength: -1, enum: [], required: 'yes' } },
            { name: 'unused', in: 'path', schema: {} },
            { name: 'Accept', in: 'header', schema: {} },
            { name: 'idempotency-key', in: 'header', schema: {} },
            { name: 'deep', in: 'query', schema: { type: 'object', properties: { a: { type: 'object' } } } },
          ],
          responses: { 404: { description: '' }, 500: { $ref: '#/nowhere' } },
          callbacks: { x: {} },
        },
      },
      '/b': { get: { operationId: 'twice', responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: '#/nowhere' } } } } } } },
      '/c#Action=X': { post: { requestBody: { content: {} }, responses: { 200: { $ref: '#/nobody' } } } },
      '/c#Action=Y': { post: ok },
      'x-own': {},
    },
    webhooks: { changed: {} },
  });
  expect(contract.operations.map(({ name, summary, group, problems }) => ({ name, summary, group, problems }))).toEqual([
    { name: 'twice', summary: 'What it does.', group: 'one', problems: [] },
    { name: 'getB', summary: null, group: null, problems: [] },
    { name: 'postCActionX', summary: null, group: null, problems: [] },
    { name: 'postCActionY', summary: null, group: null, problems: [] },
  ]);
  expect(contract.operations[0]?.input).toEqual({
    type: 'object',
    properties: { id: {}, undescribed: { type: 'string', minLength: 1 } },
    required: ['id', 'undescribed'],
    additionalProperties: false,
  });
  expect(contract.problems.map(({ kind, place, found }) => `${kind} ${place}: ${found}`)).toEqual([
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0: style form in path',
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0/schema/type: integr',
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0/schema/enum: []',
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0/schema/pattern: (?<',
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0/schema/minLength: -1',
    'invalid /paths/~1a~1{id}~1{undescribed}/get/parameters/0/schema/required: yes',
    'ignored /paths/~1a~1{id}~1{undescribed}/get/parameters/1: path parameter unused, which /a/{id}/{undescribed} does not hold',
    'ignored /paths/~1a~1{id}~1{undescribed}/get/parameters/4: an object with object "a" in style form, for which the standard has no writing',
    'invalid /paths/~1a~1{id}~1{undescribed}/get: no parameter describes {undescribed} of /a/{id}/{undescribed}',
    'ignored /paths/~1a~1{id}~1{undescribed}/get/responses: no answer of success is described',
    'invalid /paths/~1b/get: operationId twice stands twice',
    'unresolved /paths/~1b/get/responses/200/content/application~1json/schema: #/nowhere',
    'ignored /paths/~1c#Action=X/post/requestBody: a body without content',
    'unresolved /paths/~1c#Action=X/post/responses: #/nobody',
    'ignored /webhooks: 1 webhooks: calls of the system to us',
    'ignored /paths: callbacks of 1 operations: calls of the system to us',
  ]);
});

test('fields of the input have the names of the parameters; those that share one, or hold a dot, say where they come from', async () => {
  const contract = await read({
    openapi: '3.1.0',
    info,
    paths: {
      '/a/{id}': {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'lang', in: 'query', schema: { type: 'string' } },
        ],
        post: {
          operationId: 'op',
          parameters: [
            { name: 'id', in: 'query', schema: { type: 'integer' } },
            { name: 'filter.name', in: 'query', schema: true },
            { name: 'body', in: 'query', schema: { type: 'string' } },
            { name: 'lang', in: 'query', required: true, schema: { enum: ['ar'] } },
            { name: 'constructor', in: 'query', schema: { type: 'string' } },
          ],
          requestBody: { content: { 'text/plain': {} } },
          ...ok,
        },
      },
    },
  });
  expect(contract.operations[0]?.input).toEqual({
    type: 'object',
    properties: {
      id: { type: 'string' },
      lang: { enum: ['ar'] },
      query_id: { type: 'integer', $comment: 'query parameter id' },
      filter_name: true,
      query_body: { type: 'string', $comment: 'query parameter body' },
      constructor: { type: 'string' },
      body: { type: 'string' },
    },
    required: ['id', 'lang'],
    additionalProperties: false,
  });
});

test.each<[string, object, object, string | RegExp]>([
  ['the first server', { servers: [{ url: 'https://a.example/x/' }, { url: 'https://b.example' }] }, {}, 'https://a.example/x'],
  ['another server', { servers: [{ url: 'https://a.example' }, { url: 'https://b.example/' }] }, { index: 1 }, 'https://b.example'],
  ['a server that is not there', { servers: [{ url: 'https://a.example' }] }, { index: 3 }, /no server 3 of 1/],
  [
    'variables by their defaults',
    { servers: [{ url: '{scheme}://{host}/v1', variables: { scheme: { default: 'https' }, host: { default: 'a.example' } } }] },
    {},
    'https://a.example/v1',
  ],
  [
    'variables as configured',
    { servers: [{ url: 'https://{env}.example', variables: { env: { default: 'test', enum: ['test', 'live'] } } }] },
    { variables: { env: 'live' } },
    'https://live.example',
  ],
  [
    'a value that is not allowed',
    { servers: [{ url: 'https://{env}.example', variables: { env: { default: 'test', enum: ['test'] } } }] },
    { variables: { env: 'x' } },
    /env = x/,
  ],
  ['a variable nobody describes', { servers: [{ url: 'https://{env}.example' }] }, {}, /env = nothing/],
  ['a relative server of an uploaded file', { servers: [{ url: '/api' }] }, {}, /an address is needed/],
  ['an address that is none of the web', { servers: [{ url: 'ftp://a.example' }] }, {}, /an address is needed/],
  ['a server without address', { servers: [{}] }, {}, /\{\}/],
  ['the configured address', { servers: [{ url: 'https://a.example' }] }, { url: 'https://own.example/base/' }, 'https://own.example/base'],
])('the address of a system: %s', async (_title, document, server, expected) => {
  const contract = await read({ openapi: '3.0.0', info, paths: { '/a': { get: { operationId: 'a', ...ok } } }, ...document }, { server });
  const [operation] = contract.operations;
  if (typeof expected === 'string') {
    expect((contract.snapshot as Snapshot).server).toBe(expected);
    expect(operation?.problems).toEqual([]);
  } else expect(operation?.problems[0]?.found).toMatch(expected);
});

test.each<[string, object, string | RegExp]>([
  ['host, base path and the safer scheme', { host: 'a.example', basePath: '/v1', schemes: ['http', 'https'] }, 'https://a.example/v1'],
  ['no scheme', { host: 'a.example' }, 'https://a.example'],
  ['no host in an uploaded file', {}, /an address is needed/],
])('the address of a Swagger 2.0 system: %s', async (_title, document, expected) => {
  const contract = await read({ swagger: '2.0', info, paths: { '/a': { get: { operationId: 'a', ...ok } } }, ...document }, {});
  if (typeof expected === 'string') expect((contract.snapshot as Snapshot).server).toBe(expected);
  else expect(contract.operations[0]?.problems[0]?.found).toMatch(expected);
});

test("an operation's own server is used when its origin is declared; a configured address stands for the document's own server", async () => {
  const document = {
    openapi: '3.0.0',
    info,
    servers: [{ url: 'https://a.example/v1' }],
    paths: {
      '/same': { servers: [{ url: 'https://a.example/v2' }], get: { operationId: 'same', ...ok } },
      '/other': { get: { operationId: 'other', servers: [{ url: 'https://files.example/up' }], ...ok } },
      '/near': { get: { operationId: 'near', servers: [{ url: './near' }], ...ok } },
    },
  };
  const servers = async (given: object) => {
    const { snapshot, operations } = await read(document, given);
    const plans = (snapshot as Snapshot).operations;
    return operations.map(({ name }) => plans[name]?.server);
  };
  expect(await servers({})).toEqual(['https://a.example/v2', undefined, 'https://a.example/v1/near']);
  expect(await servers({ origins: ['https://files.example'] })).toEqual(['https://a.example/v2', 'https://files.example/up', 'https://a.example/v1/near']);
  expect(await servers({ server: { url: 'http://127.0.0.2:81/x' }, origins: ['https://files.example'] })).toEqual([
    'http://127.0.0.2:81/v2',
    'https://files.example/up',
    'http://127.0.0.2:81/x/near',
  ]);
});

test.each<[string, string, string]>([
  ['a web page', '<!DOCTYPE html><title>Swagger UI</title>', 'document: a web page'],
  ['a WSDL', '<?xml version="1.0"?><definitions/>', 'document: an XML file'],
  ['JSON that is none', '{"openapi": "3.0.0", ', 'document: no JSON'],
  ['YAML that is none', 'openapi: "3.0.0\n bad: [', 'document: no YAML'],
  ['a list', '- a\n- b', 'document: a text without fields'],
  ['another document', '{"a": 1}', 'document: neither "openapi" nor "swagger" stands in it'],
  ['an old version', '{"swaggerVersion": "1.2", "swagger": "1.2"}', 'document: version 1.2'],
  ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0xd8]).toString('latin1'), 'document: '],
])('%s is told from a document', async (_title, text, message) => {
  const bytes = Buffer.from(text, 'latin1');
  const work = DocumentSet.read('file:///document', async () => bytes).then((set) => readContract(set, config.parse({ document: { file: 'document' } })));
  await expect(work).rejects.toMatchObject({ outcome: 'contract-violation', message: expect.stringContaining(message) });
});

test('a later version is read as 3.1 and says so', async () => {
  const contract = await read({ openapi: '3.2.0', info, paths: { '/a': { query: { operationId: 'search', ...ok } } } });
  expect(contract.kind).toBe('OpenAPI 3.2.0');
  expect(contract.problems).toEqual([{ kind: 'ignored', place: '/openapi', found: '3.2.0: read as 3.1' }]);
  expect(contract.operations).toMatchObject([{ name: 'search', effect: 'read', problems: [] }]);
});

test('a document with more than a contract can hold keeps what is near, leaves the rest open and says where', async () => {
  const size = 300;
  const names = Array.from({ length: size }, (_, index) => `Part${index}`);
  const schemas = names.map((name, index) => [
    name,
    {
      type: 'object',
      description: 'x'.repeat(290),
      properties: Object.fromEntries([1, 2, 3].map((step) => [`p${step}`, { $ref: `#/components/schemas/Part${(index * 3 + step) % size}` }])),
    },
  ]);
  const paths = names.map((name, index) => [
    `/${index}`,
    {
      get: {
        operationId: name,
        responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
      },
    },
  ]);
  const contract = await read({ openapi: '3.1.0', info, paths: Object.fromEntries(paths), components: { schemas: Object.fromEntries(schemas) } });
  expect(contract.operations).toHaveLength(size);
  expect(JSON.stringify(contract).length).toBeLessThan(13_000_000);
  expect(contract.problems[0]?.found).toMatch(/^\d+ definitions of its schemas: the document is too large/);
  const { $defs } = contract.operations[0]!.output as { $defs: Record<string, unknown> };
  expect($defs['Part1']).toMatchObject({ type: 'object' });
  expect(Object.values($defs)).toContain(true);
});

test('the accepted contract goes through JSON unchanged', async () => {
  const contract = await read(readFileSync(new URL('../../../../node_modules/@readme/oas-examples/3.1/json/train-travel.json', import.meta.url), 'utf8'), {});
  expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
});
