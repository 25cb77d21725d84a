import { readFileSync, writeFileSync } from 'node:fs';
import { createTestHub, startTestClamd, type CookieJar, type TestClamd, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { phonePhoto } from '../../plugins/requests/testing/attachment-files.ts';

/** Whom the table has a column for; a role is held in Dhahran where it is one of a municipality. */
const columns = {
  nobody: null,
  person: [],
  'licence-officer': ['licence-officer@m-dhahran'],
  inspector: ['inspector@m-dhahran'],
  mayor: ['mayor@m-dhahran'],
  'service-officer': ['service-officer@m-dhahran'],
  'procedure-analyst': ['procedure-analyst@eamana'],
  'rollout-lead': ['rollout-lead@eamana'],
  'finance-officer': ['finance-officer@eamana'],
  'finance-head': ['finance-head@eamana'],
  operator: ['operator@eamana'],
  auditor: ['auditor@eamana'],
} as const;
type Column = keyof typeof columns;

const plugins = ['requests', 'payments', 'documents', 'shop-licences'];
/** Well formed, and of nothing that is there: who is let in gets as far as "not found" or "invalid". */
const made: Readonly<Record<string, string>> = {
  number: '1448-0101-99999',
  request: '1448-0101-99999',
  token: '1',
  id: '00000000-0000-4000-8000-000000000000',
  file: '00000000-0000-4000-8000-000000000000',
  code: 'SRV-071',
  document: 'ID',
  unit: 'm-nowhere',
  from: '2026-01-01',
  day: '2026-01-01',
  tariff: 'seasonal-camp',
};
const table = new URL('access-table.txt', import.meta.url);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly permission: string | undefined;
}

let clamd: TestClamd;
let hub: TestHub;
const clients = new Map<Column, CookieJar>();
let elsewhere: CookieJar;

beforeAll(async () => {
  clamd = await startTestClamd();
  hub = await createTestHub({ env: { AMANAH_CLAMD: clamd.address } });
  for (const [name, roles] of Object.entries(columns)) clients.set(name as Column, roles === null ? hub.client() : await withRoles(name, roles));
  elsewhere = await withRoles('elsewhere', ['service-officer@m-qatif', 'mayor@m-qatif', 'inspector@m-qatif', 'licence-officer@m-qatif']);
}, 180_000);
afterAll(async () => {
  await hub?.remove();
  await clamd?.close();
});

async function withRoles(id: string, roles: readonly string[]): Promise<CookieJar> {
  const name = `of-${id}`;
  const flags = ['--id', name, '--password', `${name}-password-1`, '--name-ar', name, '--name-en', name, '--factor', 'none'];
  const said = await hub.cli('user', 'add', ...flags, ...roles.flatMap((role) => ['--role', role]));
  expect(said.code, said.stderr).toBe(0);
  return hub.signIn(name, `${name}-password-1`);
}

const of = (column: Column) => clients.get(column) as CookieJar;

async function routes(): Promise<readonly Route[]> {
  const { paths } = (await (await of('person').fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, { 'x-permission'?: string }>> };
  return Object.entries(paths)
    .filter(([path]) => plugins.some((plugin) => path.startsWith(`/api/${plugin}/`)))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => ({ method: method.toUpperCase(), path, permission: route['x-permission'] })))
    .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
}

/** The status, or `stepup` for who is let in after proving again who they are. */
async function statusOf(client: CookieJar, { method, path }: Route): Promise<string> {
  const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => made[name] ?? 'x');
  const init = method === 'GET' || method === 'DELETE' ? { method } : { method, headers: { 'content-type': 'application/json' }, body: '{}' };
  const answer = await client.fetch(address, init);
  const text = await answer.text();
  return answer.status === 403 && text.includes('STEP_UP') ? 'stepup' : String(answer.status);
}

const { roles: roleList } = parse(readFileSync(new URL('../../config/roles.yaml', import.meta.url), 'utf8')) as {
  roles: readonly { id: string; everyone?: boolean; permissions: readonly string[] }[];
};
/** What the file of roles says, read apart from the hub. */
function mayCall(column: Column, permission: string | undefined): boolean {
  if (permission === undefined) return true;
  const held = roleList.filter(({ id, everyone }) => everyone || columns[column]?.some((role) => role.startsWith(`${id}@`)));
  const [plugin] = permission.split(':');
  return held.some(({ permissions }) => permissions.some((one) => one === permission || one === '*' || one === `${plugin}:*`));
}

