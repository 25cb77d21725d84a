import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { AdapterError } from '@amanah/adapter-api';
import { expect, test } from 'vitest';
import { closeSystems, openSystem, testContext } from '../testing/open-system.ts';
import { startScriptedTdsServer } from '../testing/scripted-tds-server.ts';

test('a server that sends its client to another host is not followed: nothing of ours arrives there', async () => {
  let arrived = 0;
  const elsewhere = createServer((socket) => {
    arrived += 1;
    socket.destroy();
  });
  elsewhere.listen(0, '127.0.0.2');
  await once(elsewhere, 'listening');
  const { address, port } = elsewhere.address() as AddressInfo;
  const server = await startScriptedTdsServer(() => ({ touched: 0 }), { routedTo: { host: address, port } });
  const config = { url: `sqlserver://127.0.0.1:${server.port}/Rokhas`, user: 'hub', password: { secret: 'password' } };
  const end = await openSystem(config, testContext({ password: 'canary-Pa55-7d1c' }, { connectMs: 1_000, answerMs: 1_000 })).catch((error: unknown) => error);
  expect(end).toBeInstanceOf(AdapterError);
  expect(end).toMatchObject({ reached: 'no', message: expect.stringContaining('another host') as string });
  expect(arrived).toBe(0);
  await closeSystems();
  await server.close();
  elsewhere.close();
});
