import { html, raw } from 'hono/html';
import type { PageHead } from '@amanah/plugin-api';
import type { MatchedPage } from '../../host/contract.ts';
import { buildManifest, frameFiles, type BuildManifest } from '../frame-assets.ts';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { demoNotice } from './demo-notice.ts';
import { footer } from './footer.ts';
import { fontPreloads, siteIcons } from './frame-head.ts';
import { governmentBar } from './government-bar.ts';
import type { FrameLink } from './frame-link.ts';
import { header } from './header.ts';
import { icon } from './icon.ts';
import { pageMeta, type PageMeta } from './page-meta.ts';
import { readingAttributes } from './reading-settings.ts';
import { dataBlock } from './scripts.ts';
import { staffBar, staffRail } from './staff-frame.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);

/** All that the frame shows and hands to the shell. */
export interface PortalPage {
  readonly context: RequestContext;
  readonly page: MatchedPage;
  readonly head: PageHead;
  readonly links: readonly FrameLink[];
  /** Import map, page data and the shell. */
  readonly scripts: Html;
  /** What plugins put at the end of every page. */
  readonly pageEnd: string;
  readonly meta: PageMeta;
}

/** The document of a portal page: everything readable before any script runs, then import map, page data and the shell. */
export function portalDocument(portal: PortalPage): Html {
  const { context, head } = portal;
  const { language } = context;
  const build = buildManifest();
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" ${readingAttributes(context)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${head.title} · ${t(language, 'portal.name')}</title>
        ${pageMeta(portal.meta)} ${siteIcons()} ${stylesOf(build, portal).map((href) => html`<link rel="stylesheet" href="${href}" />`)}
        ${fontPreloads(language)} ${portal.scripts} ${(head.jsonLd ?? []).map((object) => dataBlock('application/ld+json', object))}
      </head>
      <body class="am-frame am-frame--${head.frame ?? 'public'}" ${head.frame === 'staff' ? html` data-density="staff"` : ''}>
        <a class="am-skip" href="#main">${t(language, 'skip')}</a>
        ${
          head.frame === 'staff'
            ? html`${staffBar(context, portal.links)} ${demoNotice(context)}
                <div class="am-staff">
                  ${staffRail(context, portal.links)}
                  <div class="am-staff__canvas">${pageBody(portal)}</div>
                </div>`
            : html`${governmentBar(context)} ${demoNotice(context)} ${header(context, portal.links)} ${pageBody(portal)}`
        }
        ${head.frame === 'staff' ? '' : html`${portal.pageEnd ? raw(portal.pageEnd) : ''} ${footer(context, portal.links)}`}
      </body>
    </html>`;
}

/** Plugins name the sprite without the hash, which only the build knows. */
export function withHashedIcons(body: string): string {
  return body.replaceAll('/assets/icons.svg#', `${frameFiles().icons}#`);
}

function pageBody({ context, head, page }: PortalPage): Html {
  const { language } = context;
  const own = head.body;
  const application = html`<div id="am-application" ${page.plugin ? html` data-mfe="${page.plugin}"` : ''}>${own ? raw(withHashedIcons(own.html)) : ''}</div>`;
  if (own?.wide) return html`<main id="main" class="am-main" tabindex="-1">${application}</main>`;
  return html`<main id="main" class="am-main am-wrap" tabindex="-1">
    ${
      head.breadcrumb?.length
        ? html`<nav class="am-crumbs am-band" aria-label="${t(language, 'breadcrumb')}">
            <ol>
              ${head.breadcrumb.map(({ title, to }, index) => html`<li>${index > 0 ? icon('chevron-left', 'sm') : ''}<a href="${to}">${title}</a></li>`)}
            </ol>
          </nav>`
        : ''
    }
    <div id="am-page-head" class="am-page-head am-band">
      <h1>${head.title}</h1>
      ${head.lead ? html`<p class="am-lead">${head.lead}</p>` : ''}
    </div>
    ${application} ${own ? '' : html`<noscript><p>${t(language, 'script.needed')}</p></noscript>`}
  </main>`;
}

function stylesOf(build: BuildManifest, { page }: PortalPage): readonly string[] {
  const names = ['ui', 'shell', ...(page.plugin ? [`plugins/${page.plugin}`] : [])];
  return [...new Set(names.flatMap((name) => build.entries[name]?.css ?? []))];
}
