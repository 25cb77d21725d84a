import { AmanahError } from '@amanah/errors';
import { Router, type RequestHandler } from 'express';
import type { Db } from '../../store/contract.ts';
import { interactionRoutes, type InteractionSources } from './interaction-routes.ts';

/** `/oidc/*`: the step in which a client's request meets the portal session, and the provider itself. */
export function oidcRoutes(sources: InteractionSources): Router {
  const { config, db, provider } = sources;
  const router = Router();

  router.use((request, response, next) => {
    // For the provider's own self-sending forms, whose one script it adds by hash; our pages set their own policy.
    response.setHeader('Content-Security-Policy', "default-src 'none'; script-src; frame-ancestors 'none'; base-uri 'none'; object-src 'none'");
    // Addresses in answers come from PUBLIC_URL, never from the request's own headers.
    request.headers['x-forwarded-proto'] = config.publicUrl.protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = config.publicUrl.host;
    next();
  });
  router.options(/.*/, preflight(db));
  router.use('/interaction', interactionRoutes(sources));
  router.use((request, response, next) => {
    provider()
      .callback()(request, response)
      .then(() => response.headersSent || next(new AmanahError('HTTP_NOT_FOUND')))
      .catch(next);
  });
  return router;
}

/** A preflight names no client: it is let through for origins that some client is registered with; the request itself is held against its client. */
function preflight(db: Db): RequestHandler {
  return async (request, response, next) => {
    if (request.path.startsWith('/.well-known/')) return next(); // public facts, for every origin
    const [known] = await db.query(`SELECT 1 FROM hub.client WHERE definition->'corsOrigins' ? $1 LIMIT 1`, [request.headers.origin ?? ''], 'oidc-cors-origin');
    if (known) return next();
    response.setHeader('Vary', 'Origin');
    response.status(403).end();
  };
}
