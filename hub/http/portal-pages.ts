import { AmanahError } from '@amanah/errors';
import type { PageHead } from '@amanah/plugin-api';
import type { Request, RequestHandler, Response } from 'express';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Host, MatchedPage } from '../host/contract.ts';
import type { Identity } from '../identity/contract.ts';
import { embedDocument } from './frame/embed-document.ts';
import type { PageMeta } from './frame/page-meta.ts';
import { portalDocument } from './frame/portal-document.ts';
import type { Surroundings } from './frame/surroundings.ts';
import { assertAllowed, callOf } from './plugin-routes.ts';
import { contentSecurityPolicy, furtherSources, type PageSources } from './security-headers.ts';

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
    if (head.embed) return sendEmbedded(request, response, page, head);
    const surroundings: Surroundings = context.surroundings!;
    // A page that the server has written whole is not mounted over.
    const written = head.body && !head.body.mounted ? page.at : null;
    const document = portalDocument({
      context,
      page,
      head,
      links: surroundings.links(),
      // The modules of a page that nothing mounts over are not fetched either.
      scripts: surroundings.scripts({ plugin: written ? null : page.plugin, written, allows: furtherSources(sourcesOf(surroundings, head)) }),
      pageEnd: host.pageEnd(request.path, call, head),
      meta: metaOf(request, page, head),
    });
    sendHtml(request, response, head, String(document));
  };

  function metaOf({ context }: Request, page: MatchedPage, head: PageHead): PageMeta {
    const { language, path } = context;
    const canonicalPath = head.canonicalPath ?? path.split('?')[0]!;
    const picture = page.permission === null ? host.pagePicture(canonicalPath, head, language) : null;
    return { head, language, canonical: new URL(canonicalPath, config.publicUrl).href, publicUrl: config.publicUrl, picture };
  }

  /** For frames of other sites: made for nobody in particular, whoever looks at it. */
  async function sendEmbedded(request: Request, response: Response, page: MatchedPage, first: PageHead): Promise<void> {
    if (page.permission !== null || !page.plugin) throw new AmanahError('HTTP_INTERNAL', { detail: `${page.at} is for embedding and not public` });
    const { context } = request;
    const signedIn = context.session !== null;
    context.session = null;
    const query = new URL(request.originalUrl, config.publicUrl).searchParams;
    const head = signedIn ? await host.headOf(page, callOf(request), query) : first;
    const { nonce } = context;
    const document = embedDocument(metaOf(request, page, head), { plugin: page.plugin, nonce, importMap: host.importMap() });
    for (const name of ['X-Frame-Options', 'Set-Cookie']) response.removeHeader(name);
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendHtml(request, response, head, String(document), '*');
  }

  function sendHtml(request: Request, response: Response, head: PageHead, document: string, ancestors = "'none'"): void {
    const { nonce, language } = request.context;
    const sources = sourcesOf(request.context.surroundings!, head);
    response.status(head.status ?? 200).setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Language', language);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy({ nonce, ...sources, ancestors }));
    response.end(document);
  }
}

function sourcesOf(surroundings: Surroundings, { frameSources = [] }: PageHead): Omit<PageSources, 'nonce'> {
  const { frames = [], ...shared } = surroundings.sources();
  return { ...shared, frames: [...frames, ...frameSources.filter((source) => isOutsideOrigin(source))] };
}

/** Anything else in a policy could let in more than the page asked for. */
function isOutsideOrigin(source: string): boolean {
  return URL.canParse(source) && new URL(source).protocol === 'https:' && new URL(source).origin === source;
}
