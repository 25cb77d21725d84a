import { readFileSync } from 'node:fs';
import { errorText, type AmanahError } from '@amanah/errors';
import { html, raw } from 'hono/html';
import { brandMark } from '../http/frame/brand-mark.ts';
import { messages } from '../http/messages.ts';
import type { RequestContext } from '../http/request-context.ts';

const t = messages(import.meta.url);
const style = raw(readFileSync(new URL('assets/error.css', import.meta.url), 'utf8'));

/**
 * A page in the portal's look on a system's host. Everything it needs is in it: the portal's files are of another origin, which browsers keep
 * apart, and addresses of this host are the system's.
 * @param again the address to try again, when trying again can change nothing but the answer
 */
export function errorPage(context: RequestContext, error: AmanahError, portal: URL, again: string | null): string {
  const { language, nonce, requestId } = context;
  const { title, action } = errorText(error.code, language, error.params);
  return String(
    html`<!doctype html>
      <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <style nonce="${nonce}">
            ${style}
          </style>
        </head>
        <body>
          <header><a href="${portal.origin}/">${brandMark()}${t(language, 'bar.home')}</a></header>
          <main>
            <h1>${title}</h1>
            <p>${action}</p>
            ${error.params.note ? html`<p>${error.params.note}</p>` : ''}
            <p class="actions">
              ${again === null ? '' : html`<a href="${again}">${t(language, 'error.again')}</a>`}
              <a href="${portal.origin}/systems">${t(language, 'bar.back')}</a>
            </p>
            <dl>
              <dt>${t(language, 'error.code')}</dt>
              <dd><bdi dir="ltr">${error.code}</bdi></dd>
              <dt>${t(language, 'error.reference')}</dt>
              <dd><bdi dir="ltr">${requestId}</bdi></dd>
            </dl>
          </main>
        </body>
      </html>`,
  );
}
