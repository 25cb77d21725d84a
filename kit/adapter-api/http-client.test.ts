import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpClient } from './http-client.ts';
import { ask, clientOf, closeAll, ending, limits, open, rawSystem, system } from './http-fixture.ts';

afterEach(closeAll);

describe('declared origins', () => {
  test('an origin that is not declared is not asked at all', async () => {
    const asked: string[] = [];
    const url = await system((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const client = clientOf(['http://127.0.0.1:1']);
    expect(await ending(client.request(ask(`${url}/secret`)))).toMatchObject({ outcome: 'contract-violation', reached: 'no' });
    expect(asked).toEqual([]);
  });

  test('a redirect to another origin is followed only when that one is declared, and no credential goes along', async () => {
    const told: IncomingMessage['headers'][] = [];
    const other = await system((request, response) => {
      told.push(request.headers);
      response.end('there');
    });
    const url = await system((_request, response) => void response.writeHead(307, { location: `${other}/x` }).end());
    const headers = { authorization: 'Bearer a', 'x-api-key': 'b', cookie: 'c=d', accept: 'application/json' };
    expect(await ending(clientOf([url]).request(ask(url, { headers })))).toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
    expect(told).toEqual([]);
    expect((await clientOf([url, other]).request(ask(url, { headers }))).body.toString()).toBe('there');
    expect(told.map(({ accept, authorization, cookie, 'x-api-key': key }) => ({ accept, authorization, cookie, key }))).toEqual([
      { accept: 'application/json' },
    ]);
  });

  test.each(['file:///etc/passwd', 'http://[::1', 'gopher://127.0.0.1/', '//127.0.0.1:9/', 'http://127.0.0.1@127.0.0.1:9/'])(
    'a redirect to %s leads nowhere',
    async (location) => {
      const url = await system((_request, response) => void response.writeHead(302, { location }).end());
      expect(await ending(clientOf([url]).request(ask(url)))).toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
    },
  );
});

describe('redirects', () => {
  test('a loop of redirects ends after three', async () => {
    let asked = 0;
    const url = await system((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(await ending(clientOf([url]).request(ask(url)))).toMatchObject({ outcome: 'contract-violation', message: 'more than 3 redirects' });
    expect(asked).toBe(4);
  });

  test('a write is not redirected: its answer is the redirect', async () => {
    const asked: string[] = [];
    const url = await system((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const answer = await clientOf([url]).request(ask(`${url}/a`, { method: 'POST', body: '{}', effect: 'write' }));
    expect(answer).toMatchObject({ status: 307, headers: { location: '/elsewhere' } });
    expect(asked).toEqual(['POST /a']);
  });

  test.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', 'body'],
    [308, 'POST', 'body'],
  ])('a read by POST goes on after %i as %s', async (status, method, body) => {
    const url = await system((request, response) => {
      if (request.url === '/a') return void response.writeHead(status, { location: '/b' }).end();
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => response.end(`${request.method} ${text} ${request.headers['content-type'] ?? 'none'}`));
    });
    const answer = await clientOf([url]).request(ask(`${url}/a`, { method: 'POST', body: 'body', headers: { 'content-type': 'text/plain' } }));
    expect(answer.body.toString()).toBe(`${method} ${body} ${body ? 'text/plain' : 'none'}`);
  });
});

describe('bounds', () => {
  test('an answer that says it is too large is not read', async () => {
    const url = await system((_request, response) => {
      response.writeHead(200, { 'content-length': '1000000000' });
      response.write('x');
    });
    expect(await ending(clientOf([url]).request(ask(url)))).toMatchObject({ outcome: 'too-large', reached: 'yes' });
  });

  test('an answer without end is cut at the limit and its connection is closed', async () => {
    const upstream = await rawSystem(async (socket, wire) => {
      await wire.head();
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const more = () => void (socket.writable && socket.write(Buffer.alloc(16_384, 'x')) ? setImmediate(more) : socket.once('drain', more));
      more();
    });
    expect(await ending(clientOf([upstream.url]).request(ask(upstream.url)))).toMatchObject({ outcome: 'too-large', reached: 'yes' });
    await expect.poll(() => upstream.open()).toBe(0);
  });

  test('headers over their limit end the call', async () => {
    const upstream = await rawSystem(async (socket, wire) => {
      await wire.head();
      socket.write(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(2_000)}\r\n`.repeat(10)}\r\n`);
    });
    expect(await ending(clientOf([upstream.url]).request(ask(upstream.url)))).toMatchObject({ outcome: 'too-large', reached: 'yes' });
  });

  test('HEAD tells the length of what is not sent', async () => {
    const url = await system((_request, response) => void response.writeHead(200, { 'content-length': '1000000000' }).end());
    const answer = await clientOf([url]).request(ask(url, { method: 'HEAD' }));
    expect(answer.headers['content-length']).toBe('1000000000');
  });

  test('compressed answers are read although nobody asked for them, and bounded by what comes out', async () => {
    const text = 'بلدية الظهران';
    const bodies: Record<string, [string, Buffer]> = {
      '/gzip': ['gzip', gzipSync(text)],
      '/br': ['br', brotliCompressSync(text)],
      '/bomb': ['gzip', gzipSync(Buffer.alloc(5_000_000))],
      '/not': ['gzip', Buffer.from('plain')],
      '/odd': ['compress', Buffer.from('plain')],
    };
    const url = await system((request, response) => {
      const [coding, body] = bodies[request.url ?? '']!;
      response.writeHead(200, { 'content-encoding': coding }).end(body);
    });
    const client = clientOf([url]);
    expect((await client.request(ask(`${url}/gzip`))).body.toString()).toBe(text);
    expect((await client.request(ask(`${url}/br`))).body.toString()).toBe(text);
    expect(await ending(client.request(ask(`${url}/bomb`)))).toMatchObject({ outcome: 'too-large' });
    expect(await ending(client.request(ask(`${url}/not`)))).toMatchObject({ outcome: 'contract-violation' });
    expect(await ending(client.request(ask(`${url}/odd`)))).toMatchObject({ outcome: 'contract-violation' });
  });
});

describe('deadline', () => {
  test('a system that never answers ends by the deadline, perhaps reached', async () => {
    const upstream = await rawSystem(() => {});
    const end = await ending(clientOf([upstream.url]).request(ask(upstream.url, { signal: AbortSignal.timeout(200) })));
    expect(end).toMatchObject({ outcome: 'timeout', reached: 'maybe' });
    await expect.poll(() => upstream.open()).toBe(0);
  });

  test('a call that waits for a free connection ends by its own deadline and has reached nobody', async () => {
    const upstream = await rawSystem(() => {});
    const client = clientOf([upstream.url], { atOnce: 1 });
    const first = ending(client.request(ask(upstream.url, { signal: AbortSignal.timeout(2_000) })));
    await expect.poll(() => upstream.received.join('')).toContain('GET /');
    expect(await ending(client.request(ask(`${upstream.url}/second`, { signal: AbortSignal.timeout(100) })))).toMatchObject({
      outcome: 'timeout',
      reached: 'no',
    });
    await first;
    expect(upstream.received.join('')).not.toContain('/second');
  });

  test('a caller that goes away is told from a deadline, also before anything was sent', async () => {
    const upstream = await rawSystem(() => {});
    const client = clientOf([upstream.url]);
    const leaving = new AbortController();
    const call = ending(client.request(ask(upstream.url, { signal: leaving.signal })));
    await expect.poll(() => upstream.received.join('')).toContain('GET /');
    leaving.abort();
    expect(await call).toMatchObject({ outcome: 'cancelled', reached: 'maybe' });
    expect(await ending(client.request(ask(upstream.url, { signal: leaving.signal })))).toMatchObject({ outcome: 'cancelled', reached: 'no' });
  });

  test.each([
    ['no first byte', { answerMs: 200 }, ''],
    ['silence inside the answer', { idleMs: 200 }, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('%s for longer than its limit ends the call', async (_title, more, said) => {
    const upstream = await rawSystem(async (socket, wire) => {
      await wire.head();
      socket.write(said);
    });
    expect(await ending(clientOf([upstream.url], more).request(ask(upstream.url)))).toMatchObject({ outcome: 'timeout', reached: 'maybe' });
  });
});

describe('broken answers', () => {
  test.each<[string, string, string | null, string]>([
    ['a reset before the answer', 'unreachable', null, ''],
    ['a cut body', 'unreachable', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', ''],
    ['a cut chunk', 'unreachable', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf', ''],
    ['bytes that are not HTTP', 'contract-violation', '\u0000\u0001\u00ffNOT HTTP\r\n\r\n', 'not HTTP'],
    ['two lengths', 'contract-violation', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhalfs', 'not HTTP'],
  ])('%s ends as %s, perhaps acted on', async (_title, outcome, said, told) => {
    const upstream = await rawSystem(async (socket, wire) => {
      await wire.head();
      if (said === null) socket.resetAndDestroy();
      else socket.end(Buffer.from(said, 'latin1'));
    });
    const end = await ending(clientOf([upstream.url]).request(ask(upstream.url, { method: 'POST', effect: 'write' })));
    expect(end).toMatchObject({ outcome, reached: 'maybe', message: expect.stringContaining(told) });
  });

  test('nobody listening is certain to have reached nobody', async () => {
    const url = await system(() => {});
    await open.pop()!.close();
    expect(await ending(clientOf([url]).request(ask(url)))).toMatchObject({ outcome: 'unreachable', reached: 'no', message: 'ECONNREFUSED' });
  });

  test('a header that cannot be sent ends as an input error and nothing is sent', async () => {
    const url = await system((_request, response) => void response.end());
    expect(await ending(clientOf([url]).request(ask(url, { headers: { 'x-name': 'a\r\nb: c' } })))).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  });
});

describe('connections', () => {
  test('a write goes over a connection of its own, reads share theirs', async () => {
    const seen: (string | undefined)[] = [];
    const ports = new Set<number | undefined>();
    const url = await system((request, response) => {
      seen.push(request.headers.connection);
      if (request.method === 'POST') ports.add(request.socket.remotePort);
      response.end();
    });
    const client = clientOf([url], { atOnce: 1 });
    for (const effect of ['read', 'read', 'write', 'write'] as const) await client.request(ask(url, { effect, method: effect === 'write' ? 'POST' : 'GET' }));
    expect(seen).toEqual(['keep-alive', 'keep-alive', 'close', 'close']);
    expect(ports.size).toBe(2);
  });

  test('closing ends open calls and leaves no connection', async () => {
    const upstream = await rawSystem(() => {});
    const client = createHttpClient({ origins: [upstream.url], limits });
    const call = ending(client.request(ask(upstream.url)));
    await expect.poll(() => upstream.received.join('')).toContain('GET /');
    await client.close();
    expect(await call).toMatchObject({ outcome: 'unreachable' });
    await expect.poll(() => upstream.open()).toBe(0);
  });
});
