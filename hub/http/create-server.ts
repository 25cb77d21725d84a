import { createServer as createHttpServer, type Server } from 'node:http';
import type { Log } from '@amanah/plugin-api';
import type { Gateway } from '../gateway/contract.ts';
import type { PortalApp } from './create-app.ts';

const drainMs = 10_000;

/** The one listening server: requests for a system's host go to the gateway, all others to the portal. */
export function createServer(app: PortalApp, gateway: Gateway, { log }: { log: Log }): Server & { drain(): Promise<void> } {
  // keepAliveTimeout above the usual 60 s of a load balancer: it must never reuse a connection that we are closing.
  const server = createHttpServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 600_000, maxHeaderSize: 32_768 }, (request, response) => {
    if (gateway.handles(request)) gateway.handle(request, response);
    else app(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (gateway.handles(request)) gateway.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return Object.assign(server, {
    /** Stops taking requests, ends event streams, lets running requests end within the drain time. */
    drain: async () => {
      app.drain();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await app.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        log.warn({}, 'requests were still running at the drain deadline');
        server.closeAllConnections();
      }, drainMs);
      await closed;
      clearTimeout(cut);
    },
  });
}
