import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestHub, type TestHub } from '@amanah/testing';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'amanah-system-cli-'));
const canary = 'canary-61d0ce5a2f';
const writes: (string | undefined)[] = [];
let hub: TestHub;
let server: Server;
let url: string;
let token = canary;
let stateField = 'state';
let hold: ((response: ServerResponse) => void) | null = null;

/** A permit register as it describes itself by OpenAPI 3.1. */
const document = () => ({
  openapi: '3.1.0',
  info: { title: 'Permits', version: '1' },
  servers: [{ url: '/api' }],
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    schemas: { Permit: { type: 'object', properties: { number: { type: 'string' }, [stateField]: { type: 'string' } }, required: ['number', stateField] } },
  },
  security: [{ key: [] }],
  paths: {
    '/permits/{number}': {
      get: {
        operationId: 'getPermit',
        parameters: [{ name: 'number', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/Permit' } } } } },
      },
    },
    '/permits': {
      post: {
        operationId: 'addPermit',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', properties: { street: { type: 'string' } }, required: ['street'] } } },
        },
        responses: { 201: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/Permit' } } } } },
      },
    },
  },
});
const yaml = () => `id: permits
title: { ar: سجل التصاريح, en: Permit register }
owner: it-center
adapter: openapi
connection:
  document: { url: '${url}/openapi.json' }
  credentials: [{ kind: apiKey, scheme: key, value: { secret: key } }]
  probe: { operation: getPermit, input: { number: '1' } }
operations:
  permit: { from: getPermit, title: { ar: تصريح, en: A permit }, effect: read, deadlineMs: 50000 }
  add: { from: addPermit, title: { ar: تصريح جديد, en: A new permit }, effect: write, deadlineMs: 50000, input: { fields: [{ to: body.street, from: street }] } }
probe: { everySeconds: 5 }
`;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/openapi.json') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(document()));
    if (request.headers['x-key'] !== token) return void response.writeHead(401).end();
    if (request.method === 'POST') writes.push(request.headers['idempotency-key'] as string | undefined);
    if (request.method === 'POST' && hold) return hold(response);
    const permit = { number: request.url?.split('/').at(-1) === 'permits' ? String(writes.length) : '1', [stateField]: 'ساري' };
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(permit));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(folder, 'permits.yaml'), yaml());
  writeFileSync(join(folder, 'secrets.yaml'), `key: ${canary}\n`);
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000 });
});
afterAll(async () => {
  await hub.remove();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);
async function json<T>(...args: string[]): Promise<T> {
  const { stdout, stderr } = await hub.cli('system', ...args, '--json');
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(stdout + stderr);
  }
}
const codeOf = async (...args: string[]) => (await json<{ error?: { code: string } }>(...args)).error?.code ?? 'ok';
/** The command line as another process with its own standard input. */
function started(...args: string[]) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], AMANAH_DATA_DIR: hub.dataDir, AMANAH_PROFILE: 'demo' };
  return spawn(process.execPath, ['hub/cli/amanah.ts', 'system', ...args], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
}

test('a system is read, connected with its secret while the hub runs, and taken up by it', { timeout: 240_000 }, async () => {
  const found = await json<{ contract: { operations: { name: string; effect: string }[] } }>(
    'discover',
    file('permits.yaml'),
    '--secrets',
    file('secrets.yaml'),
  );
  expect(found.contract.operations).toMatchObject([
    { name: 'getPermit', effect: 'read' },
    { name: 'addPermit', effect: 'write' },
  ]);
  expect(await codeOf('add', file('permits.yaml'))).toBe('SYSTEMS_SECRET_MISSING');
  expect(await json('add', file('permits.yaml'), '--secrets', file('secrets.yaml'))).toMatchObject({ added: 'permits', url: null, operations: 2 });
  expect(await json('test', 'permits')).toMatchObject({ ok: true });
  // The command itself asks nobody: this is what the hub has found out.
  const state = async () => (await json<{ systems: { id: string; state: string }[] }>('list')).systems.find(({ id }) => id === 'permits')?.state;
  await expect.poll(state, { timeout: 60_000, interval: 1_000 }).toBe('up');
});

