import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp, sessionWith } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
let server: ReturnType<typeof createServer>;
beforeAll(async () => {
  hub = await fixtureApp(sessionWith(['good:thing.read']));
  server = createServer(hub.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await hub.app.close();
  await hub.host.close();
  server.closeAllConnections();
  server.close();
});

const part = fc.oneof(
  fc.constantFrom('api', 'good', 'echo', 'mine', 'things', 'language', 'errors', 'assets', 'schemas', '..', '%2e%2e', '%ff', '__proto__', 'constructor'),
  fc.webSegment(),
);
const path = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((text) => `?${text}`),
  fc.constantFrom('?__proto__[x]=1', '?times=NaN', '?a&a&a', '?q=%'),
);

test('whatever is asked, the answer is not a server error', async () => {
  const { port } = server.address() as AddressInfo;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
      path,
      query,
      fc.oneof(fc.json(), fc.string({ unit: 'binary' })),
      async (method, asked, search, body) => {
        const status = await new Promise<number>((resolve, reject) => {
          const outgoing = send(
            { port, method, path: asked + search, headers: { 'content-type': 'application/json', accept: 'text/html', connection: 'close' } },
            (response) => {
              resolve(response.statusCode!);
              response.destroy();
            },
          );
          outgoing.on('error', reject);
          outgoing.end(method === 'GET' || method === 'HEAD' ? undefined : body);
        });
        expect(status, `${method} ${asked}${search}`).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
});
