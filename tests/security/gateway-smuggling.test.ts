import { sendRaw, startRawUpstream, type RawUpstream } from '@amanah/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from './gateway-lab.ts';

let lab: GatewayLab;
let upstream: RawUpstream;
const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** What the system saw since the test began, without the hub's own probe, which may come on any of the connections. */
let before: number[] = [];
const probe = /GET \/probe HTTP\/1\.1\r\n[^]*?\r\n\r\n/g;
const seenNow = () =>
  upstream.received
    .map((text, connection) => text.slice(before[connection] ?? 0).replaceAll(probe, ''))
    .filter((text) => text)
    .join('\n---\n');

beforeAll(async () => {
  upstream = await startRawUpstream();
  upstream.play((socket, wire) => {
    let answered = 0;
    socket.on('data', () => {
      // One answer for each head that a forgiving server would see: a smuggled request would get one too.
      const heads = wire.text.match(/(?:GET|POST|PUT|DELETE|OPTIONS|HEAD|PRI) [^\r\n]* HTTP\/\d/g)?.length ?? 0;
      while (answered < heads) {
        answered++;
        socket.write(answer);
      }
    });
  });
  lab = await openGatewayLab();
  await lab.connect('open', upstream.url, { signIn: { bridge: 'headers', headers: { 'X-Remote-User': 'username', 'X-Staff-No': 'sub' } } });
});

beforeEach(() => void (before = upstream.received.map((text) => text.length)));

afterAll(async () => {
  await lab?.hub.remove();
  await upstream?.close();
});

const raw = async (lines: string) => {
  const wire = await sendRaw(lab.hub.port, lines.replaceAll('HOST', lab.host('open')));
  await wire.until(/HTTP\/1\.1 \d{3}/);
  return wire;
};