test('operations are called by name; the same key is written once', { timeout: 240_000 }, async () => {
  expect(await json('call', 'permits', 'permit', '{"number":"1"}')).toEqual({ output: { number: '1', state: 'ساري' }, next: null });
  expect(await codeOf('call', 'permits', 'add', '{"street":"شارع الملك"}')).toBe('SYSTEMS_KEY_MISSING');
  const added = await json('call', 'permits', 'add', '{"street":"شارع الملك"}', '--key', 'k-1', '--case', 'EA-7');
  expect(await json('call', 'permits', 'add', '{"street":"شارع الملك"}', '--key', 'k-1')).toEqual(added);
  expect(writes).toEqual(['k-1']);
  expect(await codeOf('call', 'permits', 'permit', '{"nr":1}')).toBe('SYSTEMS_INPUT_INVALID');
});

test('a write whose process is killed is unknown from then on, and not done again', { timeout: 240_000 }, async () => {
  const arrived = Promise.withResolvers<void>();
  hold = () => arrived.resolve();
  const child = started('call', 'permits', 'add', '{"street":"x"}', '--key', 'k-2');
  await arrived.promise;
  child.kill('SIGKILL');
  await expect
    .poll(() => codeOf('call', 'permits', 'add', '{"street":"x"}', '--key', 'k-2'), { timeout: 90_000, interval: 1_000 })
    .toBe('SYSTEMS_OUTCOME_UNKNOWN');
  hold = null;
  expect(writes).toEqual(['k-1', 'k-2']);
});

test('a secret is given anew by the standard input', { timeout: 240_000 }, async () => {
  token = 'rotated-91ba77e0';
  expect(await codeOf('call', 'permits', 'permit', '{"number":"1"}')).toBe('SYSTEMS_UNAUTHORISED');
  const child = started('secret', 'set', 'permits', 'key');
  child.stdin.end(`${token}\n`);
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  expect(await codeOf('call', 'permits', 'permit', '{"number":"1"}')).toBe('ok');
  expect(await json('secret', 'list', 'permits')).toMatchObject([{ name: 'key', setAt: expect.any(String) as string }]);
});

test('types for plugins and a bundle for the vendor are written to files, the latter without the secret', { timeout: 240_000 }, async () => {
  expect(await json('types', 'permits', '--out', file('systems.d.ts'))).toMatchObject({ systems: ['permits'] });
  expect(readFileSync(file('systems.d.ts'), 'utf8')).toMatch(/'permits': \{\s+readonly permit: SystemOperation</);
  await json('diagnostics', 'permits', '--out', file('permits.zip'));
  const files = Object.entries(unzipSync(readFileSync(file('permits.zip')))).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
  expect(files.map(([name]) => name).sort()).toEqual(['about.json', 'contract.json', 'definition.yaml', 'exchanges.json', 'processes.json', 'state.json']);
  expect(files.map(([, text]) => text).join('\n')).not.toContain(token);
  expect(hub.log()).not.toContain(canary);
});

test('a contract that breaks callers stops what it touches until it is accepted', { timeout: 240_000 }, async () => {
  stateField = 'status';
  const checked = await hub.cli('system', 'contract', 'permits');
  expect(checked.code).toBe(1);
  expect(checked.stdout).toMatch(/breaks\tused\tgetPermit\toutput\.state\tremoved/);
  expect(await codeOf('call', 'permits', 'permit', '{"number":"1"}')).toBe('SYSTEMS_NEEDS_REVIEW');
  expect(await json('contract', 'permits', '--accept')).toMatchObject({ needsReview: false, changes: [] });
  expect(await json('call', 'permits', 'permit', '{"number":"1"}')).toMatchObject({ output: { status: 'ساري' } });
});

test('a system that is removed is unknown', { timeout: 240_000 }, async () => {
  expect(await json('remove', 'permits')).toEqual({ removed: 'permits' });
  expect(await codeOf('call', 'permits', 'permit')).toBe('SYSTEMS_UNKNOWN');
});
