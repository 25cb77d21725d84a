import type { Counterpart } from '@amanah/testing/adapter-suite';
import type { Received } from '@amanah/testing';
import { adapter } from '../adapter.ts';
import { config, type OpenApiConfig } from '../config.ts';
import { startSystem, type Told } from './test-system.ts';

const secrets = { 'client-secret': 'suite-client-secret-5521' };
const company = { unifiedNumber: '7001234567', name: 'مؤسسة ركن الواحة للتموينات' };
const leases = Array.from({ length: 7 }, (_, index) => ({ id: `EJ-${index + 1}` }));

/** The register as its document describes it; `changed` is the next version, which no longer gives the name. */
const documentOf = (changed: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'السجل التجاري', version: changed ? '2' : '1' },
  servers: [{ url: '/api' }],
  security: [{ client: ['companies.read'] }],
  paths: {
    '/companies/{unifiedNumber}': {
      get: {
        operationId: 'getCompany',
        parameters: [{ name: 'unifiedNumber', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Company' } } } } },
      },
    },
    '/notes': {
      post: {
        operationId: 'addNote',
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: { mark: { type: 'string' } } } } } },
        responses: { 201: { description: '' } },
      },
    },
    '/leases': {
      get: {
        operationId: 'listLeases',
        parameters: [{ name: 'after', in: 'query', schema: { type: 'string' } }],
        responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Company: {
        type: 'object',
        required: ['unifiedNumber'],
        properties: {
          unifiedNumber: { type: 'string' },
          ...(changed ? { names: { type: 'array', items: { type: 'string' } } } : { name: { type: 'string' } }),
        },
      },
    },
    securitySchemes: { client: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } } },
  },
});

/** A register that gives tokens, keeps notes by their key, and plays what only it can. */
export async function startRegister(): Promise<Counterpart<OpenApiConfig>> {
  let fault = 'none';
  let changed = false;
  let tokens = new Set<string>();
  let given = 0;
  const notes = new Map<string, string>();

  const own: Readonly<Record<string, () => Told>> = {
    'wrong content type': () => ({ headers: { 'content-type': 'text/html' }, body: '<html><p>Session expired</p></html>' }),
    'JSON that is none': () => ({ headers: { 'content-type': 'application/json' }, body: '{"unifiedNumber":"700' }),
    'redirect loop': () => ({ status: 302, headers: { location: '/api/companies/7001234567' } }),
    'redirect elsewhere': () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/steal' } }),
    'entity bomb in place of JSON': () => ({
      headers: { 'content-type': 'application/xml' },
      body: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    }),
    'deeply nested JSON': () => ({ headers: { 'content-type': 'application/json' }, body: `${'['.repeat(400_000)}${']'.repeat(400_000)}` }),
    'more than its limit': () => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify('x'.repeat(2_000_000)) }),
    'an error of its own': () => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: 'ORA-12541: TNS:no listener' }),
    'a refusal': () => ({ status: 404, headers: { 'content-type': 'application/problem+json' }, body: { title: 'غير موجود', code: 'E404' } }),
    'repeats our token': () => ({ status: 400, body: { code: 'BAD', message: `you sent ${[...tokens].join()} and ${secrets['client-secret']}` } }),
    'a clock a year ahead': () => ({ headers: { date: 'Sun, 27 Nov 2099 00:00:00 GMT' }, body: company }),
    'tokens that end at once': () => {
      tokens = new Set();
      return { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };
    },
  };

  const system = await startSystem((request) => {
    if (request.target === '/openapi.json') return { body: documentOf(changed) };
    if (request.target === '/token') return token(request);
    if (!tokens.has(request.headers.authorization?.slice('Bearer '.length) ?? ''))
      return { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };
    if (request.method === 'POST') return write(request);
    if (fault !== 'none') return own[fault]!();
    if (request.target.startsWith('/api/leases')) return page(new URL(request.target, 'http://x').searchParams.get('after'));
    return request.target === '/api/' || request.target === '/api' ? { status: 404 } : { body: company };
  });

  function token({ headers, body }: Received): Told {
    const form = new URLSearchParams(body.toString());
    const [id, secret] = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64')
      .toString()
      .split(':');
    if (id !== 'amanah' || decodeURIComponent(secret ?? '') !== secrets['client-secret'] || form.get('grant_type') !== 'client_credentials')
      return { status: 401, body: { error: 'invalid_client' } };
    const access_token = `token-${++given}`;
    tokens.add(access_token);
    return { body: { access_token, token_type: 'Bearer', expires_in: 3_600, scope: form.get('scope') } };
  }

  function write({ headers, body }: Received): Told {
    const key = String(headers['idempotency-key']);
    notes.set(key, notes.get(key) ?? (JSON.parse(body.toString()) as { mark: string }).mark);
    return { status: 201 };
  }

  function page(after: string | null): Told {
    const from = after === null ? 0 : Number(after);
    return { body: { leases: leases.slice(from, from + 3), ...(from + 3 < leases.length ? { next: String(from + 3) } : {}) } };
  }

  return {
    adapter,
    server: { host: '127.0.0.1', port: system.port },
    config: ({ host, port }) =>
      config.parse({
        document: { url: `http://${host}:${port}/openapi.json` },
        credentials: [{ kind: 'oauth2', scheme: 'client', clientId: 'amanah', clientSecret: { secret: 'client-secret' } }],
        paging: { listLeases: { by: 'cursor', parameter: 'after', next: '/next', items: '/leases', key: '/id' } },
      }),
    secrets,
    read: { operation: 'getCompany', input: { unifiedNumber: '7001234567' }, holds: (output) => JSON.stringify(output) === JSON.stringify(company) },
    write: { operation: 'addNote', input: (mark) => ({ body: { mark } }) },
    written: async () => [...notes.values()],
    paged: {
      operation: 'listLeases',
      input: {},
      ids: (output) => (output as { leases: { id: string }[] }).leases.map(({ id }) => id),
      all: leases.map(({ id }) => id),
    },
    ownFaults: Object.keys(own).map((name) => ({
      name,
      play: () => void (fault = name),
      ends:
        name === 'a clock a year ahead'
          ? ['ok']
          : name === 'an error of its own'
            ? ['failed']
            : name === 'a refusal' || name === 'repeats our token'
              ? ['refused']
              : name === 'more than its limit'
                ? ['too-large']
                : name === 'tokens that end at once'
                  ? ['unauthorised']
                  : ['contract-violation'],
    })),
    heal() {
      fault = 'none';
      changed = false;
    },
    changeContract: () => void (changed = true),
    expireAccess: () => void (tokens = new Set()),
    close: () => system.close(),
  };
}