describe('routes of requests, payments, documents and shop licences', () => {
  test('answer each role as the written table says, and the roles of the configuration', { timeout: 240_000 }, async () => {
    const names = Object.keys(columns) as Column[];
    const lines = [`${'route'.padEnd(78)} ${names.map((name) => name.padEnd(6)).join(' ')}`];
    const wrong: string[] = [];
    for (const route of await routes()) {
      const answers = await Promise.all(names.map((name) => statusOf(of(name), route)));
      lines.push(
        `${`${route.method} ${route.path}`.padEnd(78)} ${answers.map((status, at) => status.padEnd(Math.max(6, names[at]!.length))).join(' ')}`.trimEnd(),
      );
      for (const [at, name] of names.entries()) {
        const wanted = name === 'nobody' ? (route.permission === undefined ? 'in' : '401') : mayCall(name, route.permission) ? 'in' : '403';
        const got = answers[at] === '401' || answers[at] === '403' ? answers[at] : 'in';
        if (got !== wanted) wrong.push(`${route.method} ${route.path} as ${name}: ${answers[at]}, and not ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
    const found = `${lines.join('\n')}\n`;
    // A change is written down on purpose: AMANAH_WRITE_ACCESS_TABLE=1, and read before it is committed.
    if (process.env['AMANAH_WRITE_ACCESS_TABLE']) writeFileSync(table, found);
    expect(found).toBe(readFileSync(table, 'utf8'));
    expect(lines.length).toBeGreaterThan(75);
  });
});

/** What an open page of somebody hears. */
async function listening(client: CookieJar, signal: AbortSignal): Promise<readonly string[]> {
  const heard: string[] = [];
  const open = await client.fetch('/api/stream', { signal });
  expect(open.status).toBe(200);
  void (async () => {
    for await (const piece of open.body ?? []) heard.push(Buffer.from(piece).toString('utf8'));
  })().catch(() => {});
  return heard;
}

describe('an officer of another municipality', () => {
  const json = async (client: CookieJar, method: string, path: string, body?: object) => {
    const answer = await client.fetch(path, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
    return { status: answer.status, text: await answer.text() };
  };

  test('sees nothing of a request: by list, search, guess, file, page or open stream; the own one sees all of it', { timeout: 120_000 }, async () => {
    const citizen = of('person');
    const officer = of('service-officer');
    const stream = new AbortController();
    const [heard, heardByOwn] = [await listening(elsewhere, stream.signal), await listening(officer, stream.signal)];

    const { id } = JSON.parse((await json(citizen, 'POST', '/api/requests/drafts', { service: 'SRV-071' })).text) as { id: string };
    const sent = await citizen.fetch(`/api/requests/drafts/${id}/files?field=documentPHOTOS`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', 'x-file-name': 'a.jpg' },
      body: new Uint8Array(await phonePhoto()),
    });
    const photo = (await sent.json()) as { id: string; name: string; size: number; type: string };
    const answers = {
      reportKind: 'waste',
      details: 'حاوية ممتلئة أمام المسجد-علامة-فريدة',
      municipality: 'm-dhahran',
      site: { latitude: 26.2886, longitude: 50.1141 },
      documentPHOTOS: [photo],
      wantsCall: false,
      undertakingTruth: true,
    };
    const { number } = JSON.parse((await json(citizen, 'POST', `/api/requests/drafts/${id}/submission`, { answers })).text) as { number: string };
    expect(number).toMatch(/^\d{4}-/);
    const caseOf = async () =>
      JSON.parse((await json(officer, 'GET', `/api/requests/cases/${number}`)).text) as { revision: number; tasks: { token: number }[] };
    await expect.poll(async () => (await caseOf()).tasks?.length, { timeout: 30_000 }).toBe(1);
    const { revision, tasks } = await caseOf();
    const token = tasks[0]!.token;

    // What the own officer sees by each way, so that the ways are known to be right.
    const lists = [
      '/api/requests/cases',
      `/api/requests/cases?query=${number}`,
      '/api/requests/cases?query=of-person',
      '/api/requests/inbox',
      '/api/requests/load',
    ];
    expect((await json(officer, 'GET', `/api/requests/cases?query=${number}`)).text).toContain(number);
    expect((await json(officer, 'GET', `/api/requests/cases/files/${photo.id}`)).status).toBe(200);
    expect((await json(officer, 'GET', `/staff/cases/${number}`)).status).toBe(200);

    for (const path of lists) expect((await json(elsewhere, 'GET', path)).text, path).not.toContain(number);
    const guesses: [string, string, object?][] = [
      ['GET', `/api/requests/cases/${number}`],
      ['GET', `/api/requests/cases/${number}/map`],
      ['GET', `/api/requests/own/${number}`],
      ['GET', `/api/requests/own/${number}/map`],
      ['GET', `/api/requests/cases/files/${photo.id}`],
      ['GET', `/api/requests/files/${photo.id}`],
      ['GET', `/staff/cases/${number}`],
      ['GET', `/requests/${number}`],
      ['GET', `/api/requests/tasks/${number}/${token}/colleagues`],
      ['POST', `/api/requests/cases/${number}/letters`, { body: 'x' }],
      ['POST', `/api/requests/own/${number}/letters`, { body: 'x' }],
      ['POST', `/api/requests/own/${number}/withdrawal`, { revision }],
      ['POST', `/api/requests/own/${number}/receipt`, {}],
      ['POST', `/api/requests/own/${number}/fee-approval`, {}],
      ['POST', `/api/requests/cases/${number}/tasks/${token}/decision`, { revision, decision: 'accept' }],
    ];
    for (const [method, path, body] of guesses) {
      const answer = await json(elsewhere, method, path, body);
      expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 404`);
      expect(answer.text).not.toContain('علامة-فريدة');
    }
    const claimed = await json(elsewhere, 'POST', '/api/requests/tasks/claims', { tasks: [{ request: number, token }] });
    expect(claimed.text).not.toContain('علامة-فريدة');
    expect((await json(officer, 'GET', `/api/requests/cases/${number}`)).text).toContain('"claimedBy":null');
    expect((await json(elsewhere, 'GET', '/api/documents/')).text).not.toContain(number);
    const opened = await json(elsewhere, 'POST', '/api/requests/inspections', {
      unit: 'm-dhahran',
      reason: 'plan',
      establishmentNumber: '7001234567',
      shop: 'محل',
      establishmentSize: 'small',
      key: crypto.randomUUID(),
    });
    expect(opened.status).toBe(404);
    await expect.poll(() => heardByOwn.join(''), { timeout: 20_000 }).toContain(number);
    expect(heard.join('')).not.toContain(number);
    stream.abort();
  });
});
