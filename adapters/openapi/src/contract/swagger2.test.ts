import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo, endingOf, startSystem, type TestSystem, type Told } from '../testing/test-system.ts';

let system: TestSystem;
let told: Told = { status: 204 };
beforeAll(async () => (system = await startSystem(() => told)));
afterAll(() => system.close());

/** A Swagger 2.0 document with one operation, connected to the system. */
async function one(operation: object, more: object = {}, given: Record<string, unknown> = {}, secrets: Record<string, string> = {}) {
  const document = {
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    host: new URL(system.url).host,
    schemes: ['http'],
    paths: { '/x': { post: { operationId: 'x', responses: { 204: { description: '' } }, ...operation } } },
    ...more,
  };
  const connected = await connectTo(document, given, { secrets });
  system.received.length = 0;
  const call = async (input: object = {}) => {
    const ending = await endingOf(connected.call('x', input, { key: 'k' }));
    const [received] = system.received;
    return { ending, type: received?.headers['content-type'], text: received?.body.toString(), headers: received?.headers, target: received?.target };
  };
  return { ...connected, call, operation: connected.contract.operations[0]! };
}

test.each<[string, string[] | undefined, object, unknown, string, string]>([
  ['text', ['text/plain'], { type: 'string' }, 'حي', 'text/plain; charset=utf-8', 'حي'],
  ['bytes', ['application/pdf'], {}, Buffer.from('%PDF').toString('base64'), 'application/pdf', '%PDF'],
  ['anything', ['*/*'], {}, { a: 1 }, 'application/json', '{"a":1}'],
  ['JSON of its own kind', ['text/xml', 'application/vnd.x+json'], {}, { a: 1 }, 'application/vnd.x+json', '{"a":1}'],
  ['what no type is named for', undefined, {}, { a: 1 }, 'application/json', '{"a":1}'],
])('a body is sent as %s', async (_title, consumes, schema, body, type, text) => {
  const { call, operation } = await one({ ...(consumes ? { consumes } : {}), parameters: [{ name: 'p', in: 'body', required: true, schema }] });
  expect(operation.problems).toEqual([]);
  expect(await call({ body })).toMatchObject({ ending: { ok: { output: null } }, type, text });
});

test('a form has texts and lists in every writing; with a file it goes in parts', async () => {
  const field = (name: string, more: object = {}) => ({ name, in: 'formData', type: 'string', ...more });
  const list = (name: string, collectionFormat?: string) =>
    field(name, { type: 'array', items: { type: 'string' }, ...(collectionFormat ? { collectionFormat } : {}) });
  const parameters = [field('title', { required: true }), list('csv'), list('pipes', 'pipes'), list('multi', 'multi'), list('odd', 'odd')];
  const input = { body: { title: 'فيلا', csv: ['a', 'b'], pipes: ['a', 'b'], multi: ['a', 'b'], odd: ['a', 'b'] } };
  expect(await (await one({ parameters })).call(input)).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    text: 'title=%D9%81%D9%8A%D9%84%D8%A7&csv=a,b&pipes=a%7Cb&multi=a&multi=b&odd=a,b',
  });
  const parts = await (await one({ consumes: ['multipart/form-data'], parameters })).call(input);
  expect(parts.text).toMatch(/name="csv"\r\nContent-Type: text\/plain; charset=utf-8\r\n\r\na,b\r\n/);
  const withFile = await one({ parameters: [field('note'), field('plan', { type: 'file' })] });
  expect(withFile.operation.input).toMatchObject({ properties: { body: { properties: { note: { type: 'string' }, plan: { anyOf: [{}, {}] } } } } });
  const sent = await withFile.call({ body: { plan: { content: Buffer.from('x').toString('base64'), name: 'a.pdf' } } });
  expect(sent.type).toMatch(/^multipart\/form-data; boundary=/);
  expect(sent.text).toMatch(/name="plan"; filename="a.pdf"\r\nContent-Type: application\/octet-stream\r\n\r\nx\r\n/);
});

test.each<[string, object, Told, unknown]>([
  ['JSON, which it is without another word', { 200: { description: '', schema: { type: 'object' } } }, { body: { a: 1 } }, { a: 1 }],
  ['a file', { 200: { description: '', schema: { type: 'file' } } }, { headers: { 'content-type': 'application/pdf' }, body: Buffer.from('%PDF') }, 'JVBERg=='],
  ['the default answer', { default: { description: '', schema: { type: 'string' } }, 400: { description: '' } }, { body: '"x"' }, 'x'],
  [
    'the headers of an empty one',
    { 204: { description: '', headers: { Location: { type: 'string' } } } },
    { status: 204, headers: { location: '/7' } },
    { Location: '/7' },
  ],
  ['an answer nobody described', {}, { body: { a: 1 } }, { a: 1 }],
  ['one that leads nowhere', { 200: { $ref: '#/responses/Gone' } }, { body: { a: 1 } }, { a: 1 }],
])('what comes is %s', async (_title, responses, answer, output) => {
  const { call } = await one({ responses });
  told = answer;
  expect((await call()).ending).toEqual({ ok: { output } });
  told = { status: 204 };
});

