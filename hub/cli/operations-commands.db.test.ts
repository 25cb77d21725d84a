import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What operators do in the operations pages, by command beside a running hub.
const folder = mkdtempSync(join(tmpdir(), 'amanah-operations-cli-'));
const licence = '51142010001';
const nationalId = '1087654321';
const port = 'shop-licences/shop-licence-register';
const timeout = 240_000;
const received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let loses = false;
let version = '1';
let database: TestDatabase;
let hub: TestHub;
let server: Server;
let url: string;

const operation = (operationId: string, name = 'number') => ({
  operationId,
  parameters: [{ name, in: 'query', required: true, schema: { type: 'string' } }],
  responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: 'object' } } } } },
});

/** A register with the operations of the port, as it describes itself. */
const document = () => ({
  openapi: '3.1.0',
  info: { title: 'Register', version },
  servers: [{ url: '/api' }],
  paths: {
    '/licence': { get: operation('find') },
    '/licences': { get: operation('listByOwner', 'nationalId') },
    '/renewals': { post: operation('renew') },
  },
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      if (pathname === '/hook') {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        return void response.writeHead(204).end();
      }
      if (loses && request.method === 'POST') return void response.destroy();
      const body = pathname === '/openapi.json' ? document() : { number: licence, owner: { nationalId, name: 'نورة' } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  database = await startTestDatabase();
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000, env: { DATABASE_URL: database.url } });
  const chosen = (name: string, effect: string) => `  ${name}: { from: ${name}, title: { ar: عملية, en: Operation }, effect: ${effect} }\n`;
  const operations = chosen('find', 'read') + chosen('listByOwner', 'read') + chosen('renew', 'write');
  const yaml = `id: register\ntitle: { ar: سجل, en: Register }\nowner: it-center\nadapter: openapi\nconnection: { document: { url: '${url}/openapi.json' } }\noperations:\n${operations}`;
  await json('system', 'add', written('register.yaml', yaml));
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function json<T = unknown>(...args: string[]): Promise<T> {
  const { stdout, stderr } = await hub.cli(...args, '--json');
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(stdout + stderr);
  }
}
const codeOf = async (...args: string[]) => (await json<{ error?: { code: string } }>(...args)).error?.code ?? 'ok';

test('a port is shown, given to another system for a unit, and given back; a provider that cannot serve it is refused', { timeout }, async () => {
  const shown = (await json<{ port: string; operations: string[]; providers: unknown[] }[]>('port', 'list')).find((one) => one.port === port);
  expect(shown?.operations).toEqual(expect.arrayContaining(['find', 'listByOwner', 'renew']));
  expect(shown?.providers).toEqual(expect.arrayContaining([{ plugin: 'shop-licences' }, { system: 'register' }]));
  expect(await json('port', 'describe', port, '--unit', 'm-dhahran')).toMatchObject({
    serving: { unit: 'm-dhahran', by: { plugin: 'shop-licences' }, source: 'file' },
  });
  expect(await json('port', 'set', port, 'm-dhahran', '--system', 'register')).toEqual({ port, unit: 'm-dhahran', by: { system: 'register' } });
  expect(await json('port', 'describe', port, '--unit', 'm-dhahran')).toMatchObject({ serving: { by: { system: 'register' }, source: 'operations' } });
  await json('port', 'unset', port, 'm-dhahran');
  expect(await json('port', 'describe', port, '--unit', 'm-dhahran')).toMatchObject({ serving: { by: { plugin: 'shop-licences' } } });
  expect(await codeOf('port', 'set', port, 'm-dhahran', '--plugin', 'notifications')).toBe('SYSTEMS_PORT_INVALID');
  expect(await codeOf('port', 'set', port, 'nowhere', '--system', 'register')).toBe('SYSTEMS_PORT_INVALID');
  expect(await codeOf('port', 'set', port, 'm-dhahran')).toBe('HTTP_INVALID_INPUT');
  expect(await codeOf('port', 'describe', 'no/port')).toBe('HTTP_INVALID_INPUT');
});

