import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTo, endingOf, startSystem, type TestSystem, type Told } from '../testing/test-system.ts';

const document = {
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  components: { securitySchemes: { client: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } } } },
  paths: {
    '/a': {
      get: { operationId: 'a', security: [{ client: ['read', 'write'] }], responses: { 200: { description: '', content: { 'application/json': {} } } } },
    },
  },
};
const secrets = { secret: 'canary:secret/91' };
let system: TestSystem;
let given: number;
let refused: Set<string>;
let token: () => Told;
beforeEach(async () => {
  [given, refused] = [0, new Set()];
  token = () => ({ body: { access_token: `t${++given}`, token_type: 'bearer', expires_in: 3_600 } });
  system = await startSystem(({ target, headers }) => {
    if (target.startsWith('/token')) return token();
    return refused.has(headers.authorization ?? '') ? { status: 401, body: { code: 'EXPIRED' } } : { body: JSON.stringify(headers.authorization) };
  });
});
afterEach(() => system.close());

const connect = (more: object = {}, config: Record<string, unknown> = {}, said: object = document) =>
  connectTo(
    said,
    {
      server: { url: system.url },
      credentials: [{ kind: 'oauth2', scheme: 'client', clientId: 'amanah', clientSecret: { secret: 'secret' }, ...more }],
      ...config,
    },
    { secrets },
  );
const asked = () => system.received.filter(({ target }) => target.startsWith('/token'));

test('a token is asked for once, also by calls at the same time, and kept', async () => {
  const { call } = await connect();
  expect((await Promise.all([call('a'), call('a'), call('a')])).map(({ output }) => output)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
  await call('a');
  expect(asked()).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = asked() as { headers: { authorization?: string }; body: unknown }[];
  expect(Object.fromEntries(new URLSearchParams(String(body)))).toEqual({ grant_type: 'client_credentials', scope: 'read write' });
  expect(Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()).toBe('amanah:canary%3Asecret%2F91');
});

test('the proof can go in the form, with other scopes and fields, to an address of its own', async () => {
  const other = await startSystem(() => ({ body: { access_token: 'elsewhere' } }));
  const { call } = await connect({ proof: 'form', scopes: ['x'], fields: { audience: 'سجل' }, tokenUrl: `${other.url}/oauth` });
  expect((await call('a')).output).toBe('Bearer elsewhere');
  expect(Object.fromEntries(new URLSearchParams(other.received[0]?.body.toString()))).toEqual({
    grant_type: 'client_credentials',
    scope: 'x',
    audience: 'سجل',
    client_id: 'amanah',
    client_secret: 'canary:secret/91',
  });
  await other.close();
});

test('a token that is no longer taken is renewed once for all that met it; a second refusal is told', async () => {
  const { call } = await connect();
  await call('a');
  refused.add('Bearer t1');
  expect((await Promise.all([call('a'), call('a')])).map(({ output }) => output)).toEqual(['Bearer t2', 'Bearer t2']);
  expect(asked()).toHaveLength(2);
  refused.add('Bearer t2').add('Bearer t3');
  expect(await endingOf(call('a'))).toMatchObject({ outcome: 'unauthorised', reached: 'yes', fault: { code: 'EXPIRED' } });
  expect(asked()).toHaveLength(3);
});

test('a token of no length of life is asked for anew at the next call', async () => {
  token = () => ({ body: { access_token: `t${++given}`, expires_in: 0.000_001 } });
  const { call } = await connect();
  expect((await call('a')).output).toBe('Bearer t1');
  expect((await call('a')).output).toBe('Bearer t2');
});

test.each<[string, () => Told, object]>([
  [
    'refuses the client',
    () => ({ status: 401, body: { error: 'invalid_client', error_description: secrets.secret } }),
    { outcome: 'unauthorised', message: 'no token: status 401, invalid_client' },
  ],
  [
    'says no reason',
    () => ({ status: 400, headers: { 'content-type': 'text/html' }, body: '<p>' }),
    { outcome: 'unauthorised', message: 'no token: status 400, no reason' },
  ],
  ['fails', () => ({ status: 503 }), { outcome: 'failed' }],
  ['gives no token', () => ({ body: { token: 'x' } }), { outcome: 'contract-violation', message: 'the token address gave no token' }],
  ['gives one that would break a header', () => ({ body: { access_token: 'a\r\nx: y' } }), { outcome: 'contract-violation' }],
  ['gives another type', () => ({ body: { access_token: 'x', token_type: 'mac' } }), { outcome: 'contract-violation' }],
  [
    'leads elsewhere',
    () => ({ status: 302, headers: { location: 'https://attacker.example/' } }),
    { outcome: 'unauthorised', message: 'no token: status 302, no reason' },
  ],
])('a token address that %s ends the call before the system is asked', async (_title, answer, ending) => {
  token = answer;
  const { call, recorded } = await connect();
  const end = await endingOf(call('a'));
  expect(end).toMatchObject({ ...ending, reached: 'no' });
  expect(JSON.stringify(end)).not.toContain(secrets.secret);
  expect(recorded).toEqual([]);
  expect(system.received.filter(({ target }) => target === '/a')).toEqual([]);
});

test('a token address that cannot be reached, or does not answer in time, has not reached the system', async () => {
  const { call } = await connect({ tokenUrl: 'http://127.0.0.1:9/token' });
  expect(await endingOf(call('a'))).toMatchObject({ outcome: 'unreachable', reached: 'no', message: 'at the token address: ECONNREFUSED' });
  system.answer = () => null;
  const slow = await connect();
  expect(await endingOf(slow.call('a', {}, { signal: AbortSignal.timeout(100) }))).toMatchObject({ outcome: 'timeout', reached: 'no' });
});

test('a document alone cannot lead the client secret to another origin', async () => {
  const tokenUrl = 'https://attacker.example/token';
  const scheme = { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } };
  const led = { ...document, components: { securitySchemes: { client: scheme } } };
  await expect(connect({}, {}, led)).rejects.toMatchObject({
    outcome: 'contract-violation',
    message: 'the token address lies on https://attacker.example, which is not declared',
  });
  await expect(connect({}, { origins: ['https://attacker.example'] }, led)).resolves.toBeDefined();
  await expect(connect({}, {}, { ...document, components: {} })).rejects.toMatchObject({ outcome: 'input-invalid' });
});

test('a probe renews a token too', async () => {
  const { call, connection } = await connect();
  await call('a');
  refused.add('Bearer t1');
  await connection.probe(AbortSignal.timeout(5_000));
  expect(asked()).toHaveLength(2);
});
