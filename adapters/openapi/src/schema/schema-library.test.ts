import { describe, expect, test } from 'vitest';
import { config } from '../config.ts';
import { readContract } from '../contract/read-contract.ts';
import { DocumentSet } from '../document/document-set.ts';

/** What a schema becomes as a body that is sent and one that comes, and what is noted of it. */
async function made(
  schema: unknown,
  { openapi = '3.1.0', schemas = {}, longNumbers = 'refuse' }: { openapi?: string; schemas?: object; longNumbers?: string } = {},
) {
  const content = { 'application/json': { schema } };
  const document = {
    openapi,
    info: { title: 'T', version: '1' },
    paths: { '/x': { post: { operationId: 'x', requestBody: { required: true, content }, responses: { 200: { description: '', content } } } } },
    components: { schemas },
  };
  const set = await DocumentSet.read('file:///document', async () => Buffer.from(JSON.stringify(document)));
  const contract = readContract(set, config.parse({ document: { file: 'document' }, server: { url: 'https://x.example' }, longNumbers }));
  const operation = contract.operations[0]!;
  const { properties, $defs } = operation.input as { properties: { body: unknown }; $defs?: Record<string, unknown> };
  return {
    input: properties.body,
    output: operation.output,
    defs: $defs ?? {},
    problems: operation.problems,
    notes: contract.problems.map(({ kind, place, found }) => `${kind} ${place.split('/schema')[1] ?? place}: ${found}`),
  };
}

/** As text, since an object of code that has a `then` is taken for a promise. */
const conditions = JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]},"else":false,"not":{"const":1},"contains":{"const":2}}') as object;