test('exchanges are found by each of their marks and shown masked; the personal data only when asked for, which is recorded', { timeout }, async () => {
  await hub.addPerson('cli-owner', 'cli-owner-password-1', { role: 'administrator@eamana' });
  const owner = await hub.signIn('cli-owner', 'cli-owner-password-1');
  const answer = await owner.fetch('/api/operations/systems/register/try', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'find', input: { number: licence } }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
  await json('system', 'call', 'register', 'listByOwner', JSON.stringify({ nationalId }), '--case', 'EA-2026-7');
  const list = (...options: string[]) => json<{ id: string; number: number; operation: string; requestId: string }[]>('exchange', 'list', ...options);
  await expect.poll(async () => (await list('--system', 'register')).map((one) => one.operation), { timeout: 30_000 }).toEqual(['listByOwner', 'find']);
  const [byCommand, byPerson] = await list('--system', 'register');
  expect(await list('--person', 'cli-owner')).toMatchObject([{ id: byPerson!.id }]);
  expect(await list('--case', 'EA-2026-7')).toMatchObject([{ id: byCommand!.id }]);
  expect(await list('--request', byPerson!.requestId)).toMatchObject([{ id: byPerson!.id }]);
  expect(await list('--operation', 'find', '--outcome', 'ok', '--from', '2020-01-01')).toMatchObject([{ id: byPerson!.id }]);
  expect(await list('--until', '2020-01-01')).toEqual([]);
  expect(await list('--before', String(byCommand!.number), '--system', 'register')).toMatchObject([{ id: byPerson!.id }]);
  const [masked, bare] = [await hub.cli('exchange', 'show', byPerson!.id), await hub.cli('exchange', 'show', byPerson!.id, '--unmasked')];
  expect(masked.stdout).toContain('masked');
  expect(masked.stdout).not.toContain(nationalId);
  expect(bare.stdout).toContain(nationalId);
  expect(await database.query(`SELECT 1 FROM hub.audit_record WHERE body::text LIKE '%exchange-read-unmasked%'`)).toHaveLength(1);
  expect(await codeOf('exchange', 'show', 'nothing')).toBe('SYSTEMS_EXCHANGE_UNKNOWN');
  const bundle = join(folder, 'evidence.zip');
  expect(await json('exchange', 'export', byPerson!.id, byCommand!.id, '--out', bundle)).toMatchObject({ exchanges: [byPerson!.id, byCommand!.id] });
  expect(await json('audit', 'verify', bundle)).toMatchObject({ fault: null });
});

test('a write whose answer was lost waits by name, and is settled with a note; its key may then be written again', { timeout }, async () => {
  loses = true;
  const renew = () => codeOf('system', 'call', 'register', 'renew', JSON.stringify({ number: licence }), '--key', 'renewal-1');
  expect(await renew()).toBe('SYSTEMS_OUTCOME_UNKNOWN');
  loses = false;
  const waiting = await json<object[]>('write', 'list');
  expect(waiting).toMatchObject([{ system: 'register', operation: 'renew', key: 'renewal-1' }]);
  expect(JSON.stringify(waiting)).not.toContain(licence);
  expect(await codeOf('write', 'settle', 'register', 'another', '--found', 'done', '--note', 'asked the register')).toBe('SYSTEMS_WRITE_UNKNOWN');
  expect(await json('write', 'settle', 'register', 'renewal-1', '--found', 'not-done', '--note', 'asked the register')).toMatchObject({ found: 'not-done' });
  expect(await json('write', 'list')).toEqual([]);
  expect(await renew()).toBe('ok');
});

test('an address is subscribed, gets events signed, again when they are replayed, with the old and the new secret after a rotation', { timeout }, async () => {
  expect(await json('webhook', 'types')).toContain('hub.contract.accepted');
  const { id, secret } = await json<{ id: string; secret: string }>('webhook', 'add', `${url}/hook`, '--type', 'hub.contract.*', '--owner', 'it-center');
  const signedBy = (by: string, at: number) => {
    const { headers, body } = received[at]!;
    return new Webhook(by).verify(body, headers as Record<string, string>);
  };
  version = '2';
  await json('system', 'contract', 'register', '--accept');
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(1);
  expect(signedBy(secret, 0)).toMatchObject({ type: 'hub.contract.accepted', data: { system: 'register', version: '2' } });
  const deliveries = () => json<{ id: string; state: string }[]>('webhook', 'deliveries', id);
  await expect.poll(deliveries, { timeout: 30_000 }).toMatchObject([{ state: 'delivered', type: 'hub.contract.accepted' }]);
  const rotated = await json<{ secret: string }>('webhook', 'rotate', id);
  expect(await json('webhook', 'replay', id, '--delivery', (await deliveries())[0]!.id)).toEqual({ id, deliveries: 1 });
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(2);
  for (const by of [secret, rotated.secret]) expect(signedBy(by, 1)).toMatchObject({ type: 'hub.contract.accepted' });
  await json('webhook', 'pause', id);
  expect(await json('webhook', 'list')).toMatchObject([{ id, owner: 'it-center', active: false, rotatingUntil: expect.any(String) as string }]);
  await json('webhook', 'replay', id, '--since', '2020-01-01');
  await json('webhook', 'resume', id);
  await expect.poll(() => received.length, { timeout: 60_000 }).toBe(3);
  expect(await json('webhook', 'remove', id)).toEqual({ removed: id });
  expect(await codeOf('webhook', 'deliveries', id)).toBe('SYSTEMS_WEBHOOK_UNKNOWN');
  expect(await codeOf('webhook', 'replay', id)).toBe('HTTP_INVALID_INPUT');
  expect(await codeOf('webhook', 'add', 'ftp://x', '--type', 'hub.*', '--owner', 'it-center')).toBe('SYSTEMS_WEBHOOK_INVALID');
});

