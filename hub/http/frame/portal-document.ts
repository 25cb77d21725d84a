import { html, raw } from 'hono/html';
import type { PageHead } from '@amanah/plugin-api';
import type { ImportMap, MatchedPage, PageData } from '../../host/contract.ts';
import { buildManifest, type BuildManifest } from '../frame-assets.ts';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { footer } from './footer.ts';
import { governmentBar } from './government-bar.ts';
import { header } from './header.ts';
import { icon } from './icon.ts';
import { readingAttributes } from './reading-settings.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);

/** All that the frame shows and hands to the shell. */
export interface PortalPage {
  readonly context: RequestContext;
  readonly page: MatchedPage;
  readonly head: PageHead;
  readonly data: PageData;
  /** What the shell reads from `#amanah-page`. */
  readonly shellData: object;
  readonly importMap: ImportMap;
  readonly publicUrl: URL;
}

/** The document of a portal page: everything readable before any script runs, then import map, page data and the shell. */
export function portalDocument(portal: PortalPage): Html {
  const { context, head, publicUrl } = portal;
  const { language } = context;
  const build = buildManifest();
  const canonical = new URL(head.canonicalPath ?? context.path.split('?')[0]!, publicUrl).href;
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" ${readingAttributes(context)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${head.title} · ${t(language, 'portal.name')}</title>
        <meta name="description" content="${head.description ?? head.lead ?? head.title}" />
        <link rel="canonical" href="${canonical}" />
        <meta property="og:title" content="${head.title}" />
        <meta property="og:url" content="${canonical}" />
        <meta property="og:locale" content="${language === 'ar' ? 'ar_SA' : 'en_GB'}" />
        ${Object.entries(head.openGraph ?? {}).map(([name, content]) => html`<meta property="og:${name}" content="${content}" />`)}
        ${stylesOf(build, portal).map((href) => html`<link rel="stylesheet" href="${href}" />`)} ${scriptsOf(build, portal)}
        ${(head.jsonLd ?? []).map((object) => dataBlock('application/ld+json', object))}
      </head>
      <body class="am-frame am-frame--${head.frame ?? 'public'}" ${head.frame === 'staff' ? html` data-density="staff"` : ''}>
        <a class="am-skip" href="#main">${t(language, 'skip')}</a>
        ${governmentBar(context)} ${header(context, portal.data.navigation)}
        ${
          head.frame === 'staff'
            ? html`<div class="am-staff">
                ${staffRail(portal)}
                <div class="am-staff__canvas">${pageBody(portal)}</div>
              </div>`
            : pageBody(portal)
        }
        ${footer(context, portal.data.navigation)}
      </body>
    </html>`;
}

function pageBody({ context, head, page }: PortalPage): Html {
  const { language } = context;
  const own = head.body;
  const application = html`<div id="am-application" ${page.plugin ? html` data-mfe="${page.plugin}"` : ''}>${own ? raw(own.html) : ''}</div>`;
  if (own?.wide) return html`<main id="main" class="am-main" tabindex="-1">${application}</main>`;
  return html`<main id="main" class="am-main am-wrap" tabindex="-1">
    ${
      head.breadcrumb?.length
        ? html`<nav class="am-crumbs" aria-label="${t(language, 'breadcrumb')}">
            <ol>
              ${head.breadcrumb.map(({ title, to }, index) => html`<li>${index > 0 ? icon('chevron-left', 'sm') : ''}<a href="${to}">${title}</a></li>`)}
            </ol>
          </nav>`
        : ''
    }
    <div id="am-page-head" class="am-page-head">
      <h1>${head.title}</h1>
      ${head.lead ? html`<p class="am-lead">${head.lead}</p>` : ''}
    </div>
    ${application} ${own ? '' : html`<noscript><p>${t(language, 'script.needed')}</p></noscript>`}
  </main>`;
}

function staffRail({ context, data }: PortalPage): Html {
  const here = context.path.split('?')[0];
  return html`<nav class="am-rail" aria-label="${t(context.language, 'portal.name')}">
    ${data.navigation.filter(({ place }) => place === 'staff').map(({ to, title, icon: name }) => html`<a href="${to}" ${to === here ? html` aria-current="page"` : ''}>${name ? icon(name) : ''}${title}</a>`)}
  </nav>`;
}

function stylesOf(build: BuildManifest, { page }: PortalPage): readonly string[] {
  const names = ['ui', 'shell', ...(page.plugin ? [`plugins/${page.plugin}`] : [])];
  return [...new Set(names.flatMap((name) => build.entries[name]?.css ?? []))];
}

function scriptsOf(build: BuildManifest, { context, page, importMap, shellData }: PortalPage): Html {
  const shell = build.entries['shell'];
  const plugin = page.plugin ? build.entries[`plugins/${page.plugin}`] : undefined;
  const preloads = [...new Set([...(shell?.preload ?? []), ...(plugin && !page.refused ? [plugin.js, ...plugin.preload] : [])])];
  return html`<script type="importmap" nonce="${context.nonce}">
      ${raw(scriptJson(importMap))}
    </script>
    ${preloads.map((href) => html`<link rel="modulepreload" href="${href}" ${importMap.integrity[href] ? raw(` integrity="${importMap.integrity[href]}"`) : ''} />`)}
    <script type="application/json" id="amanah-page">
      ${raw(scriptJson(shellData))}
    </script>
    ${shell ? html`<script type="module" src="${shell.js}" ${importMap.integrity[shell.js] ? raw(` integrity="${importMap.integrity[shell.js]}"`) : ''}></script>` : ''}`;
}

function dataBlock(type: string, value: object): Html {
  return html`<script type="${type}">
    ${raw(scriptJson(value))}
  </script>`;
}

/** JSON that cannot end its script element. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
