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

test('an operation is called by fields of its own names: path, query, header and cookie', async () => {
  system.answer = () => ({ body: { name: 'مؤسسة ركن الواحة' } });
  const { call, contract } = await connectTo(company, { server: { url: `${system.url}/v1/` } });
  expect(contract.operations.map(({ name, effect, idempotent, problems }) => ({ name, effect, idempotent, problems }))).toEqual([
    { name: 'getCompany', effect: 'read', idempotent: true, problems: [] },
    { name: 'addCompany', effect: 'write', idempotent: false, problems: [] },
  ]);
  const answer = await call('getCompany', { unifiedNumber: 'أ/1', fields: ['name', 'a,b'], 'X-Region': 'الدمام', lang: 'ar' });
  expect(answer).toEqual({ output: { name: 'مؤسسة ركن الواحة' } });
  const { method, target, headers } = system.received[0]!;
  expect([method, target]).toEqual(['GET', `/v1/companies/${encodeURIComponent('أ/1')}?fields=name&fields=a%2Cb`]);
  expect([headers['x-region'], headers.cookie, headers.accept]).toEqual([
    encodeURIComponent('الدمام'),
    'lang=ar',
    'application/json, application/problem+json;q=0.9',
  ]);
});

test('a write carries its key, which is no field of the input; what has no body answers its headers', async () => {
  system.answer = () => ({ status: 204, headers: { location: '/companies/7' } });
  const { call, contract, recorded } = await connectTo(company, { server: { url: system.url }, requestIdHeader: 'X-Request-Id' });
  expect(contract.operations[1]?.input).toEqual({
    type: 'object',
    properties: { body: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } },
    required: ['body'],
    additionalProperties: false,
  });
  expect(await call('addCompany', { body: { name: 'ركن' } }, { key: 'key-1' })).toEqual({ output: { Location: '/companies/7' } });
  expect(system.received[0]).toMatchObject({ headers: { 'idempotency-key': 'key-1', 'x-request-id': 'request-1', 'content-type': 'application/json' } });
  expect(system.received[0]?.body.toString()).toBe('{"name":"ركن"}');
  expect(recorded[0]).toMatch(/^POST \/companies HTTP\/1.1\r\nhost: 127.0.0.1:\d+\r\n/);
  expect(recorded[1]).toMatch(/^HTTP\/1.1 204\r\n/);
});

test.each(['.', '..', '%2e%2E', '../../admin'])('the value %s cannot lead a call to another address', async (unifiedNumber) => {
  const { call } = await connectTo(company, { server: { url: system.url } });
  const ending = await endingOf(call('getCompany', { unifiedNumber }));
  if (unifiedNumber.includes('/') || unifiedNumber.includes('%')) expect(system.received[0]?.target).toBe(`/companies/${encodeURIComponent(unifiedNumber)}`);
  else
    expect(ending).toMatchObject({ outcome: 'input-invalid', reached: 'no', findings: [{ path: '/unifiedNumber', message: 'would lead to another address' }] });
});

test('an empty value does not turn a call of one into a call of all', async () => {
  const { call } = await connectTo(company, { server: { url: system.url } });
  expect(await endingOf(call('getCompany', { unifiedNumber: '' }))).toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/unifiedNumber' }] });
  expect(system.received).toEqual([]);
});