test.each<[string, object, Told, unknown]>([
  ['text', { produces: ['text/csv'] }, { headers: { 'content-type': 'text/csv' }, body: 'a,b' }, 'a,b'],
  ['bytes', { produces: ['application/zip', 7] }, { headers: { 'content-type': 'application/zip' }, body: Buffer.from('PK') }, 'UEs='],
  ['anything', { produces: ['*/*'] }, { headers: { 'content-type': 'image/png' }, body: Buffer.from('PNG') }, 'UE5H'],
  ['anything, without a type', { produces: ['*/*'] }, { headers: { 'content-type': '' }, body: '{"a":1}' }, { a: 1 }],
])('what the document produces is read as %s', async (_title, more, answer, output) => {
  const { call } = await one({ responses: { 200: { description: '', schema: {} } }, ...more });
  told = answer.headers?.['content-type'] === '' ? { headers: { 'content-type': 'application/json' }, body: answer.body } : answer;
  expect((await call()).ending).toEqual({ ok: { output } });
  told = { status: 204 };
});

test('a file of no named type is taken whatever it is', async () => {
  const { call } = await one({ produces: [], responses: { 200: { description: '', schema: { type: 'file' } } } });
  told = { headers: { 'content-type': 'image/png' }, body: Buffer.from('PNG') };
  expect((await call()).ending).toEqual({ ok: { output: 'UE5H' } });
  told = { status: 204 };
});

test('credentials go where the schemes say; other schemes say what they are', async () => {
  const definitions = {
    basic: { type: 'basic' },
    header: { type: 'apiKey', in: 'header', name: 'X-Key' },
    query: { type: 'apiKey', in: 'query', name: 'key' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'key' },
    people: { type: 'oauth2', flow: 'implicit' },
    flowless: { type: 'oauth2' },
    odd: {},
  };
  const by = async (scheme: string, credentials: object[]) =>
    one({ security: [{ [scheme]: [] }] }, { securityDefinitions: definitions }, { credentials }, { s: 'canary' });
  expect(await (await by('basic', [{ kind: 'basic', scheme: 'basic', username: 'u', password: { secret: 's' } }])).call()).toMatchObject({
    headers: { authorization: `Basic ${Buffer.from('u:canary').toString('base64')}` },
  });
  expect(await (await by('header', [{ kind: 'apiKey', scheme: 'header', value: { secret: 's' } }])).call()).toMatchObject({ headers: { 'x-key': 'canary' } });
  expect(await (await by('query', [{ kind: 'apiKey', scheme: 'query', value: { secret: 's' } }])).call()).toMatchObject({ target: '/x?key=canary' });
  const said = async (scheme: string) => (await by(scheme, [])).contract.problems.map(({ found }) => found).join();
  expect(await said('people')).toContain('(oauth2 by implicit)');
  expect(await said('flowless')).toContain('(oauth2 by no flow)');
  expect(await said('odd')).toContain('(no type)');
  expect(await said('cookie')).toContain('(apiKey)');
  expect(await said('unheard')).toContain('(not described)');
});

test('an OAuth2 application asks for its token where the document says', async () => {
  const answers = (request: { target: string }): Told => (request.target === '/token' ? { body: { access_token: 't1' } } : { status: 204 });
  system.answer = answers;
  const { call } = await one(
    { security: [{ app: ['a'] }] },
    { securityDefinitions: { app: { type: 'oauth2', flow: 'application', tokenUrl: `${system.url}/token`, scopes: {} } } },
    { credentials: [{ kind: 'oauth2', scheme: 'app', clientId: 'c', clientSecret: { secret: 's' } }] },
    { s: 'canary' },
  );
  await call();
  expect(system.received.at(-1)?.headers.authorization).toBe('Bearer t1');
  expect(system.received[0]?.body.toString()).toBe('grant_type=client_credentials&scope=a');
  system.answer = () => told;
});

test('an operation may have a scheme of its own, unless the address is configured', async () => {
  const { call } = await one({ schemes: ['http'] }, { schemes: ['https'] }, { origins: [system.url] });
  expect((await call()).ending).toEqual({ ok: { output: null } });
  const configured = await one({ schemes: ['https'] }, {}, { server: { url: system.url } });
  expect((await configured.call()).ending).toEqual({ ok: { output: null } });
});

test('parameters have every writing; lists within lists have none', async () => {
  const { call } = await one({
    parameters: [
      { name: 'a', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'ssv' },
      { name: 'X-List', in: 'header', type: 'array', items: { type: 'string' } },
      { name: 'd', in: 'query', type: 'array', items: { type: 'array', items: { type: 'string' } } },
    ],
  });
  expect(await call({ a: ['p', 'q'], 'X-List': ['1', '2'] })).toMatchObject({ target: '/x?a=p%20q', headers: { 'x-list': '1,2' } });
});

test('a document on the web whose host is its own', async () => {
  const document = { swagger: '2.0', info: { title: 'T', version: '1' }, basePath: '/v1', paths: { '/x': { get: { operationId: 'x', responses: {} } } } };
  system.answer = () => ({ body: document });
  const { contract } = await connectTo('{}', { document: { url: `${system.url}/swagger.json` } });
  expect(contract.snapshot).toMatchObject({ server: `${system.url}/v1` });
  system.answer = () => told;
});
