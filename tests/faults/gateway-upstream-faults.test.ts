import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { makeTestCertificate, startRawUpstream } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';
import { RawSystems, type Script } from './raw-systems.ts';

const limits = { connectMs: 2_000, answerMs: 1_500, idleMs: 1_500, maxHeaderBytes: 65_536 };
const page = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

let lab: GatewayLab;
let systems: RawSystems;
let collector: http.Server;
/** What the hub sent to the collector of traces. */
let traces = '';
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  collector = http.createServer(
    (request, response) => void request.on('data', (chunk: Buffer) => (traces += chunk.toString())).on('end', () => response.end('{}')),
  );
  await listen(collector);
  lab = await openGatewayLab({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` } });
  systems = new RawSystems(lab);
});

afterAll(async () => {
  await lab?.hub.remove();
  await systems?.close();
  for (const close of closing) await close();
  collector?.close();
});

async function listen(server: http.Server | https.Server, address = '127.0.0.1'): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
}

const system = (id: string, script: Script) => systems.connect(id, script, { limits });

describe('a system that fails is named on a page of the portal, in both languages, with a code', () => {
  test.each<[string, string, number, (socket: Socket) => unknown]>([
    ['closed', 'GATEWAY_UPSTREAM_DOWN', 502, (socket) => socket.destroy()],
    ['resetting', 'GATEWAY_UPSTREAM_DOWN', 502, (socket) => socket.resetAndDestroy()],
    ['silent', 'GATEWAY_UPSTREAM_SLOW', 504, () => {}],
    ['dripping-head', 'GATEWAY_UPSTREAM_SLOW', 504, (socket) => every(socket, 100, 'HTTP/1.1 200 OK\r\nX: 1')],
    ['garbage', 'GATEWAY_UPSTREAM_INVALID', 502, (socket) => socket.end(Buffer.from('\x00\x7f\xffNOT HTTP\r\n\r\n'.repeat(100), 'latin1'))],
    ['huge-head', 'GATEWAY_UPSTREAM_INVALID', 502, (socket) => socket.end(`HTTP/1.1 200 OK\r\n${`X-Fill: ${'x'.repeat(8_000)}\r\n`.repeat(1_300)}\r\n`)],
    [
      'endless-head',
      'GATEWAY_UPSTREAM_INVALID',
      502,
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        every(socket, 1, `X-Fill: ${'x'.repeat(1_000)}\r\n`, true);
      },
    ],
    ['two-lengths', 'GATEWAY_UPSTREAM_INVALID', 502, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\nok')],
    ['status-below-100', 'GATEWAY_UPSTREAM_INVALID', 502, (socket) => socket.end('HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n')],
    [
      'unasked-upgrade',
      'GATEWAY_UPSTREAM_INVALID',
      502,
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ],
  ])('%s: %s', async (id, code, status, fault) => {
    await system(id, fault);
    const arabic = await lab.ask(id, '/', { headers: page });
    expect(arabic).toMatchObject({ status });
    expect(arabic.headers['content-type']).toContain('text/html');
    expect(arabic.text).toMatch(/<html[^>]*lang="ar"[^>]*dir="rtl"/);
    expect(arabic.text).toContain(`نظام ${id}`);
    expect(arabic.text).toContain(code);
    expect(arabic.text).toContain(arabic.headers['x-request-id']);
    const english = await lab.ask(id, '/', { headers: page, cookie: 'amanah_lang=en' });
    expect(english.text).toMatch(/<html[^>]*lang="en"/);
    expect(english.text).toContain(`System ${id}`);
    const script = await lab.ask(id, '/data', { headers: { accept: 'application/json' }, method: 'POST', body: '{}' });
    expect(JSON.parse(script.text)).toMatchObject({ status, code, requestId: script.headers['x-request-id'] });
    expect((await fetch(`${lab.hub.url}/health/ready`)).status).toBe(200);
  });

  test('nobody listens', async () => {
    const gone = await startRawUpstream();
    await gone.close();
    await lab.connect('gone', gone.url, { limits });
    expect(await lab.ask('gone', '/', { headers: page })).toMatchObject({ status: 502 });
  });
});

describe('what a system says itself is its own affair', () => {
  test.each(['431 Request Header Fields Too Large', '500 Internal Server Error', '503 Service Unavailable', '999 Odd'])('%s passes as it is', async (line) => {
    await system(`says-${line.slice(0, 3)}`, (socket) => socket.end(`HTTP/1.1 ${line}\r\nContent-Length: 4\r\nX-Own: 1\r\n\r\nown!`));
    const said = await lab.ask(`says-${line.slice(0, 3)}`, '/', { headers: page });
    expect(said).toMatchObject({ status: Number(line.slice(0, 3)), text: 'own!' });
  });

  test('bytes beyond the length it gave reach neither this visitor nor the next', async () => {
    await system('talkative', (socket, wire) => {
      let answered = 0;
      const more = () => {
        const heads = wire.text.split('\r\n\r\n').length - 1;
        while (answered < heads) socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no${++answered}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`);
      };
      socket.on('data', more);
      more();
    });
    for (let turn = 0; turn < 5; turn++) expect((await lab.ask('talkative', '/')).text).toMatch(/^o\d$/);
  });

  test('a body that drips goes on as long as it does not fall silent; a silent one is cut and its connection freed', async () => {
    await system('slow-body', async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n');
      for (let i = 0; i < 8; i++) {
        await new Promise((resolve) => setTimeout(resolve, 400));
        socket.write('x');
      }
    });
    expect((await lab.ask('slow-body', '/')).text).toBe('xxxxxxxx');
    const upstream = await system('falls-silent', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nxx'));
    await expect(lab.ask('falls-silent', '/')).rejects.toThrow();
    await expect.poll(() => upstream.open(), { timeout: 10_000 }).toBe(0);
  });

  test('a go-ahead that nobody asked for is no reason to refuse the answer after it', async () => {
    await system('eager', (socket) => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${ok}`));
    expect(await lab.ask('eager', '/')).toMatchObject({ status: 200, text: 'ok' });
  });

  test('a status line in the system’s own letters passes', async () => {
    const line = Buffer.from('HTTP/1.1 200 \u0645\u0648\u0627\u0641\u0642').toString('latin1');
    await system('in-arabic', (socket) => socket.end(`${line}\r\nContent-Length: 2\r\n\r\nok`, 'latin1'));
    expect(await lab.ask('in-arabic', '/')).toMatchObject({ status: 200, text: 'ok' });
  });

  test('an idle connection that a system closes just as it is used again costs nobody a page', async () => {
    const upstream = await system('impatient', async (socket, wire) => {
      socket.write(ok);
      await wire.until(/\r\n\r\n[\s\S]*\r\n\r\n/);
      socket.destroy();
    });
    for (let turn = 0; turn < 6; turn++) expect(await lab.ask('impatient', '/')).toMatchObject({ status: 200, text: 'ok' });
    expect(upstream.asked()).toBeGreaterThan(1);
    for (let turn = 0; turn < 3; turn++) expect(await lab.ask('impatient', '/', { method: 'POST', body: 'x' })).toMatchObject({ status: 200 });
  });
});

test('a dead system is not asked for a while, then by one request, and is back when that one is answered', async () => {
  let alive = false;
  const upstream = await system('sleeper', (socket) => (alive ? socket.end(ok) : socket.destroy()));
  const post = () => lab.ask('sleeper', '/', { method: 'POST', body: 'x' });
  for (let turn = 0; turn < 3; turn++) expect((await post()).status).toBe(502);
  const asked = upstream.asked();
  for (let turn = 0; turn < 5; turn++) expect((await post()).status).toBe(502);
  expect(upstream.asked()).toBe(asked);
  expect(await (await fetch(`${lab.hub.url}/metrics`)).text()).toMatch(/amanah_gateway_breaker_open\{system="sleeper"\} 1/);
  alive = true;
  await expect.poll(async () => (await post()).status, { timeout: 20_000, interval: 500 }).toBe(200);
  expect((await post()).status).toBe(200);
});

describe('a system on https', () => {
  const asked: string[] = [];
  async function secure(name: string): Promise<{ url: string; ca: string }> {
    const folder = join(lab.hub.dataDir, `tls-${name}`);
    makeTestCertificate(folder, [name]);
    const server = https.createServer(
      { key: readFileSync(join(folder, 'privkey.pem')), cert: readFileSync(join(folder, 'fullchain.pem')) },
      (request, response) => {
        if (request.url !== '/probe') asked.push(`${request.headers.host} ${request.url}`);
        response.end('secret');
      },
    );
    await listen(server, 'localhost');
    closing.push(async () => server.close());
    return { url: `https://localhost:${(server.address() as AddressInfo).port}`, ca: join(folder, 'ca.pem') };
  }

  test('is asked when its own authority signed its certificate, also while it is told its public name', async () => {
    const { url, ca } = await secure('localhost');
    await lab.connect('trusted', url, { limits, connection: { caFile: ca } });
    expect(await lab.ask('trusted', '/a')).toMatchObject({ status: 200, text: 'secret' });
    expect(asked).toContain(`${lab.host('trusted')} /a`);
  });

  test('gets nothing when its certificate is of another authority or for another name', async () => {
    const { url, ca } = await secure('localhost');
    const other = await secure('other.test');
    await lab.connect('stranger', url, { limits });
    await lab.connect('misnamed', other.url, { limits, connection: { caFile: other.ca } });
    expect(ca).not.toBe(other.ca);
    for (const id of ['stranger', 'misnamed']) {
      expect((await lab.ask(id, '/b', { headers: page })).text).toContain('GATEWAY_UPSTREAM_UNTRUSTED');
      expect(asked.filter((one) => one.endsWith('/b'))).toEqual([]);
    }
  });
});

