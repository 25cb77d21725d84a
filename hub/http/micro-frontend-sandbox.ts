import { AmanahError } from '@amanah/errors';
import { Router } from 'express';
import { html, raw } from 'hono/html';
import type { Host } from '../host/contract.ts';

/** `/micro-frontends/:id/sandbox`: an unreviewed module alone in a frame without origin, cookies or forms; it talks to the page by messages only. */
export function microFrontendSandbox(host: Pick<Host, 'microFrontend'>): Router {
  const router = Router();
  router.get('/micro-frontends/:id/sandbox', (request, response) => {
    const found = host.microFrontend(request.params.id);
    if (!found || found.refused) throw new AmanahError('HTTP_NOT_FOUND');
    const { origin, entry, files, title } = found.definition;
    const { language, nonce } = request.context;
    const integrity = Object.fromEntries(Object.entries(files).map(([path, hash]) => [origin + path, hash]));
    const scripts = Object.keys(integrity).join(' ');
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader(
      'Content-Security-Policy',
      `sandbox allow-scripts; default-src 'none'; script-src 'nonce-${nonce}' ${scripts}; style-src ${origin} 'nonce-${nonce}'; img-src ${origin} data:; font-src ${origin}; connect-src ${origin}; frame-ancestors 'self'; base-uri 'none'`,
    );
    const importMap = raw(JSON.stringify({ imports: { module: origin + entry }, integrity }).replaceAll('<', '\\u003c'));
    response.type('html').send(
      String(
        html`<!doctype html>
          <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
            <head>
              <meta charset="utf-8" />
              <title>${title[language]}</title>
              ${Object.keys(files)
                .filter((path) => path.endsWith('.css'))
                .map((path) => html`<link rel="stylesheet" href="${origin + path}" integrity="${files[path]}" crossorigin="anonymous" />`)}
              <style nonce="${nonce}">
                body {
                  margin: 0;
                  padding: 1rem;
                  display: flow-root;
                  font-family: system-ui, sans-serif;
                }
              </style>
              <script type="importmap" nonce="${nonce}">
                ${importMap}
              </script>
              <script type="module" nonce="${nonce}">
                const say = (message) => parent.postMessage(message, '*');
                const fail = () => say({ type: 'amanah.failed' });
                // Chromium's notice about observers is no failure of the module.
                addEventListener('error', ({ message }) => message.startsWith('ResizeObserver') || fail());
                addEventListener('unhandledrejection', fail);
                try {
                  const module = await import('module');
                  const lifecycles = module.default ?? module;
                  const props = { name: 'sandbox', language: document.documentElement.lang, domElement: document.getElementById('root') };
                  for (const step of [lifecycles.bootstrap, lifecycles.mount]) for (const run of [step].flat()) await run?.(props);
                  say({ type: 'amanah.mounted' });
                  new ResizeObserver(() => say({ type: 'amanah.height', height: document.body.offsetHeight })).observe(document.body);
                } catch {
                  fail();
                }
              </script>
            </head>
            <body>
              <div id="root"></div>
            </body>
          </html>`,
      ),
    );
  });
  return router;
}
