import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectTo, endingOf, startSystem, type TestSystem } from '../testing/test-system.ts';

let system: TestSystem;
beforeEach(async () => (system = await startSystem()));
afterEach(() => system.close());

const company = {
  openapi: '3.1.0',
  info: { title: 'سجل', version: '1' },
  paths: {
    '/companies/{unifiedNumber}': {
      get: {
        operationId: 'getCompany',
        parameters: [
          { name: 'unifiedNumber', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'X-Region', in: 'header', schema: { type: 'string' } },
          { name: 'lang', in: 'cookie', schema: { type: 'string' } },
        ],
        responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } } } },
      },
    },
    '/companies': {
      post: {
        operationId: 'addCompany',
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } } },
        },
        responses: { 201: { description: '', headers: { Location: { schema: { type: 'string' } } } }, 204: { description: '', headers: { Location: {} } } },
      },
    },
  },
};

describe('credentials', () => {
  const secured = (scheme: object, security: object[] = [{ one: [] }]) => ({ ...company, components: { securitySchemes: { one: scheme } }, security });
  const secrets = { key: 'canary-secret-81', password: 'canary:p@ss-82' };
  const callWith = async (document: object, credentials: object[], more: Record<string, unknown> = {}) => {
    const test = await connectTo(document, { server: { url: system.url }, credentials, ...more }, { secrets });
    const ending = await endingOf(test.call('getCompany', { unifiedNumber: '7001234567', fields: ['x'] }));
    return { ...test, ending, sent: system.received.at(-1) };
  };

  test.each<[string, object, object, (sent: TestSystem['received'][number] | undefined) => unknown, unknown]>([
    [
      'an API key in a header',
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      { kind: 'apiKey', value: { secret: 'key' } },
      (sent) => sent?.headers['x-key'],
      'canary-secret-81',
    ],
    [
      'an API key in the query',
      { type: 'apiKey', in: 'query', name: 'the key' },
      { kind: 'apiKey', value: { secret: 'key' } },
      (sent) => sent?.target,
      '/companies/7001234567?fields=x&the%20key=canary-secret-81',
    ],
    [
      'an API key in a cookie',
      { type: 'apiKey', in: 'cookie', name: 'sid' },
      { kind: 'apiKey', value: { secret: 'key' } },
      (sent) => sent?.headers.cookie,
      'sid=canary-secret-81',
    ],
    [
      'HTTP Basic',
      { type: 'http', scheme: 'basic' },
      { kind: 'basic', username: 'مستخدم', password: { secret: 'password' } },
      (sent) => Buffer.from(sent?.headers.authorization?.slice(6) ?? '', 'base64').toString(),
      'مستخدم:canary:p@ss-82',
    ],
    [
      'a bearer token',
      { type: 'http', scheme: 'bearer' },
      { kind: 'bearer', token: { secret: 'key' } },
      (sent) => sent?.headers.authorization,
      'Bearer canary-secret-81',
    ],
  ])('%s goes where the document says, and is in no recorded message', async (_title, scheme, credential, where, value) => {
    system.answer = (request) => ({ body: { name: `you sent ${request.headers.authorization ?? request.headers.cookie ?? request.target}` } });
    const { sent, recorded } = await callWith(secured(scheme), [{ scheme: 'one', ...credential }]);
    expect(where(sent)).toBe(value);
    expect(recorded.length).toBe(2);
    for (const text of recorded) for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(recorded.join()).not.toContain(sent?.headers.authorization?.slice(6) ?? 'canary');
  });

  test('a credential without a scheme goes with every call, also of a document that says nothing of security', async () => {
    const { sent } = await callWith(company, [{ kind: 'apiKey', name: 'X-Other', value: { secret: 'key' } }]);
    expect(sent?.headers['x-other']).toBe('canary-secret-81');
  });

  test('of several alternatives the one whose credentials are there is taken; with none the call ends before it is sent', async () => {
    const two = {
      ...company,
      components: {
        securitySchemes: {
          one: { type: 'http', scheme: 'bearer' },
          other: { type: 'apiKey', in: 'header', name: 'X-Key' },
          odd: { type: 'http', scheme: 'digest' },
        },
      },
      security: [{ one: [], odd: [] }, { other: [] }],
    };
    expect((await callWith(two, [{ scheme: 'other', kind: 'apiKey', value: { secret: 'key' } }])).sent?.headers['x-key']).toBe('canary-secret-81');
    system.received.length = 0;
    const { ending, contract } = await callWith(two, []);
    expect(ending).toMatchObject({ outcome: 'unauthorised', reached: 'no', message: 'no credential is configured for one and odd or other' });
    expect(contract.problems).toEqual([
      { kind: 'unresolved', place: '/security/one', found: 'no credential is given for it (bearer)' },
      { kind: 'unresolved', place: '/security/odd', found: 'no credential is given for it (http digest)' },
      { kind: 'unresolved', place: '/security/other', found: 'no credential is given for it (apiKey)' },
    ]);
    expect(system.received).toEqual([]);
  });

  test('what the system says back of our secret is taken out of errors', async () => {
    system.answer = (request) => ({ status: 400, body: { code: 'X', message: `bad ${request.headers['x-key']}` } });
    const { ending } = await callWith(secured({ type: 'apiKey', in: 'header', name: 'X-Key' }), [{ scheme: 'one', kind: 'apiKey', value: { secret: 'key' } }]);
    expect(JSON.stringify(ending)).not.toContain('canary');
    expect(ending).toMatchObject({ outcome: 'refused', fault: { message: 'bad ***' } });
  });

  test('a secret that nobody has given yet ends the call before it is sent', async () => {
    const { ending } = await callWith(company, [{ kind: 'bearer', token: { secret: 'absent' } }]);
    expect(ending).toMatchObject({ outcome: 'input-invalid', message: 'the secret absent is not given' });
    expect(system.received).toEqual([]);
  });
});
