import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { connectTo, endingOf, startSystem, type Told } from '../testing/test-system.ts';

const system = await startSystem();
let told: Told = { status: 204 };
beforeEach(() => {
  told = { status: 204 };
  system.received.length = 0;
  system.answer = () => told;
});
afterAll(() => system.close());

interface Described {
  readonly path?: string;
  readonly parameters?: readonly object[];
  readonly operation?: object;
  readonly document?: object;
}

/** An operation that reads, connected. */
const one = ({ path = '/x', parameters = [], operation = {}, document = {} }: Described, given: Record<string, unknown> = {}, parts: object = {}) =>
  connectTo(
    {
      openapi: '3.1.0',
      info: { title: 'T' },
      paths: { [path]: { get: { operationId: 'x', parameters, responses: { 204: { description: '' } }, ...operation } } },
      ...document,
    },
    { server: { url: system.url }, ...given },
    parts,
  );
const header = (more: object = {}) => ({ name: 'X-Note', in: 'header', schema: { type: 'string' }, ...more });
const wrong = (path: string, message: string) => ({ outcome: 'input-invalid', reached: 'no', findings: [{ path, message }] });

describe('headers', () => {
  test.each<[string, object, object, object]>([
    ['a control character', header(), { 'X-Note': 'a\u0001b' }, wrong('/X-Note', 'has a control character')],
    [
      'a comma within a list',
      header({ schema: { type: 'array' } }),
      { 'X-Note': ['a,b'] },
      wrong('/X-Note/0', 'has a comma or an equals sign, which divides a header'),
    ],
    ['half of a character', header(), { 'X-Note': '\ud800' }, wrong('/X-Note', 'holds half of a character')],
    ['nothing where something must be', header({ required: true }), {}, wrong('/X-Note', 'is missing')],
    ['null where something must be', header({ required: true }), { 'X-Note': null }, wrong('/X-Note', 'is missing')],
  ])('%s is refused with its field', async (_title, parameter, input, expected) => {
    const { call } = await one({ parameters: [parameter] });
    expect(await endingOf(call('x', input))).toMatchObject(expected);
    expect(system.received).toEqual([]);
  });

  test('are bytes of UTF-8 where the system wants that; an empty list is no header', async () => {
    const { call } = await one({ parameters: [header(), { name: 'X-List', in: 'header', schema: { type: 'array' } }] }, { headerEncoding: 'utf-8' });
    await call('x', { 'X-Note': 'حي', 'X-List': [] });
    expect(Buffer.from(String(system.received[0]?.headers['x-note']), 'latin1').toString()).toBe('حي');
    expect(system.received[0]?.headers['x-list']).toBeUndefined();
  });

  test('a parameter with content is JSON, escaped in headers, or the text itself', async () => {
    const parameters = [
      { name: 'X-Filter', in: 'header', content: { 'application/json': {} } },
      { name: 'note', in: 'query', content: { 'text/plain': {} } },
      { name: 'bytes', in: 'query', content: { 'image/png': {} } },
    ];
    const { call } = await one({ parameters });
    await call('x', { 'X-Filter': { name: 'حي' }, note: 'a b' });
    expect(system.received[0]).toMatchObject({ target: '/x?note=a%20b', headers: { 'x-filter': '{"name":"\\u062d\\u064a"}' } });
    const required = await one({ parameters: [{ ...parameters[2], required: true }] });
    expect(required.contract.operations[0]?.problems).toMatchObject([{ kind: 'unsupported', found: 'a parameter in image/png' }]);
  });
});

