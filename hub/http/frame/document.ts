import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html, Page } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { brandMark } from './brand-mark.ts';
import { footer } from './footer.ts';
import { governmentBar } from './government-bar.ts';
import { header } from './header.ts';
import { readingAttributes } from './reading-settings.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);

/** The document of a server-rendered page: with header and footer, plain, or the split sign-in page. */
export function document(context: RequestContext, page: Page, styles: readonly string[]): Html {
  const { language } = context;
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" ${readingAttributes(context)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${t(language, 'portal.name')}</title>
        ${styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)} ${page.head ?? ''}
      </head>
      <body class="am-frame am-frame--${page.frame}">
        <a class="am-skip" href="#main">${t(language, 'skip')}</a>
        ${governmentBar(context)}
        ${
          page.frame === 'signin'
            ? signInPage(context, page)
            : html`${page.frame === 'public' ? header(context, []) : plainHeader(context)}
                <main id="main" class="am-main am-wrap" tabindex="-1">${content(page)}</main>`
        }
        ${page.frame === 'public' ? footer(context, []) : ''}
      </body>
    </html>`;
}

function content(page: Page): Html {
  return html`<div class="am-page-head">
      <h1>${page.title}</h1>
      ${page.lead ? html`<p class="am-lead">${page.lead}</p>` : ''}
    </div>
    <div class="am-stack">${page.body}</div>`;
}

function brand(context: RequestContext): Html {
  const { language } = context;
  return html`<a class="am-brand" href="/"
    >${brandMark()}<span><b>${t(language, 'amanah.name')}</b><small>${t(language, 'portal.name')}</small></span></a
  >`;
}

function languageSwitch({ language, path }: RequestContext): Html {
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<a class="am-button am-button--quiet" href="/language/${other}?rd=${encodeURIComponent(path)}" lang="${other}" hreflang="${other}"
    >${t(language, 'language.other')}</a
  >`;
}

function plainHeader(context: RequestContext): Html {
  return html`<header class="am-header">
    <div class="am-wrap am-header__row">
      ${brand(context)}
      <div class="am-header__tools">${languageSwitch(context)}</div>
    </div>
  </header>`;
}

function signInPage(context: RequestContext, page: Page): Html {
  return html`<div class="am-signin">
    <div class="am-signin__panel">
      <header class="am-signin__top">${brand(context)}${languageSwitch(context)}</header>
      <main id="main" class="am-signin__main" tabindex="-1">${content(page)}</main>
    </div>
    <div class="am-signin__side am-lattice am-lattice--brand" aria-hidden="true"></div>
  </div>`;
}