describe('an operator can follow a request', () => {
  test('one request id goes from the browser to the system, the answer and the log; the trace goes on, and its span to the collector', async () => {
    const upstream = await system('followed', (socket) => socket.end(ok));
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { headers } = await lab.ask('followed', '/path?secret=1', {
      headers: { 'x-request-id': 'browser-request-1', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    expect(headers['x-request-id']).toBe('browser-request-1');
    const received = upstream.received.find((text) => text.includes('/path')) ?? '';
    expect(received).toMatch(/x-request-id: browser-request-1\r/i);
    const [, passed, span] = /traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-01/i.exec(received) ?? [];
    expect(passed).toBe(traceId);
    expect(span).not.toBe('b7ad6b7169203331');
    await expect.poll(() => traces, { timeout: 30_000 }).toContain(`"traceId":"${traceId}","spanId":"${span}"`);
    expect(traces).toContain('"name":"system followed"');
    await expect.poll(() => lab.hub.log()).toContain('browser-request-1');
    const line =
      lab.hub
        .log()
        .split('\n')
        .find((text) => text.includes('browser-request-1') && text.includes('request to a system')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ requestId: 'browser-request-1', system: 'followed', path: '/path', status: 200 });
    expect(lab.hub.log()).not.toContain('secret=1');
  });

  test('the figures of each system are in /metrics', async () => {
    const figures = await (await fetch(`${lab.hub.url}/metrics`)).text();
    expect(figures).toMatch(/amanah_gateway_request_seconds_count\{system="followed",status="2xx"\} [1-9]/);
    expect(figures).toMatch(/amanah_gateway_failures_total\{system="garbage",code="GATEWAY_UPSTREAM_INVALID"\} [1-9]/);
    expect(figures).toContain('amanah_http_request_seconds');
  });
});

/** Writes bytes one after the other, or the whole text again and again, until the connection ends. */
function every(socket: Socket, ms: number, text: string, again = false): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || (!again && at >= text.length)) return clearInterval(timer);
    socket.write(again ? text : text[at++]!);
  }, ms);
  socket.on('close', () => clearInterval(timer));
}
