import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A client's address for back-channel logout, which keeps the tokens that are posted to it. */
export interface LogoutReceiver {
  readonly url: string;
  /** Logout tokens, in order of arrival. */
  readonly tokens: string[];
  close(): void;
}

/** Listens on a free port of `host`. */
export async function startLogoutReceiver(host: string): Promise<LogoutReceiver> {
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      tokens.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.end();
    });
  }).listen(0, host);
  await once(server, 'listening');
  return { url: `http://${host}:${(server.address() as AddressInfo).port}/logout`, tokens, close: () => server.close() };
}
