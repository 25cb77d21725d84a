import { expect, test } from 'vitest';
import type { OfferedOperation } from '../../shared/connect-answers.ts';
import { chosenOf, draftBody, operationName } from './calls-draft.ts';
import { callsDraftOf } from './draft-of-definition.ts';
import { emptyCallsDraft } from './draft-shape.ts';
import { emptyField } from './mapping-draft.ts';
import { sampleInput } from './sample-input.ts';

const base = { ...emptyCallsDraft, id: 'register', titleAr: 'سجل', titleEn: 'Register', owner: 'it-center' };
const offered: OfferedOperation = {
  name: 'Service.Port.GetCompany',
  summary: null,
  group: null,
  effect: 'read',
  idempotent: true,
  input: {},
  output: {},
  problems: [],
};

test('a secret is sent beside the definition, which only names it', () => {
  const body = draftBody({ ...base, url: 'https://api.example/openapi.json', credential: 'oauth2', username: 'amanah', secret: 's3cret' });
  expect(body.secrets).toEqual({ access: 's3cret' });
  expect(JSON.stringify(body.definition)).not.toContain('s3cret');
  expect(body.definition.connection).toEqual({
    document: { url: 'https://api.example/openapi.json' },
    credentials: [{ kind: 'oauth2', clientId: 'amanah', clientSecret: { secret: 'access' } }],
  });
});

test.each([
  [
    'soap',
    { credential: 'usernameDigest', url: 'http://x/a?wsdl', username: 'u' },
    { wsdl: { url: 'http://x/a?wsdl' }, security: { usernameToken: { type: 'digest' } } },
  ],
  ['sql', { url: 'mariadb://db/rokhas', username: 'reader' }, { url: 'mariadb://db/rokhas', user: 'reader', password: { secret: 'access' } }],
  [
    'files',
    { place: 'sftp', url: 'sftp://h/in', username: 'u', credential: 'key', hostKey: 'SHA256:x' },
    { folder: { at: 'sftp', privateKey: { secret: 'access' }, hostKeys: ['SHA256:x'] } },
  ],
] as const)('%s: what was typed becomes the connection of its adapter', (protocol, typed, connection) => {
  expect(draftBody({ ...base, ...typed, protocol }).definition.connection).toMatchObject(connection);
});