describe('answers', () => {
  const reading = (answer: TestSystem['answer'], given: Record<string, unknown> = {}) => {
    system.answer = answer;
    return connectTo(company, { server: { url: system.url }, ...given }).then(({ call }) => endingOf(call('getCompany', { unifiedNumber: '7001234567' })));
  };
  const json = { 'content-type': 'application/json' };

  test.each<[string, Awaited<ReturnType<TestSystem['answer']>>, object]>([
    [
      'a problem (RFC 9457)',
      {
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
        body: { type: 'urn:unknown', title: 'غير موجود', detail: 'لا توجد منشأة', code: 'E404' },
      },
      { outcome: 'refused', reached: 'yes', fault: { code: 'E404', message: 'لا توجد منشأة' } },
    ],
    [
      'an error object',
      { status: 400, body: { error: { code: 'BAD', message: 'wrong number' } } },
      { outcome: 'refused', fault: { code: 'BAD', message: 'wrong number' } },
    ],
    [
      'a list of errors',
      { status: 422, body: { errors: [{ code: 'E7', message: 'expired' }] } },
      { outcome: 'refused', fault: { code: 'E7', message: 'expired' } },
    ],
    [
      'a page',
      { status: 409, headers: { 'content-type': 'text/html' }, body: '<h1>Busy</h1><script>x</script>' },
      { outcome: 'refused', fault: { code: '409', message: 'Busy' } },
    ],
    ['no words', { status: 410 }, { outcome: 'refused', fault: { code: '410', message: 'status 410' } }],
    [
      'a fault of its own',
      { status: 500, headers: { 'content-type': 'text/plain' }, body: 'ORA-12541' },
      { outcome: 'failed', fault: { code: '500', message: 'ORA-12541' } },
    ],
    ['too many requests', { status: 429, headers: { 'retry-after': '7' } }, { outcome: 'failed', message: 'status 429, 429: status 429 (again after 7)' }],
    ['no access', { status: 401 }, { outcome: 'unauthorised', reached: 'yes' }],
    ['too little access', { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } }, { outcome: 'unauthorised' }],
    [
      'a right to nothing',
      { status: 403, body: { code: 'FORBIDDEN', message: 'لا تملك الصلاحية' } },
      { outcome: 'refused', fault: { code: 'FORBIDDEN', message: 'لا تملك الصلاحية' } },
    ],
    ['a status nobody described', { status: 206, body: {} }, { outcome: 'contract-violation', message: 'status 206 is not described' }],
    [
      'a page instead of JSON',
      { headers: { 'content-type': 'text/html' }, body: '<p>' },
      { outcome: 'contract-violation', message: 'the answer is text/html, described is application/json' },
    ],
    ['JSON that is none', { headers: json, body: '{"name":' }, { outcome: 'contract-violation', reached: 'yes' }],
    [
      'bytes that are not UTF-8',
      { headers: json, body: Buffer.from([0x22, 0xff, 0x22]) },
      { outcome: 'contract-violation', message: 'the answer is not UTF-8' },
    ],
    ['a charset nobody knows', { headers: { 'content-type': 'application/json; charset=martian' }, body: '""' }, { outcome: 'contract-violation' }],
  ])('%s ends as it should', async (_title, told, ending) => {
    expect(await reading(() => told)).toMatchObject(ending);
  });

  test('the charset of an answer is honoured: Windows-1256 reads as Arabic, a mark before UTF-8 is passed over', async () => {
    const windows1256 = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc8, 0xe1, 0xcf, 0xed, 0xc9]), Buffer.from('"}')]);
    expect(await reading(() => ({ headers: { 'content-type': 'application/json; charset=windows-1256' }, body: windows1256 }))).toEqual({
      ok: { output: { name: 'بلدية' } },
    });
    expect(await reading(() => ({ headers: json, body: Buffer.from('\ufeff{"name":"بلدية"}') }))).toEqual({ ok: { output: { name: 'بلدية' } } });
    expect(await reading(() => ({ headers: { 'content-type': 'application/json' }, body: { name: 'x' } }))).toEqual({ ok: { output: { name: 'x' } } });
  });

  test('an integer that a number cannot hold comes as text, not as another number', async () => {
    expect(await reading(() => ({ headers: json, body: '{"id":9007199254740993,"small":7,"amount":1440.50}' }))).toEqual({
      ok: { output: { id: '9007199254740993', small: 7, amount: 1440.5 } },
    });
  });

  test('a refusal that comes with a status of success is one where the configuration says how it is known', async () => {
    const refusals = { code: '/result/no', message: '/result/text', when: { at: '/result/ok', is: [false] } };
    expect(await reading(() => ({ body: { result: { ok: false, no: 17, text: 'السجل موقوف' } } }), { refusals })).toMatchObject({
      outcome: 'refused',
      fault: { code: '17', message: 'السجل موقوف' },
    });
    expect(await reading(() => ({ body: { result: { ok: true } } }), { refusals })).toEqual({ ok: { output: { result: { ok: true } } } });
  });

  test('an answer can be given whole, with status and headers', async () => {
    expect(await reading(() => ({ headers: { etag: '"1"' }, body: {} }), { answer: 'whole' })).toMatchObject({
      ok: { output: { status: 200, headers: { etag: '"1"', 'content-type': 'application/json' }, body: {} } },
    });
  });
});

test('a redirect of a write is not followed, nor is a read led to an origin that is not declared', async () => {
  const { call } = await connectTo(company, { server: { url: system.url } });
  system.answer = () => ({ status: 307, headers: { location: 'https://attacker.example/x?y' } });
  expect(await endingOf(call('addCompany', { body: { name: 'x' } }, { key: 'k' }))).toMatchObject({
    outcome: 'contract-violation',
    message: 'status 307 is not described, a redirect to https://attacker.example',
  });
  expect(await endingOf(call('getCompany', { unifiedNumber: '1' }))).toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
  expect(system.received).toHaveLength(2);
});

describe('probe', () => {
  const probing = async (answer: TestSystem['answer'], given: Record<string, unknown> = {}) => {
    system.answer = answer;
    const { connection } = await connectTo(company, { server: { url: system.url }, ...given });
    return endingOf(connection.probe(AbortSignal.timeout(5_000)));
  };

  test('a system that answers anything at its address is there; one that asks for credentials or fails says so', async () => {
    expect(await probing(() => ({ status: 404 }))).toEqual({ ok: undefined });
    expect(await probing(() => ({ status: 401 }))).toMatchObject({ outcome: 'unauthorised' });
    expect(await probing(() => ({ status: 503 }))).toMatchObject({ outcome: 'failed' });
  });

  test('a path that is named must answer well; an operation that is named must answer as described or refuse', async () => {
    expect(await probing(() => ({ status: 404 }), { probe: { path: '/health' } })).toMatchObject({ outcome: 'contract-violation' });
    expect(system.received.at(-1)?.target).toBe('/health');
    const probe = { operation: 'getCompany', input: { unifiedNumber: '7' } };
    expect(await probing(() => ({ body: { name: 'x' } }), { probe })).toEqual({ ok: undefined });
    expect(await probing(() => ({ status: 404 }), { probe })).toEqual({ ok: undefined });
    expect(await probing(() => ({ headers: { 'content-type': 'text/html' }, body: '<p>' }), { probe })).toMatchObject({ outcome: 'contract-violation' });
  });
});
