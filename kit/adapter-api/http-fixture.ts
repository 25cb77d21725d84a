import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRawUpstream, type RawUpstream } from '@amanah/testing';
import { createHttpClient } from './http-client.ts';
import type { HttpClient, HttpRequest } from './http-messages.ts';

export const limits = { connectMs: 2_000, answerMs: 10_000, idleMs: 10_000, maxAnswerBytes: 100_000, maxHeaderBytes: 8_192, atOnce: 2 };
/** What a test has opened. */
export const open: { close(): Promise<unknown> }[] = [];
/** Ends what a test opened, last first. */
export async function closeAll(): Promise<void> {
  for (const one of open.splice(0).toReversed()) await one.close();
}

/** Opens a client that ends with the test. */
export function clientOf(origins: readonly string[], more: Partial<typeof limits> = {}, tls?: Parameters<typeof createHttpClient>[0]['tls']): HttpClient {
  const client = createHttpClient({ origins, limits: { ...limits, ...more }, ...(tls ? { tls } : {}) });
  open.push(client);
  return client;
}

/** Listens on a free port; ends with the test. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function system(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return `http://${await listening(createServer(answer))}`;
}

export async function rawSystem(play: Parameters<RawUpstream['play']>[0]): Promise<RawUpstream> {
  const upstream = await startRawUpstream('127.0.0.1');
  upstream.play(play);
  open.push(upstream);
  return upstream;
}

export const ask = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: new URL(url),
  signal: AbortSignal.timeout(15_000),
  effect: 'read',
  ...more,
});
/** How a request ended, as an outcome with what reached the system. */
export const ending = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'answered',
    ({ outcome, reached, message }: { outcome: string; reached: string; message: string }) => ({ outcome, reached, message }),
  );
