import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let hub: TestHub;
let upstream: Server;
let address: string;

beforeAll(async () => {
  upstream = createServer((request, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(`permits ${request.url}`));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.2', resolve));
  address = `http://127.0.0.2:${(upstream.address() as AddressInfo).port}`;
  hub = await createTestHub();
  mkdirSync(join(hub.dataDir, 'systems'), { recursive: true });
});
afterAll(async () => {
  await hub?.remove();
  upstream?.close();
});

const yaml = (id: string, { host = id, path = '' } = {}) => `id: ${id}
title: { ar: نظام, en: System }
owner: it-center
adapter: webapp
connection:
  upstream: ${address}${path}
  host: ${host}
access: public
`;

/** Node cannot resolve `*.localhost`: the name goes in the Host header. */
function visit(host: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: hub.port, path: '/x', headers: { host: `${host}.localhost:${hub.port}` } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

interface Answer {
  readonly systems: readonly { readonly id: string }[];
  readonly waiting: readonly { readonly id: string }[];
  readonly problems: readonly object[];
  readonly checks: readonly { readonly id: string; readonly state: string }[];
}

async function amanah(...args: string[]): Promise<{ code: number; answer: Answer }> {
  const { code, stdout } = await hub.cli(...args, '--json');
  return { code, answer: JSON.parse(stdout) as Answer };
}

test('a system added by command runs at once, is tested by named checks, listed, and goes with its removal', async () => {
  const file = join(hub.dataDir, 'permits.yaml');
  writeFileSync(file, yaml('permits'));
  expect(await amanah('system', 'test', file)).toMatchObject({ code: 0, answer: { ok: true, probe: { status: 200 } } });
  expect(await amanah('system', 'add', file)).toMatchObject({ code: 0, answer: { added: 'permits', url: `http://permits.localhost:${hub.port}/` } });
  await expect.poll(() => visit('permits'), { timeout: 15_000 }).toMatchObject({ status: 200, text: 'permits /x' });
  const { answer } = await amanah('system', 'test', 'permits');
  expect(answer.checks.map((check) => `${check.id} ${check.state}`)).toEqual(expect.arrayContaining(['definition passed', 'name passed', 'answer passed']));
  expect((await amanah('system', 'list')).answer.systems).toContainEqual(expect.objectContaining({ id: 'permits', source: 'operations', access: 'public' }));
  expect(await amanah('system', 'remove', 'permits')).toMatchObject({ code: 0, answer: { removed: 'permits' } });
  await expect.poll(async () => (await visit('permits')).status, { timeout: 15_000 }).toBe(404);
  expect(await amanah('system', 'remove', 'permits')).toMatchObject({ code: 1, answer: { error: { code: 'SYSTEMS_UNKNOWN' } } });
});

test('my systems lists a system that needs a permission to who holds it only, with its live state; the others do not enter it either', async () => {
  const file = join(hub.dataDir, 'staff-tools.yaml');
  writeFileSync(file, yaml('staff-tools').replace('access: public', 'access: systems:staff.read\nprobe: { path: /, everySeconds: 5 }'));
  expect(await amanah('system', 'add', file)).toMatchObject({ code: 0 });
  await hub.addPerson('clerk', 'clerk-password-1', { name: { ar: 'موظف', en: 'Clerk' }, role: 'official@it-center' });
  const [clerk, alice] = [await hub.signIn('clerk', 'clerk-password-1'), await hub.signIn('alice', 'alice-password')];
  const mine = async (jar: typeof alice) => {
    const { systems } = (await (await jar.fetch('/api/systems/mine')).json()) as { systems: { id: string; state: string }[] };
    return systems.filter(({ id }) => id === 'staff-tools').map(({ state }) => state);
  };
  await expect.poll(() => mine(clerk), { timeout: 30_000 }).toEqual(['up']);
  expect(await mine(alice)).toEqual([]);
  const entered = await alice.fetch('/auth/enter/staff-tools', { headers: { accept: 'text/html' } });
  expect([entered.status, entered.headers.get('location')]).toEqual([403, null]);
  expect((await clerk.fetch('/auth/enter/staff-tools', { headers: { accept: 'text/html' } })).headers.get('location')).toContain('staff-tools.localhost');
});

test('a demo system whose stand-in does not run on this machine is hidden from people; operators see what it waits for', async () => {
  const { answer } = await amanah('system', 'list');
  expect(answer.waiting).toContainEqual(expect.objectContaining({ id: 'wiki', waitsFor: 'wiki' }));
  expect(answer.systems.map(({ id }) => id)).not.toContain('wiki');
  expect((await visit('wiki')).status).toBe(404);
});

test('a name that is taken is refused by name', async () => {
  const [file, other] = [join(hub.dataDir, 'systems', 'filed.yaml'), join(hub.dataDir, 'other.yaml')];
  writeFileSync(file, yaml('filed'));
  writeFileSync(other, yaml('other', { host: 'filed' }));
  expect(await amanah('system', 'add', other)).toMatchObject({
    code: 1,
    answer: { error: { code: 'SYSTEMS_NAME_TAKEN', detail: `connection.host: filed: expected a name that ${file} does not use` } },
  });
});

test('a wrong file is refused with file, line, field and what was expected, while what runs stays; corrected, it takes hold', async () => {
  const file = join(hub.dataDir, 'systems', 'forms.yaml');
  writeFileSync(file, yaml('forms'));
  await expect.poll(async () => (await visit('forms')).text, { timeout: 15_000 }).toBe('permits /x');
  writeFileSync(file, yaml('forms').replace('access: public', 'access: everyone'));
  await expect.poll(() => hub.log(), { timeout: 15_000 }).toContain('"field":"access"');
  const refused = hub
    .log()
    .split('\n')
    .find((line) => line.includes('"field":"access"'));
  expect(JSON.parse(refused ?? '')).toMatchObject({ file, line: 8, field: 'access', found: '"everyone"', msg: 'system definition refused' });
  expect(await visit('forms')).toMatchObject({ status: 200 });
  const { code, answer } = await amanah('system', 'list');
  expect(code).toBe(1);
  expect(answer.problems).toMatchObject([{ file, line: 8, field: 'access' }]);
  writeFileSync(file, yaml('forms', { host: 'forms-two' }));
  await expect.poll(async () => (await visit('forms-two')).status, { timeout: 15_000 }).toBe(200);
  expect((await visit('forms')).status).toBe(404);
});

test('the JSON Schemas of systems and micro-frontends are public and name every field', async () => {
  for (const [name, fields] of [
    // One shape a protocol: web applications are opened by people, the others called by operations.
    ['system', { webapp: ['id', 'connection', 'signIn', 'access', 'probe'], openapi: ['id', 'connection', 'operations', 'limits', 'probe'] }],
    ['mfe', { '': ['id', 'origin', 'entry', 'files', 'at', 'permission'] }],
  ] as const) {
    const answer = await fetch(`${hub.url}/schemas/${name}.json`);
    expect(answer.status).toBe(200);
    interface Shape {
      readonly properties: { readonly adapter?: { readonly const: string } };
      readonly additionalProperties: boolean;
    }
    const schema = (await answer.json()) as Shape & { oneOf?: Shape[] };
    const shapes = new Map((schema.oneOf ?? [schema]).map((shape) => [shape.properties.adapter?.const ?? '', shape]));
    for (const [protocol, names] of Object.entries(fields)) {
      expect(Object.keys(shapes.get(protocol)?.properties ?? {}), protocol).toEqual(expect.arrayContaining([...names]));
      expect(shapes.get(protocol)?.additionalProperties, protocol).toBe(false);
    }
  }
});
