import { AmanahError } from '@amanah/errors';
import type { AuditEntry, Log } from '@amanah/plugin-api';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Gateway } from '../gateway/contract.ts';
import type { Host } from '../host/contract.ts';
import type { Identity } from '../identity/contract.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Systems } from '../systems/contract.ts';
import { errorResponse } from './error-response.ts';
import { createEventStream } from './event-stream.ts';
import { useDevelopmentManifest } from './frame-assets.ts';
import { healthRoutes } from './health-routes.ts';
import { createMetrics } from './metrics.ts';
import { microFrontendSandbox } from './micro-frontend-sandbox.ts';
import { openApiDocument } from './openapi.ts';
import { originCheck } from './origin-check.ts';
import { pluginRoutes, unknownRoute } from './plugin-routes.ts';
import { pluginSockets, type PluginSockets } from './plugin-sockets.ts';
import { portalPages } from './portal-pages.ts';
import { matchProtocol } from './protocol-match.ts';
import { protocolRoutes } from './protocol-routes.ts';
import { portalSearch } from './portal-search.ts';
import { builtAssets, publicFiles } from './public-files.ts';
import { keptReadingSettings } from './reading-store.ts';
import { contextOf } from './request-context.ts';
import { setBaseHeaders } from './security-headers.ts';
import { surroundPages } from './surround-pages.ts';
import { metadataPath } from './challenge.ts';
import { readSession, readSystem } from './token-caller.ts';
import { startTracing, traceRequest } from './tracing.ts';
import { visitorRoutes } from './visitor-routes.ts';

export interface AppSources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly identity: Identity;
  readonly systems: Systems;
  readonly gateway: Gateway;
  readonly host: Host;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly jobs: Jobs;
}

/** The portal's Express app; `upgrade` takes WebSockets, `close` ends them and event streams and flushes traces, `drain` makes it not ready. */
export type PortalApp = Express & Pick<PluginSockets, 'upgrade'> & { drain(): void; close(): Promise<void> };

/** Builds the app as a list of steps, in the order a request passes them. */
export async function createApp(sources: AppSources): Promise<PortalApp> {
  const { config, log, store, identity, systems, gateway, host, access } = sources;
  const endTracing = startTracing(config.otlpUrl);
  const stream = await createEventStream(store, identity.sessions);
  const sockets = pluginSockets({ config, log, host, access, identity });
  const metrics = createMetrics(config, { streams: stream.connections, sockets: sockets.count }, [gateway.metrics]);
  let draining = false;

  if (config.developmentManifest) useDevelopmentManifest(config.developmentManifest);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...config.trustProxy]);
  app.set('etag', false);
  app.set('query parser', 'simple');

  app.use(requestContext(log, config));
  app.use('/assets', ...builtAssets());
  app.use(healthRoutes(host, () => draining));
  app.get('/metrics', metrics.handler);
  app.use(metrics.observe, accessLog(log), ...(config.otlpUrl === null ? [] : [traceRequest]));
  const compress = compression({
    filter: (request, response) => !String(response.getHeader('Content-Type')).startsWith('text/event-stream') && compression.filter(request, response),
  });
  app.use(matchProtocol(host));
  app.use('/api', readSystem(identity));
  app.use(originCheck(config.publicUrl));
  app.use(readSession(identity));
  app.use(surroundPages({ config, host }), keptReadingSettings(store.hub, config.publicUrl.protocol === 'https:'));
  app.use(protocolRoutes(access));
  app.use('/api', pluginRoutes(host, access, compress));
  app.use(compress);
  app.use(identity.router);
  app.use(gateway.portalRouter);
  app.use(publicFiles({ config, host, systems }), visitorRoutes({ config, store }));
  app.use(microFrontendSandbox(host));
  app.get(metadataPath, (_request, response) => void response.set('Cache-Control', 'public, max-age=300').json(identity.apiMetadata));
  app.get('/api/openapi.json', openApi(host, config));
  app.get('/api/stream', stream.handler);
  app.use(portalSearch(host));
  app.use('/api', unknownRoute(host));
  app.use(portalPages({ config, host, access, identity }));
  app.use((_request, _response, next) => next(new AmanahError('HTTP_NOT_FOUND')));
  app.use(errorResponse({ identity, host, publicUrl: config.publicUrl }));

  return Object.assign(app, {
    upgrade: sockets.upgrade,
    drain: () => void (draining = true),
    close: async () => {
      await Promise.all([stream.close(), sockets.close()]);
      await endTracing();
    },
  });
}

function requestContext(log: Log, config: HubConfig): RequestHandler {
  const https = config.publicUrl.protocol === 'https:';
  return (request, response, next) => {
    request.context = contextOf(request, log);
    response.setHeader('X-Request-Id', request.context.requestId);
    setBaseHeaders(response, https);
    // `//host/…` and `http://host/…` are addresses of another host as soon as somebody joins them to ours.
    next(/^\/(?!\/)/.test(request.url) ? undefined : new AmanahError('HTTP_NOT_FOUND'));
  };
}

/** One line per request; the path without its query, which may carry codes. */
function accessLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const { requestId, system } = request.context;
      const client = system ? { client: system.system.id } : {};
      const ms = Math.round(performance.now() - startedAt);
      log.info({ requestId, ...client, method: request.method, path: request.originalUrl.split('?')[0], status: response.statusCode, ms }, 'request');
    });
    next();
  };
}

function openApi(host: Host, config: HubConfig): RequestHandler {
  let document: object | undefined;
  return (_request, response) => {
    document ??= openApiDocument(host.routes(), config.publicUrl.href, { protocols: host.protocols(), sockets: host.sockets() });
    response.set('Cache-Control', 'no-cache').json(document);
  };
}
