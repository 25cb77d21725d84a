import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { sendRaw } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';
import { RawSystems, type Script } from './raw-systems.ts';

const megabyte = 1_048_576;

let lab: GatewayLab;
let systems: RawSystems;
let application: http.Server;
let applicationUrl: string;

beforeAll(async () => {
  lab = await openGatewayLab();
  systems = new RawSystems(lab);
  application = http.createServer(answer);
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.9', resolve));
  applicationUrl = `http://127.0.0.9:${(application.address() as AddressInfo).port}`;
  await lab.connect('files', applicationUrl);
});

afterAll(async () => {
  application?.closeAllConnections();
  application?.close();
  await systems?.close();
  await lab?.hub.remove();
});

const system = (id: string, script: Script) => systems.connect(id, script);
const to = (id: string, line: string, headers = '') => `${line} HTTP/1.1\r\nHost: ${lab.host(id)}\r\n${headers}\r\n`;

describe('whoever closes early, the other end is freed and the hub goes on', () => {
  test('a visitor who leaves in the middle of a download frees the system', async () => {
    const upstream = await system('endless', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n');
      const more = setInterval(() => socket.write('x'.repeat(10_000)), 5);
      socket.on('close', () => clearInterval(more));
    });
    const wire = await sendRaw(lab.hub.port, to('endless', 'GET /'));
    await wire.until(/xxxx/);
    wire.socket.destroy();
    await expect.poll(() => upstream.open(), { timeout: 20_000 }).toBe(0);
  });

  test('a visitor who leaves in the middle of an upload frees the system', async () => {
    const upstream = await system('upload', () => {});
    const wire = await sendRaw(lab.hub.port, `${to('upload', 'POST /', 'Content-Length: 1000000\r\n')}${'x'.repeat(1_000)}`);
    await expect.poll(() => upstream.received.join('')).toContain('xxxx');
    wire.socket.destroy();
    await expect.poll(() => upstream.open(), { timeout: 20_000 }).toBe(0);
  });

  test('a system that breaks off in the middle of a body breaks off for the visitor too: never a whole answer', async () => {
    await system('cut', (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', () => socket.destroy()));
    await system('short', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    for (const id of ['cut', 'short']) {
      const wire = await sendRaw(lab.hub.port, to(id, 'GET /'));
      const text = await wire.whole();
      expect(text).toContain('half');
      expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
    }
    await expect(lab.ask('cut', '/')).rejects.toThrow();
  });

  test.each([
    ['413', 'Payload Too Large'],
    ['401', 'Unauthorized'],
  ])('an upload that a system refuses early with %s keeps its status', async (status, reason) => {
    await system(`refuse-${status}`, (socket) => {
      socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno!`);
    });
    for (let turn = 0; turn < 10; turn++) {
      const wire = await sendRaw(lab.hub.port, to(`refuse-${status}`, 'POST /', `Content-Length: ${8 * megabyte}\r\n`));
      const pump = Readable.from(
        (function* () {
          for (let i = 0; i < 8; i++) yield Buffer.alloc(megabyte, 'x');
        })(),
      );
      pump.pipe(wire.socket, { end: false });
      expect(await wire.until(/no!/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      wire.socket.destroy();
    }
  });
});

describe('Expect: 100-continue', () => {
  test('the system says itself that it wants the body', async () => {
    const upstream = await system('wants', async (socket, wire) => {
      expect(wire.text).toMatch(/expect: 100-continue/i);
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      await wire.until(/the body/);
      socket.end('HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok');
    });
    const wire = await sendRaw(lab.hub.port, to('wants', 'PUT /', 'Expect: 100-continue\r\nContent-Length: 8\r\n'));
    await wire.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    expect(upstream.received.join('')).not.toContain('the body');
    wire.socket.write('the body');
    await wire.until(/201 Created[\s\S]*ok$/);
  });

  test('a system that refuses never gets the body, and the connection is not used again', async () => {
    const upstream = await system('declines', (socket) => void socket.write('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno'));
    const wire = await sendRaw(lab.hub.port, to('declines', 'PUT /', 'Expect: 100-continue\r\nContent-Length: 8\r\n'));
    const text = await wire.whole();
    expect(text).toMatch(/^HTTP\/1\.1 417 /);
    expect(text).not.toContain('100 Continue');
    expect(upstream.received.join('')).not.toContain('the body');
  });

  test('an old system that never answers it still gets the body', async () => {
    await system('deaf', async (socket, wire) => {
      await wire.until(/the body/);
      socket.end('HTTP/1.0 200 OK\r\n\r\nold');
    });
    const wire = await sendRaw(lab.hub.port, to('deaf', 'PUT /', 'Expect: 100-continue\r\nContent-Length: 8\r\n'));
    await wire.until(/100 Continue/);
    wire.socket.write('the body');
    await wire.until(/200 OK[\s\S]*old/);
  });
});

describe('what HTTP says passes as it is', () => {
  test('early hints and processing come before the answer', async () => {
    await system(
      'hints',
      (socket) =>
        void socket.end(
          'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload; as=style\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        ),
    );
    const wire = await sendRaw(lab.hub.port, to('hints', 'GET /', 'Connection: close\r\n'));
    expect(await wire.whole()).toMatch(/^HTTP\/1\.1 102 [\s\S]*HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>[\s\S]*HTTP\/1\.1 200 OK/);
  });

  test('chunked both ways, and trailers', async () => {
    const upstream = await system('trailers', async (socket, wire) => {
      await wire.until(/\r\n0\r\n\r\n/);
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n2\r\nok\r\n0\r\nX-Checksum: abc\r\n\r\n');
    });
    const wire = await sendRaw(
      lab.hub.port,
      `${to('trailers', 'POST /', 'TE: trailers\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n')}3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\n\r\n`,
    );
    expect(await wire.whole()).toMatch(/Trailer: X-Checksum[\s\S]*2\r\nok\r\n0\r\nX-Checksum: abc\r\n\r\n$/i);
    expect(upstream.received.join('').split('\r\n\r\n').slice(1).join('')).toMatch(/abc[\s\S]*defg/);
  });

  test('HEAD, 304, ranges and an answer without a length', async () => {
    expect((await lab.ask('files', '/file', { method: 'HEAD' })).headers['content-length']).toBe('1000');
    expect(await lab.ask('files', '/file', { headers: { 'if-none-match': '"v1"' } })).toMatchObject({ status: 304, text: '' });
    const range = await lab.ask('files', '/file', { headers: { range: 'bytes=10-19' } });
    expect(range).toMatchObject({ status: 206, text: '0123456789' });
    expect(range.headers['content-range']).toBe('bytes 10-19/1000');
    const parts = await lab.ask('files', '/file', { headers: { range: 'bytes=0-1,5-6' } });
    expect(parts.headers['content-type']).toContain('multipart/byteranges');
    expect(parts.text).toContain('--edge');
    const old = await sendRaw(lab.hub.port, `GET /file HTTP/1.0\r\nHost: ${lab.host('files')}\r\n\r\n`);
    expect(await old.whole()).toMatch(/^HTTP\/1\.1 200 [\s\S]*0123456789$/);
  });

  test('raw bytes in header values stay what they were', async () => {
    const { headers } = await lab.ask('files', '/attachment');
    expect(Buffer.from(headers['content-disposition'] ?? '', 'latin1').toString()).toBe('attachment; filename="رخصة.pdf"');
  });
});

describe('addresses that a system writes are those that visitors use', () => {
  test('in Location, cookies, links, JSON, CSS and scripts, and back in Referer and Origin', async () => {
    await lab.connect('mapped', applicationUrl, {
      connection: { preserveHost: false, innerOrigins: ['http://files.inner'] },
      rewrite: ['html', 'json', 'css', 'js'],
    });
    const outer = `http://${lab.host('mapped')}`;
    const inner = (path: string) => `${applicationUrl}${path}`;
    for (const type of ['text/html', 'application/json', 'application/problem+json', 'text/css', 'text/javascript']) {
      const { text, headers } = await lab.ask('mapped', `/names?${type}`, { headers: { referer: `${outer}/from`, origin: outer, 'accept-encoding': 'gzip' } });
      expect(JSON.parse(text)).toEqual({
        plain: `${outer}/a`,
        escaped: `${outer}/b`,
        second: `${outer}/c`,
        foreign: 'http://files.inner.evil.test/d',
        origin: outer,
        referer: `${outer}/from`,
      });
      expect(headers.location).toBe(`${outer}/moved?u=1`);
      expect(headers['set-cookie']).toEqual(['SID=1; Path=/app; HttpOnly']);
    }
    const { text } = await lab.ask('mapped', '/names?text/plain');
    expect(text).toContain(inner('/a'));
    await lab.connect('unmapped', applicationUrl, { connection: { preserveHost: false } });
    expect((await lab.ask('unmapped', '/names?application/json')).text).toContain(inner('/a'));
  });

  test('a path in the upstream is where visitors begin, and all paths stay what they are', async () => {
    await lab.connect('begins', `${applicationUrl}/rokhas/default.asp`);
    const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate' };
    expect(await lab.ask('begins', '/', { headers: page })).toMatchObject({ status: 303, headers: { location: '/rokhas/default.asp' } });
    expect((await lab.ask('begins', '/other', { headers: page })).text).toBe('ok /other');
  });
});

test('after all of that the hub answers as before', async () => {
  expect((await fetch(`${lab.hub.url}/health/ready`)).status).toBe(200);
  expect((await lab.ask('files', '/file')).status).toBe(200);
});

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const path = request.url ?? '/';
  if (path === '/attachment') {
    response.setHeader('content-disposition', Buffer.from('attachment; filename="رخصة.pdf"').toString('latin1')).end('x');
  } else if (path === '/file') sendFile(request, response);
  else if (path.startsWith('/names?')) sendNames(request, response, path.slice('/names?'.length));
  else response.end(`ok ${path}`);
}

/** A document that names the system in every way, packed. */
function sendNames({ headers }: http.IncomingMessage, response: http.ServerResponse, type: string): void {
  const body = `{"plain":"${applicationUrl}/a","escaped":"${`${applicationUrl}/b`.replaceAll('/', '\\/')}","second":"http://files.inner/c","foreign":"http://files.inner.evil.test/d","origin":"${headers.origin}","referer":"${headers.referer}"}`;
  response
    .setHeader('content-type', type)
    .setHeader('location', `${applicationUrl}/moved?u=1`)
    .setHeader('set-cookie', 'SID=1; Domain=inner; Path=/app; HttpOnly');
  if (!headers['accept-encoding']?.includes('gzip')) return void response.end(body);
  response.setHeader('content-encoding', 'gzip').end(gzipSync(body));
}

function sendFile(request: http.IncomingMessage, response: http.ServerResponse): void {
  const file = '0123456789'.repeat(100);
  response.setHeader('etag', '"v1"').setHeader('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
  const ranges = [...(request.headers.range ?? '').matchAll(/(\d+)-(\d+)/g)].map(([, from, until]) => [Number(from), Number(until) + 1] as const);
  const [only] = ranges;
  if (ranges.length === 1 && only) return void response.writeHead(206, { 'content-range': `bytes ${only[0]}-${only[1] - 1}/1000` }).end(file.slice(...only));
  if (ranges.length > 1) {
    response.writeHead(206, { 'content-type': 'multipart/byteranges; boundary=edge' });
    return void response.end(`${ranges.map((range) => `--edge\r\n\r\n${file.slice(...range)}\r\n`).join('')}--edge--`);
  }
  response.writeHead(200, { 'content-length': file.length }).end(request.method === 'HEAD' ? undefined : file);
}
