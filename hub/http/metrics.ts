import { timingSafeEqual } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HubConfig } from '../config/contract.ts';

/** Prometheus figures of this process: Node's own, HTTP durations by route, open event streams and WebSockets, and those of other rooms. */
export function createMetrics(
  config: Pick<HubConfig, 'metricsToken'>,
  open: { readonly streams: () => number; readonly sockets: () => number },
  others: readonly Registry[] = [],
): { observe: RequestHandler; handler: RequestHandler } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'amanah_' });
  const durations = new Histogram({
    name: 'amanah_http_request_seconds',
    help: 'Duration of requests to the portal by route and status class',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'amanah_event_streams',
    help: 'Open event streams',
    registers: [registry],
    collect() {
      this.set(open.streams());
    },
  });
  new Gauge({
    name: 'amanah_plugin_sockets',
    help: 'Open WebSockets of plugins',
    registers: [registry],
    collect() {
      this.set(open.sockets());
    },
  });
  return {
    observe: (request, response, next) => {
      const startedAt = performance.now();
      response.once('finish', () => {
        const labels = { method: request.method, route: String(response.locals.route ?? 'other'), status: `${Math.floor(response.statusCode / 100)}xx` };
        durations.observe(labels, (performance.now() - startedAt) / 1_000);
      });
      next();
    },
    handler: async (request, response) => {
      if (!mayRead(request.get('Authorization'), request.socket.remoteAddress, request.get('X-Forwarded-For'), config.metricsToken?.reveal()))
        throw new AmanahError('HTTP_NOT_FOUND');
      response.type(registry.contentType).send(await Registry.merge([registry, ...others]).metrics());
    },
  };
}

/** The token when one is configured; else this very machine, and not through a proxy on it. */
function mayRead(authorization: string | undefined, address: string | undefined, forwarded: string | undefined, token: string | undefined): boolean {
  if (token === undefined) return forwarded === undefined && /^(::1|(::ffff:)?127\.)/.test(address ?? '');
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
