import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import type { FrameLink } from './frame-link.ts';
import { accountMenu, brand, capacityStrip, languageLink, phoneMenu } from './header.ts';
import { icon } from './icon.ts';
import { readingMenu } from './reading-settings.ts';

const t = messages(new URL('./header.ts', import.meta.url).href);

/** The thin bar of staff pages: mark, search in sight, language, reading settings, and the person with the capacity they act in. */
export function staffBar(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language } = context;
  return html`<header class="am-header am-on-brand" id="am-header">
      <div class="am-wrap am-header__row">
        ${brand(context)}
        <form class="am-staff__find" action="/search" method="get" role="search" data-search>
          ${icon('search')}<input
            class="am-find__input"
            name="q"
            type="search"
            maxlength="200"
            autocomplete="off"
            enterkeyhint="search"
            aria-label="${t(language, 'search.label')}"
            placeholder="${t(language, 'search.label')}"
          />
        </form>
        <div class="am-header__tools">
          <span data-slot="header.end" class="am-header__slot"></span>${readingMenu(context)}
          ${languageLink(context, 'am-button am-button--quiet am-header__wide')} ${accountMenu(context, links)}
          <details class="am-drop am-header__phone" name="am-header">
            <summary class="am-icon-button" aria-label="${t(language, 'menu')}">${icon('menu', 'lg')}</summary>
            <div class="am-drop__panel">${phoneMenu(context, links)}</div>
          </details>
        </div>
      </div>
    </header>
    ${capacityStrip(context)}`;
}

/** The pages of staff beside each other; the one whose address is the nearest is marked. */
export function staffRail({ language, path }: RequestContext, links: readonly FrameLink[]): Html {
  const here = path.split('?')[0]!;
  const staff = links.filter(({ place }) => place === 'staff');
  const nearest = staff.filter(({ to }) => here === to || here.startsWith(`${to}/`)).sort((a, b) => b.to.length - a.to.length)[0];
  return html`<nav class="am-rail" aria-label="${t(language, 'navigation')}">
    ${staff.map(
      (link) =>
        html`<a href="${link.to}" ${link === nearest ? html` aria-current="${link.to === here ? 'page' : 'true'}"` : ''}
          >${link.icon ? icon(link.icon) : ''}${link.title}</a
        >`,
    )}
  </nav>`;
}