test('an operation gets a name of its own in camelCase, and a mapping only of what was filled in', () => {
  const one = chosenOf(offered, emptyCallsDraft);
  expect(one.name).toBe('getCompany');
  expect(operationName('Service.Port.GetCompany', ['getCompany'])).toBe('getCompany2');
  expect(operationName('٣-بحث', [])).toBe('operation');
  const field = { ...emptyField, to: 'state', from: 'HALA', codes: '1 = valid\n2 = expired\n' };
  const date = { ...emptyField, to: 'validUntil', from: 'INTIHA', calendar: 'hijri', pattern: 'dd/MM/yyyy' };
  const { definition } = draftBody({ ...base, chosen: { [one.from]: { ...one, output: { fields: [field, date], expression: '' } } } });
  expect(definition.operations).toEqual({
    getCompany: {
      from: 'Service.Port.GetCompany',
      title: { ar: 'Service.Port.GetCompany', en: 'Service.Port.GetCompany' },
      effect: 'read',
      output: {
        fields: [
          { to: 'state', from: 'HALA', codes: { '1': 'valid', '2': 'expired' } },
          { to: 'validUntil', from: 'INTIHA', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' } },
        ],
      },
    },
  });
});

test('a trial begins from the least input that the schema asks for', () => {
  const schema = {
    type: 'object',
    required: ['number', 'kind', 'address'],
    properties: {
      number: { type: 'string', examples: ['7001'] },
      kind: { enum: ['a', 'b'] },
      address: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
      note: { type: 'string' },
    },
  };
  expect(sampleInput(schema)).toEqual({ number: '7001', kind: 'a', address: { city: '' } });
  const loop: Record<string, unknown> = { type: 'array' };
  loop.items = loop;
  expect(() => sampleInput(loop)).not.toThrow();
});

const running = {
  id: 'register',
  title: { ar: 'سجل', en: 'Register' },
  owner: 'it-center',
  adapter: 'openapi',
  access: 'operations:system.manage',
  connection: {
    document: { file: 'register.yaml' },
    server: { index: 1 },
    credentials: [
      { kind: 'apiKey', in: 'query', name: 'k', value: { secret: 'a' } },
      { kind: 'basic', username: 'u', password: { secret: 'b' } },
    ],
    tls: { caFile: 'ca.pem' },
  },
  operations: {
    find: {
      from: 'find',
      title: { ar: 'بحث', en: 'Find' },
      effect: 'read',
      cacheSeconds: 60,
      output: {
        fields: [
          { to: 'n', from: 'N', as: 'number', codes: { a: 1, b: 'x = y' } },
          { to: 'c', constant: 7 },
        ],
      },
    },
    findShort: { from: 'find', title: { ar: 'بحث', en: 'Find' }, effect: 'read', output: { expression: '$.n' } },
  },
  limits: { atOnce: 2 },
};

test('a definition that runs comes back as it was when nothing is changed, also what the form does not show', () => {
  const draft = callsDraftOf(running);
  expect(draftBody(draft, draft)).toEqual({ definition: running, secrets: {}, files: {} });
});

test('what is changed in the form is changed in the definition, and nothing else', () => {
  const draft = callsDraftOf(running);
  const find = draft.chosen.find!;
  const [n, c] = find.output.fields;
  const changed = {
    ...draft,
    endpoint: 'https://new.example',
    chosen: { find: { ...find, name: 'lookUp', output: { expression: '', fields: [{ ...n!, from: 'M' }, c!] } } },
  };
  expect(draftBody(changed, draft).definition).toEqual({
    ...running,
    connection: { ...running.connection, server: { url: 'https://new.example' } },
    operations: {
      findShort: running.operations.findShort,
      lookUp: {
        ...running.operations.find,
        output: {
          fields: [
            { to: 'n', from: 'M', as: 'number', codes: { a: 1, b: 'x = y' } },
            { to: 'c', constant: 7 },
          ],
        },
      },
    },
  });
  const { credentials: _credentials, ...without } = running.connection;
  expect(draftBody({ ...draft, credential: 'none' }, draft).definition.connection).toEqual(without);
  const anew = draftBody({ ...draft, credential: 'bearer', secret: 's' }, draft);
  expect(anew).toMatchObject({ definition: { connection: { credentials: [{ kind: 'bearer', token: { secret: 'access' } }] } }, secrets: { access: 's' } });
});

test.each([
  [
    'soap',
    { wsdl: { url: 'http://x?wsdl' }, basic: { username: 'u', password: { secret: 'p' } } },
    { url: 'http://y?wsdl' },
    { wsdl: { url: 'http://y?wsdl' } },
  ],
  ['sql', { url: 'mariadb://db/a', user: 'u', password: { secret: 'p' }, tables: ['T_*'] }, { url: 'mariadb://db/b' }, { url: 'mariadb://db/b' }],
  [
    'files',
    { folder: { at: 'sftp', url: 'sftp://h/in', username: 'u', password: { secret: 'p' }, hostKeys: ['SHA256:x'] }, kinds: { a: {} } },
    { url: 'sftp://h/new' },
    { folder: { at: 'sftp', url: 'sftp://h/new', username: 'u', password: { secret: 'p' }, hostKeys: ['SHA256:x'] } },
  ],
  ['parking-meters', { url: 'http://x', key: { secret: 'k' }, more: 1 }, { fields: { url: 'http://y', key: { secret: 'k' }, more: 1 } }, { url: 'http://y' }],
] as const)('%s: another address leaves the sign-in and everything else of the connection as it was', (adapter, connection, typed, expected) => {
  const draft = callsDraftOf({ ...running, adapter, connection });
  expect(draftBody(draft, draft).definition.connection).toEqual(connection);
  expect(draftBody({ ...draft, ...typed }, draft).definition.connection).toEqual({ ...connection, ...expected });
});
