import { Router } from 'express';
import type { Host } from '../host/contract.ts';

/** `/health/live`: this process answers. `/health/ready`: every critical part is well and the hub is not draining. */
export function healthRoutes(host: Pick<Host, 'health'>, isDraining: () => boolean): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => void response.set('Cache-Control', 'no-store').json({ status: 'ok' }));
  router.get('/health/ready', async (_request, response) => {
    const parts = await host.health();
    const ready = !isDraining() && parts.every((part) => part.ok || !part.critical);
    response.status(ready ? 200 : 503).set('Cache-Control', 'no-store');
    // Details name inner addresses and code: they are for the operations pages and the log.
    response.json({
      status: isDraining() ? 'draining' : ready ? 'ready' : 'not-ready',
      parts: parts.map(({ part, ok, critical, ms }) => ({ part, ok, critical, ms })),
    });
  });
  return router;
}
