import { AmanahError } from '@amanah/errors';
import type { Request, RequestHandler, Response } from 'express';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Host } from '../host/contract.ts';
import type { Identity } from '../identity/contract.ts';
import { portalDocument } from './frame/portal-document.ts';
import type { Surroundings } from './frame/surroundings.ts';
import { assertAllowed, callOf } from './plugin-routes.ts';
import { contentSecurityPolicy } from './security-headers.ts';

/** Renders the frame of every page that a manifest names; nobody signed in is sent to sign in first, a missing permission is a 403 page. */
export function portalPages({ config, host, access, identity }: { config: HubConfig; host: Host; access: Access; identity: Identity }): RequestHandler {
  return async (request, response, next) => {
    const page = request.method === 'GET' || request.method === 'HEAD' ? host.matchPage(request.path) : null;
    if (!page) return next();
    response.locals.route = page.at;
    const { context } = request;
    const actor = context.session?.actor ?? null;
    if (page.permission !== null && actor === null) return response.redirect(303, identity.signInUrl(request, request.originalUrl));
    if (page.permission !== null) assertAllowed(access, actor, page.permission);
    if (page.refused && page.plugin) throw new AmanahError('HOST_PLUGIN_REFUSED', { params: { plugin: page.plugin } });
    const call = callOf(request);
    const head = await host.headOf(page, call, new URL(request.originalUrl, config.publicUrl).searchParams);
    const surroundings: Surroundings = context.surroundings!;
    // A page that the server has written whole is not mounted over.
    const written = head.body && !head.body.mounted ? page.at : null;
    sendHtml(
      request,
      response,
      head.status ?? 200,
      host,
      String(
        portalDocument({
          context,
          page,
          head,
          links: surroundings.links(),
          scripts: surroundings.scripts(page.plugin, written),
          pageEnd: host.pageEnd(request.path, call, head),
          publicUrl: config.publicUrl,
        }),
      ),
    );
  };
}

function sendHtml(request: Request, response: Response, status: number, host: Host, document: string): void {
  const { nonce, language } = request.context;
  const { scripts, connect } = host.thirdPartySources();
  response.status(status).setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy({ nonce, scripts, connect, frames: ["'self'"] }));
  response.end(document);
}