describe('keywords of every version', () => {
  test.each<[string, object, object, string]>([
    ['null beside a type', { type: 'string', nullable: true, enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }, '3.0.3'],
    ['null beside a reference', { $ref: '#/components/schemas/A', nullable: true }, { anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }] }, '3.0.3'],
    [
      'null beside parts, with its words',
      { allOf: [{ type: 'object' }], nullable: true, title: 'T', description: 'D' },
      { title: 'T', description: 'D', anyOf: [{ allOf: [{ type: 'object' }] }, { type: 'null' }] },
      '3.0.3',
    ],
    [
      'null beside parts, without words',
      { allOf: [{ type: 'object' }], nullable: true },
      { anyOf: [{ allOf: [{ type: 'object' }] }, { type: 'null' }] },
      '3.0.3',
    ],
    ['null beside nothing', { nullable: true, title: 'T' }, { title: 'T' }, '3.0.3'],
    ['a reference alone', { $ref: '#/components/schemas/A', description: 'left out' }, { $ref: '#/$defs/A' }, '3.0.3'],
    ['a reference with more beside', { $ref: '#/components/schemas/A', maxProperties: 3 }, { $ref: '#/$defs/A', maxProperties: 3 }, '3.1.0'],
    ['a dynamic reference', { $dynamicRef: '#/components/schemas/A' }, { $ref: '#/$defs/A' }, '3.1.0'],
    [
      'bounds of 3.0',
      { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      { type: 'number', exclusiveMinimum: 1, maximum: 9 },
      '3.0.3',
    ],
    ['bounds of 3.1', { exclusiveMinimum: 1, exclusiveMaximum: 9 }, { exclusiveMinimum: 1, exclusiveMaximum: 9 }, '3.1.0'],
    [
      'a tuple of old',
      { items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
      { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      '3.1.0',
    ],
    [
      'a tuple of now',
      { prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
      { prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
      '3.1.0',
    ],
    ['an empty tuple', { prefixItems: [] }, {}, '3.1.0'],
    [
      'what depends on names',
      { dependentRequired: { a: ['b'] }, dependentSchemas: { a: { required: ['b'] } } },
      { dependentRequired: { a: ['b'] }, dependentSchemas: { a: { required: ['b'] } } },
      '3.1.0',
    ],
    [
      'names by pattern',
      { patternProperties: { '^x-': { type: 'string' }, '(?<': true }, propertyNames: { pattern: '^[a-z]' } },
      { patternProperties: { '^x-': { type: 'string' } }, propertyNames: { pattern: '^[a-z]' } },
      '3.1.0',
    ],
    ['conditions', conditions, conditions, '3.1.0'],
    ['escapes that mean nothing', { pattern: '^\\d{2}\\-\\@$' }, { pattern: '^\\d{2}-@$' }, '3.1.0'],
    ['values that YAML reads as others', { type: 'string', enum: [1, true, 'a', 1] }, { type: 'string', enum: ['1', 'true', 'a'] }, '3.1.0'],
    ['examples and defaults', { type: 'string', default: 'a', example: 'b', examples: [{}, 'c'] }, { type: 'string', default: 'a', examples: ['c'] }, '3.1.0'],
    [
      'a file and bytes',
      { type: 'object', properties: { f: { type: 'file' }, b: { type: 'string', format: 'byte' } } },
      {
        type: 'object',
        properties: { f: { contentEncoding: 'base64', type: 'string' }, b: { contentEncoding: 'base64', type: 'string', $comment: 'format: byte' } },
      },
      '3.0.3',
    ],
    ['types in capitals', { type: [' String', 'NULL'] }, { type: ['string', 'null'] }, '3.1.0'],
    ['a format that is checked', { type: 'string', format: 'date' }, { type: 'string', format: 'date' }, '3.1.0'],
    [
      'required that leaves nothing',
      { type: 'object', required: ['id'], properties: { id: { readOnly: true } } },
      { type: 'object', properties: { id: false } },
      '3.1.0',
    ],
    ['nothing and anything', { properties: { a: true, b: false } }, { properties: { a: true, b: false } }, '3.1.0'],
  ])('%s', async (_title, given, expected, openapi) => {
    const { input, notes } = await made(given, { openapi, schemas: { A: { type: 'object' } } });
    expect(input).toEqual(expected);
    expect(notes).toEqual([]);
  });

  test('integers of 64 bits may come as text, where that is wanted', async () => {
    const long = { type: 'integer', format: 'int64' };
    expect((await made(long, { longNumbers: 'text' })).output).toMatchObject({ type: ['integer', 'string'] });
    expect((await made(long, { longNumbers: 'text' })).input).toMatchObject({ type: 'integer' });
    expect((await made(long)).output).toMatchObject({ type: 'integer' });
  });

  test('what is written only does not come, also where a part says so', async () => {
    const schemas = { Part: { type: 'object', properties: { pin: { type: 'string', writeOnly: true }, name: { type: 'string' } } } };
    const { output } = await made({ allOf: [{ $ref: '#/components/schemas/Part' }, { required: ['pin', 'name'] }] }, { schemas });
    expect(JSON.stringify(output)).toContain('{"required":["name"]}');
  });
});

test('what is not right is left out and noted by its place', async () => {
  const { input, notes } = await made({
    type: 'object',
    properties: {
      a: 7,
      b: { minimum: 'x', exclusiveMinimum: 'y', multipleOf: 0, dependentRequired: { p: [1] }, uniqueItems: 'yes' },
      c: { properties: [], required: 7, allOf: [], pattern: 9 },
      d: { type: ['string', 'martian'], dependentSchemas: 7 },
    },
  });
  expect(input).toMatchObject({ properties: { a: true, b: {}, c: {}, d: { type: 'string' } } });
  expect([...new Set(notes.map((note) => note.replace('/properties/', '')))].sort()).toEqual([
    'invalid a: 7',
    'invalid b/dependentRequired: {"p":[1]}',
    'invalid b/exclusiveMinimum: y',
    'invalid b/minimum: x',
    'invalid b/multipleOf: 0',
    'invalid b/uniqueItems: yes',
    'invalid c/allOf: []',
    'invalid c/pattern: 9',
    'invalid c/properties: []',
    'invalid c/required: 7',
    'invalid d/type: ["string","martian"]',
  ]);
});

test('a schema deeper than anybody reads is left open there', async () => {
  let deep: object = { type: 'string' };
  for (let level = 0; level < 120; level++) deep = { type: 'array', items: deep };
  expect((await made(deep)).notes.join()).toContain('deeper than can be followed');
});

test('references that lead nowhere, to themselves or in a circle are named', async () => {
  const schemas = { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' }, 'odd name/1': { type: 'string' } };
  expect((await made({ $ref: '#/components/schemas/A' }, { schemas })).problems[0]?.found).toContain('a reference to itself');
  expect((await made({ $ref: 'http://[' }, { schemas })).problems[0]?.found).toBe('http://[');
  expect((await made({ $ref: '#here' }, { schemas: { A: { $anchor: 'there' } } })).problems[0]?.found).toBe('#here');
  expect(Object.keys((await made({ $ref: '#here' }, { schemas: { A: { $anchor: 'here' }, B: { $anchor: 'here' } } })).defs)).toHaveLength(1);
  expect((await made({ $ref: '#/components/schemas/odd%20name~11' }, { schemas })).defs).toEqual({ odd_name_11: { type: 'string' } });
  expect(Object.keys((await made({ properties: { a: { $ref: '#' } } })).defs)).toEqual(['document']);
});

describe('kinds of one thing', () => {
  const pet = {
    type: 'object',
    discriminator: { propertyName: 'kind', mapping: { feline: '#/components/schemas/Cat' } },
    properties: { kind: { type: 'string' } },
    required: ['kind'],
  };
  const schemas = {
    Pet: pet,
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: 'object', properties: { lives: { type: 'integer' } } }] },
    Lion: { allOf: [{ $ref: '#/components/schemas/Cat' }] },
    Odd: { allOf: [{ $ref: '#/components/schemas/Gone' }, 7] },
  };

  test('a parent stands for each of its kinds, under the names of its mapping and their own', async () => {
    const { defs } = await made({ $ref: '#/components/schemas/Pet' }, { schemas, openapi: '3.0.3' });
    const text = JSON.stringify(defs['Pet']);
    expect(text).toContain('"enum":["feline","Cat"]');
    expect(text).toContain('"const":"Lion"');
    expect(Object.keys(defs).sort()).toEqual(['Cat', 'Lion', 'Pet', 'Pet.base']);
  });

  test('alternatives are told apart by the field that names them, unless they tell it themselves', async () => {
    const told = { Told: { type: 'object', properties: { kind: { const: 'told' } } }, ByPart: { allOf: [{ $ref: '#/components/schemas/Told' }] } };
    const alternatives = {
      discriminator: { propertyName: 'kind', mapping: { other: 'Untold' } },
      oneOf: ['Told', 'ByPart', 'Untold'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
    };
    const { input, output } = await made(alternatives, { schemas: { ...told, Untold: { type: 'object' } } });
    expect(input).toEqual({
      oneOf: [
        { $ref: '#/$defs/Told' },
        { $ref: '#/$defs/ByPart' },
        { allOf: [{ $ref: '#/$defs/Untold' }, { type: 'object', properties: { kind: { enum: ['other', 'Untold'] } }, required: ['kind'] }] },
      ],
    });
    expect(output).toMatchObject({ anyOf: [{}, {}, {}] });
  });

  test('a discriminator that is a field alone (2.0)', async () => {
    const document = {
      swagger: '2.0',
      info: { title: 'T', version: '1' },
      host: 'x.example',
      paths: {
        '/x': {
          post: { operationId: 'x', parameters: [{ name: 'b', in: 'body', schema: { $ref: '#/definitions/Pet' } }], responses: { 200: { description: '' } } },
        },
      },
      definitions: {
        Pet: { type: 'object', discriminator: 'kind', properties: { kind: { type: 'string' } } },
        Dog: { allOf: [{ $ref: '#/definitions/Pet' }] },
      },
    };
    const set = await DocumentSet.read('file:///document', async () => Buffer.from(JSON.stringify(document)));
    const { operations } = readContract(set, config.parse({ document: { file: 'document' } }));
    expect(JSON.stringify(operations[0]?.input)).toContain('"kind":{"const":"Dog"}');
  });
});
