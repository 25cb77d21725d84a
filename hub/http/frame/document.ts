import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html, Page } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { furtherSources } from '../security-headers.ts';
import { demoNotice } from './demo-notice.ts';
import { footer, statutoryLine } from './footer.ts';
import { fontPreloads, siteIcons } from './frame-head.ts';
import { governmentBar } from './government-bar.ts';
import type { FrameLink } from './frame-link.ts';
import { brand, header, languageLink } from './header.ts';
import { icon } from './icon.ts';
import { readingAttributes } from './reading-settings.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);
const own = messages(import.meta.url);

/** The document of a server-rendered page: with header and footer, plain, or the split sign-in page. */
export function document(context: RequestContext, page: Page, styles: readonly string[]): Html {
  const { language, surroundings } = context;
  const links = surroundings?.links() ?? [];
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" ${readingAttributes(context)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${t(language, 'portal.name')}</title>
        ${page.frame === 'public' ? '' : html`<meta name="robots" content="noindex" />`} ${siteIcons()}
        ${styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)} ${fontPreloads(language)} ${page.head ?? ''}
        ${page.frame === 'public' && surroundings ? surroundings.scripts({ plugin: null, written: null, allows: furtherSources({ ...surroundings.sources(), formAction: page.formAction ?? [] }) }) : ''}
      </head>
      <body class="am-frame am-frame--${page.frame}">
        <a class="am-skip" href="#main">${t(language, 'skip')}</a>
        ${governmentBar(context)} ${demoNotice(context)}
        ${
          page.frame === 'signin'
            ? signInPage(context, page, links)
            : html`${page.frame === 'public' ? header(context, links) : plainHeader(context)}
                <main id="main" class="am-main am-wrap" tabindex="-1">${page.icon ? statePage(page, page.icon) : content(page)}</main>`
        }
        ${page.frame === 'public' ? footer(context, links) : ''}
      </body>
    </html>`;
}

function content(page: Page): Html {
  return html`<div class="am-page-head am-band">
      <h1>${page.title}</h1>
      ${page.lead ? html`<p class="am-lead">${page.lead}</p>` : ''}
    </div>
    <div class="am-stack">${page.body}</div>`;
}

/** A page that says one thing: what happened, and what to do now. */
function statePage(page: Page, name: string): Html {
  return html`<div class="am-state am-state--page">
    <div class="am-state__halo" aria-hidden="true"><span class="am-state__disc">${icon(name, 'lg')}</span></div>
    <h1 class="am-state__title">${page.title}</h1>
    ${page.lead ? html`<p class="am-state__text">${page.lead}</p>` : ''} ${page.body}
  </div>`;
}

function plainHeader(context: RequestContext): Html {
  return html`<header class="am-header">
    <div class="am-wrap am-header__row">
      ${brand(context)}
      <div class="am-header__tools">${languageLink(context, 'am-button am-button--quiet')}</div>
    </div>
  </header>`;
}

const publicPromises = [
  ['shield-check', 'signin.identity'],
  ['user-round', 'signin.once'],
  ['log-out', 'signin.out'],
] as const;
const staffPromises = [
  ['key-round', 'signin.staff.factors'],
  ['badge-check', 'signin.staff.recorded'],
  ['log-out', 'signin.out'],
] as const;

function signInPage(context: RequestContext, page: Page, links: readonly FrameLink[]): Html {
  const { language } = context;
  const staff = page.side === 'staff';
  const promises = staff ? staffPromises : publicPromises;
  return html`<div class="am-signin">
    <div class="am-signin__panel">
      <header class="am-signin__top">${brand(context)}${languageLink(context, 'am-button am-button--quiet')}</header>
      <main id="main" class="am-signin__main" tabindex="-1">${content(page)}</main>
      ${statutoryLine(context, links)}
    </div>
    <aside class="am-signin__side am-on-brand am-lattice am-lattice--brand am-lattice--fade" aria-label="${own(language, 'signin.side')}">
      <div class="am-signin__words">
        <div class="am-hem" aria-hidden="true"></div>
        <h2>${own(language, staff ? 'signin.staff.title' : 'signin.title')}</h2>
        <ul>
          ${promises.map(([name, key]) => html`<li>${icon(name)}<span>${own(language, key)}</span></li>`)}
        </ul>
      </div>
    </aside>
  </div>`;
}
