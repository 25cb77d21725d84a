import { html } from 'hono/html';
import { capacityLabel } from '../capacity-label.ts';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { brandMark } from './brand-mark.ts';
import { icon } from './icon.ts';
import { readingMenu } from './reading-settings.ts';

const t = messages(import.meta.url);

export interface FrameLink {
  readonly place: 'main' | 'account' | 'staff' | 'footer';
  readonly to: string;
  readonly title: string;
  readonly icon?: string;
}

/** Header with mark, navigation, search, language, reading settings, and the person with the capacity they act in. Works without scripts. */
export function header(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language } = context;
  const main = links.filter(({ place }) => place === 'main');
  const navigation = main.map((link) => anchor(link, context));
  const actor = context.session?.actor;
  return html`<header class="am-header" id="am-header">
      <div class="am-wrap am-header__row">
        <a class="am-brand" href="/"
          >${brandMark()}<span><b>${t(language, 'amanah')}</b><small>${t(language, 'portal')}</small></span></a
        >
        <nav class="am-header__nav" aria-label="${t(language, 'navigation')}">${navigation}</nav>
        <div class="am-header__tools">
          <details class="am-menu" name="am-header">
            <summary class="am-icon-button" aria-label="${t(language, 'search')}" title="${t(language, 'search')}">${icon('search')}</summary>
            <form class="am-menu__panel am-search" action="/services" method="get" role="search" data-search>
              <label class="am-strong" for="am-search">${t(language, 'search.label')}</label>
              <div class="am-search__row">
                <input class="am-search__input" id="am-search" name="q" type="search" autocomplete="off" enterkeyhint="search" /><button class="am-button">
                  ${t(language, 'search.do')}
                </button>
              </div>
            </form>
          </details>
          ${readingMenu(context)} ${languageLink(context, 'am-button am-button--quiet am-header__wide')}
          ${actor ? html`<span data-slot="header.end" class="am-header__slot"></span>${accountMenu(context, links)}` : html`<a class="am-button am-button--small am-header__sign-in" href="/auth/sign-in?rd=${encodeURIComponent(context.path)}">${icon('log-in')}<span>${t(language, 'signIn')}</span></a>`}
          <details class="am-menu am-header__phone" name="am-header">
            <summary class="am-icon-button" aria-label="${t(language, 'menu')}">${icon('menu', 'lg')}</summary>
            <nav class="am-menu__panel am-menu__links" aria-label="${t(language, 'menu')}">${navigation}${languageLink(context, '')}</nav>
          </details>
        </div>
      </div>
    </header>
    ${
      actor
        ? html`<div class="am-capacity">
            <div class="am-wrap">${t(language, 'capacity')}: <b>${capacityLabel(actor, language)}</b></div>
          </div>`
        : ''
    }`;
}

function languageLink({ language, path }: RequestContext, look: string): Html {
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<a class="${look}" href="/language/${other}?rd=${encodeURIComponent(path)}" lang="${other}" hreflang="${other}"
    >${icon('globe')}${t(other, 'language.own')}</a
  >`;
}

function accountMenu(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language } = context;
  const actor = context.session!.actor;
  const name = actor.person.name[language];
  return html`<details class="am-menu" name="am-header">
    <summary class="am-person">
      <span class="am-person__mark" aria-hidden="true">${[...name][0] ?? ''}</span
      ><span class="am-person__words"><small>${capacityLabel(actor, language)}</small><b>${name}</b></span>
    </summary>
    <div class="am-menu__panel am-menu__links">
      ${links.filter(({ place }) => place === 'account' || place === 'staff').map((link) => anchor(link, context))}
      <form method="post" action="/auth/sign-out">
        <button class="am-button am-button--second am-button--block">${icon('log-out')}${t(language, 'signOut')}</button>
      </form>
    </div>
  </details>`;
}

function anchor({ to, title }: FrameLink, { path }: RequestContext): Html {
  const here = path.split('?')[0]!;
  const current = here === to ? 'page' : to !== '/' && here.startsWith(`${to}/`) ? 'true' : null;
  return html`<a href="${to}" ${current ? html` aria-current="${current}"` : ''}>${title}</a>`;
}
