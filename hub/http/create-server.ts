import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '@amanah/plugin-api';
import type { Gateway } from '../gateway/contract.ts';
import type { PortalApp } from './create-app.ts';
import { refuseConnection } from './refuse-connection.ts';

const drainMs = 10_000;

/** The one listening server: requests and WebSockets for a system's host go to the gateway, all others to the portal. */
export function createServer(app: PortalApp, gateway: Gateway, { log }: { log: Log }): Server & { drain(): Promise<void> } {
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (gateway.handles(request)) gateway.handle(request, response);
    else app(request, response);
  };
  const limits = {
    // Above the usual 60 s of a load balancer: it must never reuse a connection that we are closing.
    keepAliveTimeout: 65_000,
    headersTimeout: 20_000,
    // An upload of 1 GB over a slow line takes this long; a silent one ends by the system's own limit.
    requestTimeout: 3_600_000,
    maxHeaderSize: 32_768,
    // Any other upgrade (h2c) is a plain request: it would open a way that nobody checks.
    shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
  };
  const server = createHttpServer(limits, handle);
  server.on('checkContinue', (request, response) => {
    // A system says itself whether it wants the body; the portal's own bodies are small.
    if (!gateway.handles(request)) response.writeContinue();
    handle(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (gateway.handles(request)) gateway.upgrade(request, socket, head);
    else app.upgrade(request, socket, head);
  });
  server.on('clientError', refuseConnection);
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