describe('addresses', () => {
  test('a fixed query goes with what is given; a path without a slash is below the system', async () => {
    const { call } = await one({
      path: '/x?Action=List',
      parameters: [
        { name: 'a', in: 'query' },
        { name: 'flag', in: 'query', allowEmptyValue: true },
      ],
    });
    await call('x', { a: 1, flag: '' });
    expect(system.received[0]?.target).toBe('/x?Action=List&a=1&flag=');
  });

  test('a template that leads elsewhere by itself is refused', async () => {
    const { call } = await one({ path: '/a/../{id}', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] });
    expect(await endingOf(call('x', { id: '7' }))).toMatchObject({ outcome: 'input-invalid', message: expect.stringContaining('another address') as string });
  });

  test('objects are written field by field, nothing of them where they are empty', async () => {
    const object = (name: string, style: string, explode: boolean) => ({ name, in: 'query', style, explode, schema: { type: 'object' } });
    const { call } = await one({
      path: '/x/{p}',
      parameters: [
        object('f', 'form', false),
        object('d', 'deepObject', true),
        object('s', 'spaceDelimited', false),
        { name: 'p', in: 'path', style: 'matrix', required: true, schema: { type: 'object' } },
      ],
    });
    await call('x', { f: { a: 1, none: null }, d: { a: 1, b: [1, 2], none: null }, s: {}, p: { q: 'r' } });
    expect(decodeURIComponent(system.received[0]?.target ?? '')).toBe('/x/;p=q,r?f=a,1&d[a]=1&d[b][0]=1&d[b][1]=2');
  });
});

describe('what a document may say and leave out', () => {
  test('long words are cut, a title without a version has none, a parameter may lead nowhere', async () => {
    const { contract } = await one({ parameters: [{ name: 'a', in: 'query', schema: { $ref: '#/gone' } }], operation: { summary: 'x'.repeat(300) } });
    expect(contract).toMatchObject({ title: 'T', version: null });
    expect(contract.operations[0]?.summary).toHaveLength(201);
  });

  test('paths that are none are noted', async () => {
    const { contract } = await connectTo(
      { openapi: '3.1.0', info: { title: 'T' }, paths: { '/a': 7, '/b': { $ref: 'http://[' } } },
      { server: { url: system.url } },
    );
    expect(contract.operations).toEqual([]);
    expect(contract.problems.map(({ kind, place }) => `${kind} ${place}`)).toEqual(['invalid /paths/~1a', 'unresolved /paths/~1b']);
    expect((await connectTo({ openapi: '3.1.0', info: { title: 'T' } }, { server: { url: system.url } })).contract.operations).toEqual([]);
    await expect(connectTo({ openapi: 3, info: {} })).rejects.toMatchObject({ outcome: 'contract-violation' });
  });

  test('an answer of every kind and in several media types', async () => {
    const answers = {
      '2xx': { description: '', content: { 'application/json': { schema: { type: 'object' } }, 'application/hal+json': { schema: { type: 'array' } } } },
      default: { description: '' },
    };
    const { call } = await one({ operation: { responses: answers } });
    told = { headers: { 'content-type': 'application/hal+json' }, body: [1] };
    expect(await call('x')).toEqual({ output: [1] });
    const text = await one({ operation: { responses: { 200: { description: '', content: { 'text/*': {} } } } } });
    told = { headers: { 'content-type': 'text/csv; charset="us-ascii"' }, body: 'a,b' };
    expect(await text.call('x')).toEqual({ output: 'a,b' });
    const bytes = await one({ operation: { responses: { 200: { description: '', content: { 'application/*': {} } } } } });
    told = { headers: { 'content-type': 'application/zip' }, body: Buffer.from('PK') };
    expect(await bytes.call('x')).toEqual({ output: 'UEs=' });
    const zip = await one({ operation: { responses: { 200: { description: '', content: { 'application/zip': {} } } } } });
    expect(await zip.call('x')).toEqual({ output: 'UEs=' });
    const open = await one({ operation: { responses: { 200: { description: '' } } } });
    for (const [type, output] of [
      ['text/html', 'PK'],
      ['image/png', 'UEs='],
      ['', 'UEs='],
    ]) {
      told = { headers: { 'content-type': type as string }, body: Buffer.from('PK') };
      expect(await open.call('x')).toEqual({ output });
    }
    const unchanged = await one({ operation: { responses: { 304: { description: '', headers: { ETag: {} } } } } });
    told = { status: 304, headers: { etag: '"7"' } };
    expect(await unchanged.call('x')).toEqual({ output: { ETag: '"7"' } });
    told = { status: 300 };
    expect(await endingOf(unchanged.call('x'))).toMatchObject({ outcome: 'contract-violation', message: 'status 300 is not described, a redirect' });
  });

  test('schemes of every kind say what they are when they cannot be met', async () => {
    const schemes = {
      digest: { type: 'http', scheme: 'digest' },
      people: { type: 'oauth2', flows: { authorizationCode: {} } },
      flowless: { type: 'oauth2' },
      odd: {},
      matrix: { type: 'apiKey', in: 'matrix', name: 'k' },
      gone: { $ref: '#/nowhere' },
    };
    const { contract } = await one(
      {
        operation: {
          security: Object.keys(schemes)
            .map((name) => ({ [name]: [7] }))
            .concat([7 as never]),
        },
        document: { components: { securitySchemes: schemes } },
      },
      { credentials: [{ kind: 'bearer', scheme: 'nobody', token: { secret: 't' } }] },
    );
    expect(contract.problems.map(({ place, found }) => `${place} ${found}`)).toEqual(
      expect.arrayContaining([
        'credentials.0.scheme nobody',
        expect.stringMatching(/\/security\/digest .*\(http digest\)/) as string,
        expect.stringMatching(/\/security\/people .*\(oauth2 by authorizationCode\)/) as string,
        expect.stringMatching(/\/security\/flowless .*\(oauth2 by no flow\)/) as string,
        expect.stringMatching(/\/security\/odd .*\(no type\)/) as string,
        expect.stringMatching(/\/security\/gone .*\(not described\)/) as string,
      ]),
    );
  });
});

