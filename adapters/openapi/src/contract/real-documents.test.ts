import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { ContractProblem } from '@amanah/adapter-api';
import { config } from '../config.ts';
import { DocumentSet } from '../document/document-set.ts';
import type { Snapshot } from '../plan.ts';
import { readContract } from './read-contract.ts';

const packages = new URL('../../../../node_modules/', import.meta.url);

async function read(path: string, given: object = {}) {
  const set = await DocumentSet.read('file:///document', async () => readFileSync(new URL(path, packages)));
  return readContract(set, config.parse({ document: { file: 'document' }, ...given }));
}

const undeclared = (origin: string): readonly Omit<ContractProblem, 'place'>[] => [
  { kind: 'unsupported', found: `${origin} is not among the declared origins` },
];

/** Documents that others publish, by growing nastiness: how many operations they have, and all that is said of those that cannot be called. */
const documents: readonly {
  readonly path: string;
  readonly kind: string;
  readonly operations: number;
  readonly server: string | null;
  /** Problems of the operations that cannot be called, by name. */
  readonly refused?: Readonly<Record<string, readonly Omit<ContractProblem, 'place'>[]>>;
  /** Notes of the document beyond credentials that are not given and answers that are not described. */
  readonly notes?: readonly string[];
}[] = [
  { path: '@readme/oas-examples/2.0/json/petstore-minimal.json', kind: 'Swagger 2.0', operations: 1, server: 'http://petstore.swagger.io/api' },
  { path: '@readme/oas-examples/2.0/json/petstore.json', kind: 'Swagger 2.0', operations: 20, server: 'http://petstore.swagger.io/v2' },
  { path: '@readme/oas-examples/3.0/json/uspto.json', kind: 'OpenAPI 3.0.1', operations: 3, server: 'https://developer.uspto.gov/ds-api' },
  { path: '@readme/oas-examples/3.0/json/file-uploads.json', kind: 'OpenAPI 3.0.3', operations: 3, server: 'https://httpbin.org' },
  { path: '@readme/oas-examples/3.0/json/security.json', kind: 'OpenAPI 3.0.3', operations: 15, server: 'https://httpbin.org' },
  { path: '@readme/oas-examples/3.0/json/discriminators.json', kind: 'OpenAPI 3.0.3', operations: 10, server: 'https://httpbin.org/anything' },
  { path: '@readme/oas-examples/3.0/json/schema-circular.json', kind: 'OpenAPI 3.0.3', operations: 3, server: 'https://httpbin.org' },
  { path: '@readme/oas-examples/3.0/json/complex-nesting.json', kind: 'OpenAPI 3.0.3', operations: 5, server: 'https://httpbin.org' },
  {
    path: '@readme/oas-examples/3.0/json/circular-paths.json',
    kind: 'OpenAPI 3.0.0',
    operations: 3,
    server: 'https://httpbin.org/anything',
    notes: ['ignored /paths/~1anything/put/parameters/0: an array of objects in style simple, for which the standard has no writing'],
  },
  {
    path: '@readme/oas-examples/3.0/json/schema-validation.json',
    kind: 'OpenAPI 3.0.3',
    operations: 5,
    server: 'https://httpbin.org',
    notes: [
      'invalid /paths/~1anything~1strings/parameters/3/schema/pattern: ^(?:{[0-9a-fA-F]{4}(?:-?[0-9a-fA-F]{4}){7}}|[0-9a-fA-F]{4}(?:-?[0-9a-fA-F]{4}){7})$',
    ],
  },
  {
    path: '@readme/oas-examples/3.0/json/server-variables.json',
    kind: 'OpenAPI 3.0.3',
    operations: 4,
    server: 'https://demo.example.com/v2',
    refused: { postOperation: undeclared('https://httpbin.com'), putPath: undeclared('https://httpbin.com'), putCombo: undeclared('https://httpbin.com') },
  },
  {
    path: '@readme/oas-examples/3.0/json/server-path-level.json',
    kind: 'OpenAPI 3.0.3',
    operations: 7,
    server: 'https://demo.example.com/v2',
    refused: {
      getOperationServerVariables: undeclared('https://operation.example.com'),
      getPathItemRefServer: undeclared('https://path-item-ref.example.com'),
      getPathItemServerSource: undeclared('https://path-item-ref.example.com'),
      getEmptyOperationServers: undeclared('https://empty-operation-path.example.com'),
    },
  },
  { path: '@readme/oas-examples/3.1/json/parameters-style.json', kind: 'OpenAPI 3.1.0', operations: 25, server: 'https://httpbin.org' },
  {
    path: '@readme/oas-examples/3.1/json/train-travel.json',
    kind: 'OpenAPI 3.1.0',
    operations: 7,
    server: 'https://api.example.com',
    notes: ['ignored /webhooks: 1 webhooks: calls of the system to us'],
  },
  { path: '@readme/oas-examples/3.0/json/http-status-codes.json', kind: 'OpenAPI 3.0.3', operations: 89, server: 'https://httpbin.org' },
  {
    path: '@figma/rest-api-spec/openapi/openapi.yaml',
    kind: 'OpenAPI 3.1.0',
    operations: 54,
    server: 'https://api.figma.com',
    notes: ['ignored /paths: callbacks of 1 operations: calls of the system to us'],
  },
  { path: '@readme/oas-examples/3.1/yaml/readme.yaml', kind: 'OpenAPI 3.1.0', operations: 54, server: 'https://api.readme.com/v2' },
  {
    path: 'rclone-openapi/openapi.json',
    kind: 'OpenAPI 3.1.0',
    operations: 101,
    server: 'http://localhost:5572',
    notes: ['ignored /components/parameters/Job_BatchPostInputsParam: an array of objects in style form, for which the standard has no writing'],
  },
  { path: '@readme/oas-examples/3.0/yaml/star-trek.yaml', kind: 'OpenAPI 3.0.1', operations: 120, server: 'http://stapi.co/api/v1/rest' },
  ...[
    { path: '@octokit/openapi/generated/github.ae.json', operations: 516, server: 'http://hostname' },
    { path: '@octokit/openapi/generated/api.github.com.json', operations: 706, server: 'https://api.github.com' },
  ].map((one) => ({ ...one, kind: 'OpenAPI 3.0.3', refused: { 'repos/upload-release-asset': undeclared('https://uploads.github.com') } })),
];

