import { createTestHub, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let hub: TestHub;

beforeAll(async () => {
  hub = await createTestHub();
});
afterAll(() => hub?.remove());

test('the operations API answers nobody with 401 and a citizen with 403, on every route', async () => {
  const { paths } = (await (await hub.client().fetch('/api/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
  const routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/operations/'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, 'x') })));
  expect(routes.length).toBeGreaterThan(25);
  const citizen = await hub.signIn('alice', 'alice-password');
  for (const [client, status] of [
    [hub.client(), 401],
    [citizen, 403],
  ] as const) {
    for (const { method, path } of routes) {
      const init = method === 'GET' ? {} : { method, headers: { 'content-type': 'application/json' }, body: '{}' };
      const answer = await client.fetch(path, init);
      await answer.body?.cancel();
      expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} ${status}`);
    }
  }
});