describe('connections', () => {
  test('a contract of another version, one without an address, and an operation that is none are told', async () => {
    const { adapter } = await import('../adapter.ts');
    const { config } = await import('../config.ts');
    const { testContext } = await import('../testing/test-system.ts');
    const given = config.parse({ document: { file: 'x' } });
    const connecting = (snapshot: unknown) => endingOf(adapter.connect(given, { snapshot } as never, testContext()));
    expect(await connecting({ form: 0 })).toMatchObject({ outcome: 'contract-violation', reached: 'no' });
    expect(await connecting(undefined)).toMatchObject({ outcome: 'contract-violation' });
    expect(await connecting({ form: 1, server: null, operations: {}, schemes: {} })).toMatchObject({ outcome: 'input-invalid' });
    const { call } = await one({});
    expect(await endingOf(call('nothing'))).toMatchObject({ outcome: 'input-invalid', message: 'the contract has no operation nothing' });
    expect(await endingOf(call('constructor'))).toMatchObject({ outcome: 'input-invalid' });
  });

  test('cookies that the system sets are in no recorded message; a key of the query goes with a query of its own', async () => {
    const keyed = { kind: 'apiKey', in: 'query', name: 'k', value: { secret: 'k' } };
    const { call, recorded } = await one({ path: '/x?a=1' }, { credentials: [keyed] }, { secrets: { k: 'canary-1' } });
    told = { status: 204, headers: { 'set-cookie': 'session=canary-2' } };
    await call('x');
    expect(system.received[0]?.target).toBe('/x?a=1&k=canary-1');
    expect(recorded.join()).not.toContain('canary');
  });

  test('a secret that no header can carry is refused, and a cookie carries what it can', async () => {
    const { call } = await one({}, { credentials: [{ kind: 'apiKey', value: { secret: 'k' } }] }, { secrets: { k: 'مفتاح' } });
    expect(await endingOf(call('x'))).toMatchObject({ outcome: 'input-invalid', message: 'a secret has characters that no header can carry' });
    const cookie = await one({}, { credentials: [{ kind: 'apiKey', in: 'cookie', name: 'k', value: { secret: 'k' } }] }, { secrets: { k: 'مف' } });
    await cookie.call('x');
    expect(system.received[0]?.headers.cookie).toBe('k=%D9%85%D9%81');
  });

  test('a credential that meets no scheme goes with operations that ask for others', async () => {
    const { call } = await one(
      { operation: { security: [{ other: [] }] } },
      { credentials: [{ kind: 'bearer', token: { secret: 't' } }] },
      { secrets: { t: 'tok' } },
    );
    await call('x');
    expect(system.received[0]?.headers.authorization).toBe('Bearer tok');
  });
});
