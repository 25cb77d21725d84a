import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { expect, test } from 'vitest';
import { fixtureApp } from './app-fixture.ts';

test('a request and its plugin route are sent as one trace, under the trace of the caller', async () => {
  const bodies: string[] = [];
  const collector = createServer((incoming, response) => {
    let body = '';
    incoming
      .on('data', (chunk: Buffer) => (body += chunk.toString()))
      .on('end', () => {
        bodies.push(body);
        response.end('{}');
      });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const hub = await fixtureApp(null, { otlpUrl: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await request(hub.app).get('/api/good/echo/ab').set('traceparent', `00-${traceId}-b7ad6b7169203331-01`).expect(200);
  await hub.app.close();
  await hub.host.close();
  collector.close();
  interface Export {
    resourceSpans: { scopeSpans: { spans: { name: string; traceId: string }[] }[] }[];
  }
  const spans = bodies.flatMap((body) => (JSON.parse(body) as Export).resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)));
  expect(spans.map((span) => span.name).sort()).toEqual(['GET /api/good/echo/{code}', 'good GET /echo/{code}']);
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
});
