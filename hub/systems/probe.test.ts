import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { webSystemSchema } from './definition.ts';
import { startProbes } from './probe-schedule.ts';
import { probe } from './probe.ts';

const open: { close(): unknown }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

const definition = (upstream: string, limits = {}) =>
  webSystemSchema.parse({
    id: 'permits',
    title: { ar: 'ت', en: 'P' },
    owner: 'it',
    adapter: 'webapp',
    connection: { upstream, host: 'permits' },
    access: 'public',
    limits,
  });

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  [200, true],
  [404, true],
  [503, false],
])('an answer of %i counts as reached: %s', async (status, reached) => {
  const address = await listening(createServer((_request, response) => response.writeHead(status).end('x')));
  expect(await probe(definition(`http://${address}`))).toMatchObject({ reached, status });
});

test('a system that takes the connection and says nothing is given up within its limit', async () => {
  const address = await listening(createTcpServer());
  expect(await probe(definition(`http://${address}`, { answerMs: 200 }))).toMatchObject({ reached: false, reason: 'no answer within 200 ms' });
});

test('a connection that does not come about is given up within connectMs, long before the answer would be', async () => {
  // A listener that never speaks TLS: the connection, which for https includes the handshake, is never made.
  const address = await listening(createTcpServer());
  expect(await probe(definition(`https://${address}`, { connectMs: 200, answerMs: 9_000 }))).toMatchObject({
    reached: false,
    reason: 'no connection within 200 ms',
  });
});

test('one probe that throws, also at once, ends alone: the others go on', async () => {
  const lines: string[] = [];
  const note = (_fields: object, message: string) => void lines.push(message);
  const ask = () => Promise.resolve({ reached: true, status: 200, ms: 1, reason: null });
  const broken = () => {
    throw new TypeError('Invalid URL');
  };
  const systems = ['broken', 'refused', 'well'].map((id) => ({ id, everySeconds: 30, ask: id === 'broken' ? broken : ask }));
  const found: string[] = [];
  const all = Promise.withResolvers<void>();
  const schedule = startProbes(
    () => systems,
    async (id) => {
      found.push(id);
      if (id === 'well') all.resolve();
      if (id === 'refused') throw new Error('the database is away');
    },
    { debug: note, info: note, warn: note, error: note },
  );
  open.push(schedule);
  await all.promise;
  await expect.poll(() => lines).toEqual(['a probe of a connected system failed', 'a probe of a connected system failed']);
  expect(found).toEqual(['refused', 'well']);
});
