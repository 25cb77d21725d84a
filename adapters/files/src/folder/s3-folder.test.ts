import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { config } from '../config.ts';
import { contextOf } from '../testing/folders.ts';
import type { Folder } from './folder.ts';
import { openFolder } from './open-folder.ts';

const canary = 'canary-secret-access-key-5d2a';
const soon = (ms = 5_000) => AbortSignal.timeout(ms);
let server: Server;
let folder: Folder;
afterEach(async () => {
  await folder.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

/** A store that answers as the test says; `asked` is what came, without the signature. */
async function store(answer: (request: IncomingMessage, response: ServerResponse) => void, limits: object = {}): Promise<{ asked: string[]; folder: Folder }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const given = config.parse({ folder: { at: 's3', endpoint, bucket: 'exchange', accessKeyId: 'hub', secretAccessKey: { secret: 'key' } } });
  folder = await openFolder(given, contextOf({ key: canary }, limits));
  return { asked, folder };
}

const failed = (status: number, code: string) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void, object]>([
  ['refuses the key', failed(403, 'InvalidAccessKeyId'), { outcome: 'unauthorised' }],
  ['refuses the signature', failed(403, 'SignatureDoesNotMatch'), { outcome: 'unauthorised' }],
  ['finds our clock wrong', failed(403, 'RequestTimeTooSkewed'), { outcome: 'unauthorised' }],
  ['says that the key has expired', failed(400, 'ExpiredToken'), { outcome: 'unauthorised' }],
  ['has no such bucket', failed(404, 'NoSuchBucket'), { outcome: 'contract-violation' }],
  ['asks us to slow down', failed(503, 'SlowDown'), { outcome: 'failed' }],
  ['does not know the request', failed(400, 'InvalidArgument'), { outcome: 'refused' }],
  ['leads to another address', (_request, response) => void response.writeHead(307, { location: 'http://attacker.example/' }).end(), { outcome: 'refused' }],
  [
    'answers a page',
    (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>hello'),
    { outcome: 'contract-violation' },
  ],
  ['sends garbage instead of HTTP', (_request, response) => void response.socket?.end('\u0000\u0001garbage\r\n\r\n'), { outcome: 'contract-violation' }],
  ['closes the connection', (_request, response) => void response.socket?.destroy(), { outcome: 'unreachable' }],
  [
    'stops in the middle',
    (_request, response) => void response.writeHead(200, { 'content-length': '9' }).write('<List', () => response.socket?.destroy()),
    { outcome: 'unreachable' },
  ],
])('a store that %s ends in a known outcome, once, without our secret', async (_what, answer, expected) => {
  const { asked, folder: opened } = await store(answer);
  const error: unknown = await opened.list('', soon()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject(expected);
  expect(asked).toHaveLength(1);
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(canary);
});

test('a store that never answers ends by the limits, or by the deadline', async () => {
  const { folder: opened } = await store(() => {}, { answerMs: 100 });
  await expect(opened.check(soon())).rejects.toMatchObject({ outcome: 'timeout' });
  await expect(opened.check(AbortSignal.timeout(20))).rejects.toMatchObject({ outcome: 'timeout' });
  await expect(opened.check(AbortSignal.abort())).rejects.toMatchObject({ outcome: 'cancelled' });
});

test('a store that is away is told as such', async () => {
  const { folder: opened } = await store(() => {});
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await expect(opened.check(soon())).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });
  server.listen(0, '127.0.0.1');
});

test('a list of several pages goes on by the token of the page before; names that lead elsewhere are refused', async () => {
  const page = (keys: readonly string[], next: string) =>
    `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key><Size>3</Size><LastModified>2026-11-27T00:00:00.000Z</LastModified></Contents>`).join('')}<IsTruncated>${next !== ''}</IsTruncated>${next && `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`;
  const { asked, folder: opened } = await store((request, response) => {
    const token = new URL(request.url!, 'http://store').searchParams.get('continuation-token');
    response.writeHead(200, { 'content-type': 'application/xml' }).end(token ? page(['b', '..', 'c&#9;d'], '') : page(['a', 'below/'], 'اللاحق'));
  });
  const { files, refused } = await opened.list('', soon());
  expect(files).toEqual(['a', 'b'].map((path) => ({ path, bytes: 3, modifiedAt: Date.parse('2026-11-27T00:00:00Z') })));
  expect(refused.map(({ why }) => why)).toEqual(['leads to another folder', 'is no name', 'has control characters']);
  expect(asked).toHaveLength(2);
});

test('a write that shall not replace is refused by the store where it knows such conditions', async () => {
  const { asked, folder: opened } = await store((request, response) => {
    if (request.method === 'HEAD') return void response.writeHead(404).end();
    if (request.headers['if-none-match'] === '*') return failed(412, 'PreconditionFailed')(request, response);
    response.writeHead(200, { etag: '"1"' }).end();
  });
  expect(await opened.write('a', Buffer.from('x'), { replace: false }, soon())).toBe(false);
  expect(asked.at(-1)).toMatch(/^PUT \/exchange\/a/);
  await expect(opened.write('a', Buffer.from('x'), { replace: true }, soon())).resolves.toBe(true);
});

test('an answer that breaks off while it is read is told', async () => {
  const { folder: opened } = await store((_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('some', () => response.socket?.destroy());
  });
  const reading = async () => {
    for await (const _part of opened.read('a', soon())) void _part;
  };
  await expect(reading()).rejects.toMatchObject({ outcome: 'unreachable' });
});
