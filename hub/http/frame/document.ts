import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html, Page } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);

/** The document of a server-rendered page. */
export function document(context: RequestContext, page: Page, styles: readonly string[]): Html {
  const { language } = context;
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${t(language, 'portal.name')}</title>
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${page.head ?? ''}
</head>
<body class="am-page am-page--${page.frame}">
<a class="am-skip" href="#main">${t(language, 'skip')}</a>
<header class="am-header"><a class="am-header__brand" href="/">${t(language, 'portal.name')}</a>
<a href="/language/${other}?rd=${encodeURIComponent(context.path)}" lang="${other}" hreflang="${other}">${t(language, 'language.other')}</a></header>
<main id="main" class="am-main" tabindex="-1">
<h1>${page.title}</h1>
${page.lead ? html`<p class="am-lead">${page.lead}</p>` : ''}
${page.body}
</main>
<footer class="am-footer">${t(language, 'amanah.name')}</footer>
</body>
</html>`;
}
