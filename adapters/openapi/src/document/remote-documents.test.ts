import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AdapterError } from '@amanah/adapter-api';
import { adapter } from '../adapter.ts';
import { config } from '../config.ts';
import { endingOf, startSystem, testContext, type Told } from '../testing/test-system.ts';
import { DocumentSet } from './document-set.ts';

const system = await startSystem();
let files: Record<string, Told> = {};
beforeEach(() => {
  system.received.length = 0;
  system.answer = ({ target }) => files[target] ?? { status: 404 };
});
afterAll(() => system.close());

const document = (schema: object) => ({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: { '/x': { get: { operationId: 'x', responses: { 200: { description: '', content: { 'application/json': { schema } } } } } } },
});
const discover = (given: object, secrets: Record<string, string> = {}, uploaded: Record<string, string> = {}) =>
  adapter.discover(config.parse({ document: { url: `${system.url}/a/openapi.json` }, ...given }), testContext({ secrets, files: uploaded }));

test('parts in other documents are read: relative, in a circle, and by the names of a mapping', async () => {
  files = {
    '/a/openapi.json': { body: document({ $ref: '../b/types.yaml#/Licence' }) },
    '/b/types.yaml': {
      headers: { 'content-type': 'text/yaml' },
      body: 'Licence:\n  type: object\n  discriminator: { propertyName: kind, mapping: { shop: "more.json#/Shop", plain: Name } }\n  properties: { kind: { type: string }, back: { $ref: "../a/openapi.json#/info" } }\n',
    },
    '/b/more.json': { body: { Shop: { $ref: 'types.yaml#/Licence' } } },
  };
  const contract = await discover({});
  expect(contract.problems).toEqual([]);
  expect(contract.operations[0]?.output).toMatchObject({ $ref: '#/$defs/Licence' });
  expect(system.received.map(({ target }) => target)).toEqual(['/a/openapi.json', '/b/types.yaml', '/b/more.json']);
});

test.each<[string, object, string]>([
  ['is not there', { $ref: 'gone.json#/A' }, 'gone.json#/A ('],
  ['lies on another origin', { $ref: 'http://127.0.0.1:1/a.json' }, 'http://127.0.0.1:1/a.json (http://127.0.0.1:1 is not among the declared origins)'],
  ['is no document', { $ref: 'page.html' }, 'page.html ('],
  ['is an address of nothing', { $ref: 'http://[' }, 'http://['],
  ['names what is not in it', { $ref: '#/info/%zz' }, '#/info/%zz'],
])('a part that %s is noted, and what needs it is open there', async (_title, schema, found) => {
  files = { '/a/openapi.json': { body: document(schema) }, '/a/page.html': { headers: { 'content-type': 'text/html' }, body: '<html>' } };
  expect((await discover({})).problems.map((problem) => problem.found).join()).toContain(found);
});

test.each([
  [401, 'unauthorised'],
  [403, 'unauthorised'],
  [500, 'failed'],
  [404, 'contract-violation'],
])('a document that is answered with %s cannot be had: %s', async (status, outcome) => {
  files = { '/a/openapi.json': { status } };
  expect(await endingOf(discover({}))).toMatchObject({ outcome, reached: 'yes' });
});

test('a document may need credentials, which do not go to other origins', async () => {
  const other = await startSystem(() => ({ body: { type: 'object' } }));
  files = { '/a/openapi.json': { body: document({ $ref: `${other.url}/part.json` }) } };
  const given = {
    document: { url: `${system.url}/a/openapi.json`, authorised: true },
    origins: [other.url],
    credentials: [{ kind: 'apiKey', in: 'query', name: 'key', value: { secret: 'key' } }],
  };
  files['/a/openapi.json?key=canary'] = files['/a/openapi.json']!;
  delete files['/a/openapi.json'];
  expect((await discover(given, { key: 'canary' })).problems).toEqual([]);
  expect(other.received[0]?.target).toBe('/part.json');
  await other.close();
});

describe('a set of documents', () => {
  const read = (root: object, reader: (uri: string) => Promise<Buffer>) =>
    DocumentSet.read('file:///root.json', async (uri) => (uri === 'file:///root.json' ? Buffer.from(JSON.stringify(root)) : reader(uri)));

  test('has bounds: of documents, and of bytes', async () => {
    const many = await read({ parts: Array.from({ length: 250 }, (_, n) => ({ $ref: `part-${n}.json` })) }, async () => Buffer.from('{}'));
    expect(many.resolve('part-0.json', 'file:///root.json')).toEqual({ missing: 'part-0.json (more than 200 documents)' });
    const large = Buffer.concat([Buffer.from('{}'), Buffer.alloc(40_000_000, ' ')]);
    const heavy = await read({ a: { $ref: 'a.json' }, b: { $ref: 'b.json' } }, async () => large);
    expect(
      [heavy.resolve('a.json', 'file:///root.json'), heavy.resolve('b.json', 'file:///root.json')].filter(({ missing }) =>
        missing?.includes('more than 64000000 bytes'),
      ),
    ).toHaveLength(1);
    expect(heavy.single).toBe(false);
  });

  test.each(['timeout', 'cancelled'] as const)('a part whose reading ends as %s ends the reading', async (outcome) => {
    const reading = read({ a: { $ref: 'a.json' } }, () => Promise.reject(new AdapterError(outcome, 'over', { reached: 'no' })));
    await expect(reading).rejects.toMatchObject({ outcome });
  });

  test('a fault that is no outcome is passed on', async () => {
    await expect(read({ a: { $ref: 'a.json' } }, () => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
  });

  test('documents in UTF-16 are read, in either order of bytes', async () => {
    for (const mark of [0, 1]) {
      const text = Buffer.from('\ufeff{"openapi":"3.1.0"}', 'utf16le');
      const set = await DocumentSet.read('file:///x', async () => (mark === 0 ? text : text.swap16()));
      expect(set.root.value).toEqual({ openapi: '3.1.0' });
    }
  });
});
