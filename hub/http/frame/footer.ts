import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import type { FrameLink } from './frame-link.ts';

const t = messages(import.meta.url);

/** Pages of the portal that help somebody who is stuck. */
const help: readonly string[] = ['/pages/faq', '/pages/contact', '/pages'];

/** Footer with the hem of pearls, the main pages and the statutory links. */
export function footer({ language }: RequestContext, links: readonly FrameLink[]): Html {
  const list = (place: FrameLink['place'], wanted: (to: string) => boolean = () => true) =>
    links.filter((link) => link.place === place && wanted(link.to)).map(({ to, title }) => html`<li><a href="${to}">${title}</a></li>`);
  const year =
    new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', timeZone: 'Asia/Riyadh' })
      .formatToParts(new Date())
      .find(({ type }) => type === 'year')?.value ?? '';
  return html`<footer class="am-footer am-on-brand" id="am-footer">
    <div class="am-hem"></div>
    <div class="am-wrap">
      <div class="am-footer__columns">
        <div>
          <h2>${t(language, 'amanah')}</h2>
          <p>${t(language, 'footer.about')}</p>
          <p class="am-footer__stamp">${t(language, 'footer.stamp')}</p>
        </div>
        <nav aria-label="${t(language, 'footer.services')}">
          <h2>${t(language, 'footer.services')}</h2>
          <ul>
            ${list('main')}
          </ul>
        </nav>
        <nav class="am-footer__wide" aria-label="${t(language, 'footer.portal')}">
          <h2>${t(language, 'footer.portal')}</h2>
          <ul>
            ${list('footer', (to) => !help.includes(to))}
          </ul>
        </nav>
        <nav aria-label="${t(language, 'footer.support')}">
          <h2>${t(language, 'footer.support')}</h2>
          <ul>
            <li><a href="tel:940">${t(language, 'footer.call')}</a></li>
            ${list('footer', (to) => help.includes(to))}
          </ul>
        </nav>
      </div>
      <p class="am-footer__base">${t(language, 'footer.rights', { year })}</p>
    </div>
  </footer>`;
}

/** The statutory pages in one line, where there is no room for the footer. */
export function statutoryLine({ language }: RequestContext, links: readonly FrameLink[]): Html {
  const shown = links.filter((link) => ['/pages/privacy', '/pages/terms', '/pages/accessibility', '/pages/contact'].includes(link.to));
  if (shown.length === 0) return '';
  return html`<nav class="am-signin__links" aria-label="${t(language, 'footer.portal')}">
    ${shown.map(({ to, title }) => html`<a href="${to}">${title}</a>`)}
  </nav>`;
}
