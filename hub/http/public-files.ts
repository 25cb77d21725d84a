import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AmanahError, errorCodes, errorText, type ErrorCode } from '@amanah/errors';
import express, { Router, type RequestHandler } from 'express';
import { html } from 'hono/html';
import { z } from 'zod';
import type { HubConfig } from '../config/contract.ts';
import type { Host } from '../host/contract.ts';
import { microFrontendSchema } from '../host/micro-frontend-definition.ts';
import type { Systems } from '../systems/contract.ts';
import { frameFiles } from './frame-assets.ts';
import { sendPage } from './page.ts';

const assetsFolder = fileURLToPath(new URL('../../dist/assets/', import.meta.url));
const faviconFile = fileURLToPath(new URL('../../shell/frame/favicon.ico', import.meta.url));
const year = 31_536_000;

/** `/assets`: hashed files of the build, kept a year; the `.br` beside a file is sent to browsers that take it. */
export function builtAssets(folder = assetsFolder): RequestHandler[] {
  const immutable = { index: false, immutable: true, maxAge: year * 1_000, fallthrough: false } as const;
  const plain = express.static(folder, immutable);
  const brotli: RequestHandler = (request, response, next) => {
    const compressible = /\.(?:js|css|svg|json|map)$/.test(request.path) && !request.path.includes('..');
    if (!compressible || !/\bbr\b/.test(request.get('Accept-Encoding') ?? '')) return next();
    if (!statSync(`${folder}${request.path}.br`, { throwIfNoEntry: false })) return next();
    response.type(request.path.slice(request.path.lastIndexOf('.')));
    response.setHeader('Content-Encoding', 'br');
    request.url = `${request.path}.br`;
    next();
  };
  const vary: RequestHandler = (_request, response, next) => {
    response.vary('Accept-Encoding');
    next();
  };
  return [vary, spriteByName, brotli, plain];
}

/** The sprite without its hash, as a page of another room may name it: the present one, asked for again each time. */
const spriteByName: RequestHandler = (request, response, next) => {
  const { icons } = frameFiles();
  if (request.path !== '/icons.svg' || icons === '/assets/icons.svg') return next();
  response.set('Cache-Control', 'no-cache').redirect(307, icons);
};

/** robots.txt, sitemap.xml, security.txt, favicon.ico, JSON Schemas, explanations of error codes. */
export function publicFiles({ config, host, systems }: { config: HubConfig; host: Host; systems: Pick<Systems, 'definitionSchema'> }): Router {
  const router = Router();
  const absolute = (path: string) => new URL(path, config.publicUrl).href;
  router.get('/favicon.ico', (_request, response) => void response.sendFile(faviconFile, { maxAge: 86_400_000 }));
  router.get('/robots.txt', (_request, response) => {
    response
      .type('text/plain')
      .send(`User-agent: *\nDisallow: /api/\nDisallow: /auth/\nDisallow: /oidc/\nDisallow: /search\nDisallow: /v/\nSitemap: ${absolute('/sitemap.xml')}\n`);
  });
  router.get('/sitemap.xml', async (_request, response) => {
    const open = host
      .pageParts(null, 'ar')
      .applications.filter((page) => !page.at.includes(':') && !page.at.includes('*'))
      .map((page): { path: string; lastModified?: string } => ({ path: page.at }));
    const pages = new Map([...open, ...(await host.sitemap())].map((page) => [page.path, page]));
    const urls = [...pages.values()].map(
      ({ path, lastModified }) => html`<url><loc>${absolute(path)}</loc>${lastModified ? html`<lastmod>${lastModified}</lastmod>` : ''}</url>`,
    );
    response
      .type('application/xml')
      .send(String(html`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`));
  });
  router.get('/.well-known/security.txt', (_request, response) => {
    const expires = new Date(Date.now() + 180 * 86_400_000).toISOString();
    response
      .type('text/plain')
      .send(`Contact: ${absolute('/pages/contact')}\nExpires: ${expires}\nPreferred-Languages: ar, en\nCanonical: ${absolute('/.well-known/security.txt')}\n`);
  });
  router.get('/schemas/mfe.json', (_request, response) => void response.json(z.toJSONSchema(microFrontendSchema, { io: 'input' })));
  router.get('/schemas/system.json', (_request, response) => void response.json(systems.definitionSchema()));
  router.get('/errors/:code', (request, response) => {
    const code = request.params.code as ErrorCode;
    if (!errorCodes.includes(code)) throw new AmanahError('HTTP_NOT_FOUND');
    const { title, action } = errorText(code, request.context.language);
    sendPage(response, request.context, { title, lead: action, frame: 'public', body: html`<p><code dir="ltr">${code}</code></p>` });
  });
  return router;
}