test('a dead letter is listed without what it was given; the hub runs it again when asked, or it is discarded', { timeout }, async () => {
  const letter = (name: string) =>
    database.query<{ id: string }>(
      `INSERT INTO hub.dead_letter (run, kind, owner, name, input, error, attempts) VALUES ($1, 'job', 'notifications', $1, $2, 'Error: away', 3) RETURNING id`,
      [name, JSON.stringify({ key: name, input: {} })],
    );
  const [[runs], [fails]] = [await letter('forget-old'), await letter('never-heard-of')];
  const listed = await json<{ id: string }[]>('dead-letter', 'list');
  expect(listed).toMatchObject([
    { id: fails!.id, plugin: 'notifications', job: 'never-heard-of', error: 'Error: away' },
    { id: runs!.id, job: 'forget-old' },
  ]);
  expect(JSON.stringify(listed)).not.toContain('input');
  for (const { id } of [fails!, runs!]) expect(await json('dead-letter', 'replay', id)).toEqual({ replayed: id });
  await expect.poll(async () => (await json<{ id: string }[]>('dead-letter', 'list')).map(({ id }) => id), { timeout: 60_000 }).toEqual([fails!.id]);
  expect(await json('dead-letter', 'discard', fails!.id)).toEqual({ discarded: fails!.id });
  expect(await json('dead-letter', 'list')).toEqual([]);
  expect(await codeOf('dead-letter', 'replay', fails!.id)).toBe('STORE_DEAD_LETTER_UNKNOWN');
});

test('a system is taken out of use with words for visitors, and back', { timeout }, async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const call = () => codeOf('system', 'call', 'register', 'find', JSON.stringify({ number: licence }));
  expect(await json('system', 'maintenance', 'register', '--until', until, '--note-ar', 'ترقية', '--note-en', 'Upgrade')).toEqual({
    system: 'register',
    until,
  });
  expect(await call()).toBe('SYSTEMS_IN_MAINTENANCE');
  expect(await codeOf('system', 'maintenance', 'register', '--until', until, '--note-ar', 'ترقية')).toBe('HTTP_INVALID_INPUT');
  expect(await codeOf('system', 'maintenance', 'register')).toBe('HTTP_INVALID_INPUT');
  await json('system', 'maintenance', 'register', '--end');
  expect(await call()).toBe('ok');
});

test('files that a folder delivered are listed, and the rows that were kept aside with their reasons', { timeout }, async () => {
  const drop = join(folder, 'drop');
  mkdirSync(drop);
  for (const [name, text] of [
    ['.amanah-folder', ''],
    ['rows-1.csv', 'number;state\n1;open\n2;\n'],
  ] as const)
    writeFileSync(join(drop, name), text);
  const kind =
    "{ format: csv, pattern: rows-*.csv, delimiter: ';', key: [number], fields: { number: { from: number, required: true }, state: { from: state, required: true } } }";
  const yaml = `id: drop\ntitle: { ar: ملفات, en: Files }\nowner: it-center\nadapter: files\nconnection:\n  folder: { at: local, path: ${drop} }\n  everySeconds: 5\n  whole: { by: rename }\n  kinds:\n    rows: ${kind}\noperations:\n  rows: { from: rows.list, title: { ar: صفوف, en: Rows }, effect: read }\n`;
  await json('system', 'add', written('drop.yaml', yaml));
  const files = () => json<{ hash: string; rows: number; rejected: number }[]>('system', 'files', 'drop');
  await expect.poll(files, { timeout: 60_000, interval: 1_000 }).toMatchObject([{ path: 'rows-1.csv', rows: 1, rejected: 1, state: 'taken' }]);
  expect(await json('system', 'rejected', 'drop', (await files())[0]!.hash)).toMatchObject([
    { text: expect.stringContaining('2') as string, reasons: [{ field: 'state' }] },
  ]);
});

test('without --json each list is a line for people', { timeout }, async () => {
  expect((await hub.cli('port', 'list')).stdout).toContain(`${port}\tfind, listByOwner, renew`);
  expect((await hub.cli('exchange', 'list', '--system', 'register', '--limit', '1')).stdout.trim().split('\n')).toHaveLength(1);
  expect(readFileSync(join(folder, 'evidence.zip')).subarray(0, 2).toString()).toBe('PK');
});