test.each(documents)(
  '$path: $operations operations, and exactly what keeps some of them from being called',
  async ({ path, kind, operations, server, refused = {}, notes = [] }) => {
    const contract = await read(path);
    expect({ kind: contract.kind, operations: contract.operations.length, server: (contract.snapshot as Snapshot).server }).toEqual({
      kind,
      operations,
      server,
    });
    const cannot = contract.operations.filter(({ problems }) => problems.length > 0);
    expect(Object.fromEntries(cannot.map(({ name, problems }) => [name, problems.map(({ place: _place, ...problem }) => problem)]))).toEqual(refused);
    expect(Object.keys((contract.snapshot as Snapshot).operations)).toHaveLength(operations - cannot.length);
    const said = contract.problems.filter(({ found }) => !/^no (?:credential is given|answer of success is described)/.test(found));
    expect(said.map((one) => `${one.kind} ${one.place}: ${one.found}`)).toEqual(notes);
  },
);

test('schemas of all these documents are right JSON Schema and compile, each by itself', async () => {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }));
  const wrong: string[] = [];
  for (const { path } of documents) {
    for (const [index, { name, input, output }] of (await read(path)).operations.entries()) {
      for (const schema of [input, output]) {
        if (!ajv.validateSchema(schema)) wrong.push(`${path} ${name}: ${ajv.errorsText()}`);
        if (index % 8 !== 0 || typeof schema === 'boolean') continue;
        ajv.compile(schema);
        ajv.removeSchema(schema);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('the same document in JSON and in YAML is the same contract', async () => {
  expect(await read('rclone-openapi/openapi.yaml')).toEqual(await read('rclone-openapi/openapi.json'));
});

test('a document that begins with a mark and names no address: every operation says so, and one address makes all of them work', async () => {
  const path = '@digdir/dialogporten-schema/swagger.verified.json';
  const without = await read(path);
  expect(without.operations).toHaveLength(44);
  for (const { problems } of without.operations) expect(problems).toEqual([{ kind: 'unresolved', place: '/servers/0', found: '/ (an address is needed)' }]);
  const contract = await read(path, { server: { url: 'https://dialogs.example/api' } });
  expect(contract.operations.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(contract.problems).toEqual([{ kind: 'unresolved', place: '/security/JWTBearerAuth', found: 'no credential is given for it (bearer)' }]);
});
