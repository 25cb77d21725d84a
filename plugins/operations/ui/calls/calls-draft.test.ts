import { expect, test } from 'vitest';
import type { OfferedOperation } from '../../shared/connect-answers.ts';
import { chosenOf, draftBody, emptyCallsDraft, emptyField, operationName } from './calls-draft.ts';
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
  const one = chosenOf(offered, {});
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