describe('a request whose length can be read in two ways is refused, and nothing of it reaches the system', () => {
  test.each([
    [
      'Content-Length beside Transfer-Encoding',
      'POST /a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n',
    ],
    [
      'two different Content-Lengths',
      'POST /a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n',
    ],
    ['a list of Content-Lengths', 'POST /a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4, 40\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n'],
    ['a signed Content-Length', 'POST /a HTTP/1.1\r\nHost: HOST\r\nContent-Length: +4\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
    ['a hexadecimal Content-Length', 'POST /a HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0x4\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
    ['an unknown Transfer-Encoding', 'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
    ['chunked that is not last', 'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
    [
      'chunked given twice',
      'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
    ],
    ['a space before the colon', 'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n'],
    [
      'a folded header line',
      'POST /a HTTP/1.1\r\nHost: HOST\r\nX-A: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n',
    ],
    ['bare line feeds', 'POST /a HTTP/1.1\nHost: HOST\nContent-Length: 4\n\nGET /smuggled HTTP/1.1\n\n'],
    ['a bare carriage return in a header', 'GET /a HTTP/1.1\r\nHost: HOST\r\nX-A: b\rX-Remote-User: admin\r\n\r\n'],
    ['a zero byte in a header', 'GET /a HTTP/1.1\r\nHost: HOST\r\nX-A: b\0c\r\n\r\n'],
    ['a chunk size that is no number', 'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0x4\r\nabcd\r\n0\r\n\r\n'],
    ['a chunk longer than it says', 'POST /a HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcdGET /smuggled HTTP/1.1\r\n\r\n0\r\n\r\n'],
    ['two Host headers', 'GET /a HTTP/1.1\r\nHost: HOST\r\nHost: evil.test\r\n\r\n'],
    ['no Host at all', 'GET /a HTTP/1.1\r\n\r\n'],
  ])('%s', async (_what, lines) => {
    const wire = await raw(lines);
    expect(wire.text).toMatch(/^HTTP\/1\.1 (?:4\d\d|5\d\d)/);
    // No whole request came of it: the system answers heads, and would show a second one.
    expect(seenNow()).not.toMatch(/smuggled HTTP/);
    expect(seenNow()).not.toMatch(/x-remote-user: admin/i);
    wire.socket.destroy();
  });
});

test('a client cannot have the length of its body taken away by naming it in Connection', async () => {
  const wire = await raw(
    'GET /framed HTTP/1.1\r\nHost: HOST\r\nContent-Length: 39\r\nConnection: content-length\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: inner\r\n\r\n',
  );
  expect(wire.text).toMatch(/^HTTP\/1\.1 200/);
  expect(seenNow()).toMatch(/content-length: 39/i);
  wire.socket.destroy();
});

test('an upgrade to HTTP/2 in clear text is an ordinary request without it', async () => {
  const wire = await raw(
    'GET /h2c HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n',
  );
  expect(wire.text).toMatch(/^HTTP\/1\.1 200/);
  expect(seenNow()).not.toMatch(/h2c\r|http2-settings|upgrade:/i);
  wire.socket.destroy();
});

describe('nobody can say who they are by a header', () => {
  test.each([
    'X-Remote-User: admin',
    'X_Remote_User: admin',
    'x-remote_user: admin',
    'Remote-User: admin',
    'X-Staff-No: 1',
    'X_STAFF_NO: 1',
    'X-Forwarded-User: admin',
    'SSL_CLIENT_S_DN: CN=admin',
    'X-Amanah-Identity: e30.e30.',
  ])('%s', async (line) => {
    const wire = await raw(`GET /who HTTP/1.1\r\nHost: HOST\r\nX-Kept: 1\r\n${line}\r\n\r\n`);
    expect(seenNow()).toMatch(/x-kept: 1/i);
    expect(seenNow().toLowerCase().replaceAll('_', '-')).not.toContain(line.toLowerCase().replaceAll('_', '-').split(':')[0]!);
    wire.socket.destroy();
  });

  test('a trailer does not carry one either', async () => {
    const wire = await raw(
      'POST /trailer HTTP/1.1\r\nHost: HOST\r\nTrailer: X-Remote-User\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Remote-User: admin\r\n\r\n',
    );
    await expect.poll(seenNow).toMatch(/\r\n0\r\n/);
    expect(seenNow()).not.toMatch(/remote-user/i);
    wire.socket.destroy();
  });

  test('Connection cannot take away the header that the hub sets', async () => {
    await lab.connect('named', upstream.url, { access: 'signed-in', signIn: { bridge: 'headers', headers: { 'X-Remote-User': 'username' } } });
    const cookie = await lab.enter('named');
    const wire = await sendRaw(
      lab.hub.port,
      `GET /who HTTP/1.1\r\nHost: ${lab.host('named')}\r\nCookie: ${cookie}; own=1\r\nConnection: X-Remote-User, close\r\n\r\n`,
    );
    await wire.until(/HTTP\/1\.1 200/);
    expect(seenNow()).toMatch(/x-remote-user: alice\r/i);
    expect(seenNow()).toMatch(/cookie: own=1\r/i);
    expect(seenNow()).not.toMatch(/amanah/i);
    expect(seenNow()).not.toMatch(/connection: .*remote/i);
  });
});

describe('a path cannot leave the system or reach the hub’s own corner', () => {
  test.each([
    '/.amanah/bar.js',
    '//.amanah/bar.js',
    '/%2eamanah/bar.js',
    '/%252eamanah/x',
    '/.AMANAH/x',
    '/.amanah;a=b/x',
    '/.amanah%2fbar.js',
    '\\.amanah\\x',
    '/\\.amanah/x',
  ])('%s is never forwarded', async (path) => {
    const wire = await raw(`GET ${path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`);
    await wire.whole();
    expect(seenNow()).toBe('');
  });

  test.each(['/a/../../etc/passwd', '/%2e%2e/x', '/a/..%2f..%2fx', '/a/..\\x', 'http://evil.test/x', 'http://127.0.0.1/x'])('%s is refused', async (path) => {
    const wire = await raw(`GET ${path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n`);
    expect(await wire.whole()).toMatch(/^HTTP\/1\.1 400/);
    expect(seenNow()).toBe('');
  });

  test('what only looks strange passes byte for byte', async () => {
    const wire = await raw('GET //double//slash/%D8%B1%D8%AE/%e9?q=../x&u=http://evil.test/ HTTP/1.1\r\nHost: HOST\r\n\r\n');
    expect(seenNow()).toMatch(/GET \/\/double\/\/slash\/%D8%B1%D8%AE\/%e9\?q=\.\.\/x&u=http:\/\/evil\.test\/ HTTP\/1\.1\r/);
    wire.socket.destroy();
  });

  test('CONNECT and oversize heads end the connection and nothing else', async () => {
    const connect = await sendRaw(lab.hub.port, `CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: ${lab.host('open')}\r\n\r\n`);
    await connect.whole();
    expect(connect.text).not.toMatch(/ 200 /);
    const huge = await sendRaw(lab.hub.port, `GET / HTTP/1.1\r\nHost: ${lab.host('open')}\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(await huge.whole()).toMatch(/^HTTP\/1\.1 431/);
    expect(seenNow()).toBe('');
  });
});

test('what a system sets as cookies stays on its host and never takes a name of the hub', async () => {
  const planter = await startRawUpstream();
  planter.play(async (socket, wire) => {
    await wire.head();
    const planted = [
      'amanah=1',
      'amanah-system=1; Path=/',
      '__Host-amanah=1',
      '=amanah-system=1',
      'amanah-system',
      'SID=1; Domain=.localhost; Path=/x; HttpOnly',
    ];
    socket.end(
      `HTTP/1.1 200 OK\r\n${planted.map((one) => `Set-Cookie: ${one}\r\n`).join('')}Clear-Site-Data: "cookies"\r\nAlt-Svc: h3=":1"\r\nX-Accel-Redirect: /x\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  await lab.connect('planter', planter.url);
  const { headers } = await lab.ask('planter', '/cookies');
  await planter.close();
  expect(headers['set-cookie']).toEqual(['SID=1; Path=/x; HttpOnly']);
  for (const name of ['clear-site-data', 'alt-svc', 'x-accel-redirect']) expect(headers).not.toHaveProperty(name);
});
