import { html } from 'hono/html';
import { capacityLabel } from '../capacity-label.ts';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { brandMark } from './brand-mark.ts';
import type { FrameLink } from './frame-link.ts';
import { icon } from './icon.ts';
import { readingMenu } from './reading-settings.ts';

const t = messages(import.meta.url);

/** Header with mark, navigation, search, language, reading settings, and the person with the capacity they act in. Works without scripts. */
export function header(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language } = context;
  const main = links.filter(({ place }) => place === 'main').map((link) => anchor(link, context));
  const actor = context.session?.actor;
  return html`<header class="am-header" id="am-header">
      <div class="am-wrap am-header__row">
        ${brand(context)}
        <nav class="am-header__nav" aria-label="${t(language, 'navigation')}">${main}</nav>
        <div class="am-header__tools">
          <details class="am-drop am-header__wide" name="am-header">
            <summary class="am-icon-button" aria-label="${t(language, 'search')}" title="${t(language, 'search')}">${icon('search')}</summary>
            <div class="am-drop__panel">${searchForm(context, 'am-find')}</div>
          </details>
          ${readingMenu(context)} ${languageLink(context, 'am-button am-button--quiet am-header__wide')}
          ${actor ? html`<span data-slot="header.end" class="am-header__slot"></span>${accountMenu(context, links)}` : signInLink(context)}
          <details class="am-drop am-header__phone" name="am-header">
            <summary class="am-icon-button" aria-label="${t(language, 'menu')}">${icon('menu', 'lg')}</summary>
            <div class="am-drop__panel">${phoneMenu(context, links)}</div>
          </details>
        </div>
      </div>
    </header>
    ${capacityStrip(context)}`;
}

/** In which capacity the person acts, where the header has no room for it. */
export function capacityStrip({ session, language }: RequestContext): Html | string {
  if (!session) return '';
  return html`<div class="am-capacity" role="region" aria-label="${t(language, 'capacity')}">
    <div class="am-wrap">${t(language, 'capacity')}: <b>${capacityLabel(session.actor, language)}</b></div>
  </div>`;
}

/** The Amanah's mark and the portal's name, leading home. */
export function brand({ language }: RequestContext): Html {
  return html`<a class="am-brand" href="/"
    >${brandMark()}<span><b>${t(language, 'amanah')}</b><small>${t(language, 'portal')}</small></span></a
  >`;
}

/** The way to the other language, staying on the page. */
export function languageLink({ language, path }: RequestContext, look: string): Html {
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<a class="${look}" href="/language/${other}?rd=${encodeURIComponent(path)}" lang="${other}" hreflang="${other}"
    >${icon('globe')}${t(other, 'language.own')}</a
  >`;
}

function searchForm({ language }: RequestContext, id: string): Html {
  return html`<form class="am-find" action="/search" method="get" role="search" aria-label="${t(language, 'search.label')}" data-search>
    <label class="am-strong" for="${id}">${t(language, 'search.label')}</label>
    <div class="am-find__row">
      <input class="am-find__input" id="${id}" name="q" type="search" maxlength="200" autocomplete="off" enterkeyhint="search" /><button class="am-button">
        ${t(language, 'search.do')}
      </button>
    </div>
  </form>`;
}

function signInLink({ language, path }: RequestContext): Html {
  return html`<a class="am-button am-button--small am-header__sign-in" href="/auth/sign-in?rd=${encodeURIComponent(path)}"
    >${icon('log-in')}<span>${t(language, 'signIn')}</span></a
  >`;
}

const personal = (links: readonly FrameLink[], context: RequestContext) =>
  links.filter(({ place }) => place === 'account' || place === 'staff').map((link) => anchor(link, context));

function signOutForm({ language }: RequestContext): Html {
  return html`<form method="post" action="/auth/sign-out">
    <button class="am-button am-button--second am-button--block">${icon('log-out')}${t(language, 'signOut')}</button>
  </form>`;
}

/** The person, the capacity they act in, and what is theirs. */
export function accountMenu(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language } = context;
  const actor = context.session!.actor;
  const name = actor.person.name[language];
  return html`<details class="am-drop am-header__wide" name="am-header">
    <summary class="am-person">
      <span class="am-person__mark" aria-hidden="true">${[...name][0] ?? ''}</span
      ><span class="am-person__words"><small>${capacityLabel(actor, language)}</small><b>${name}</b></span>
    </summary>
    <div class="am-drop__panel am-drop__links">${personal(links, context)} ${signOutForm(context)}</div>
  </details>`;
}

/** Everything of the header that has no room on a phone. */
export function phoneMenu(context: RequestContext, links: readonly FrameLink[]): Html {
  const { language, path } = context;
  const actor = context.session?.actor;
  return html`${searchForm(context, 'am-find-phone')}
    <nav class="am-drop__links" aria-label="${t(language, 'menu')}">
      ${links.filter(({ place }) => place === 'main').map((link) => anchor(link, context))}
      ${actor ? html`<b class="am-drop__name">${actor.person.name[language]}</b>${personal(links, context)}` : ''}
      <a href="/reading-settings?rd=${encodeURIComponent(path)}">${icon('a-large-small')}${t(language, 'reading')}</a>${languageLink(context, '')}
    </nav>
    ${actor ? signOutForm(context) : ''}`;
}

function anchor({ to, title, icon: name }: FrameLink, { path }: RequestContext): Html {
  const here = path.split('?')[0]!;
  const current = here === to ? 'page' : to !== '/' && here.startsWith(`${to}/`) ? 'true' : null;
  return html`<a href="${to}" ${current ? html` aria-current="${current}"` : ''}
    >${name ? html`<span class="am-drop__icon">${icon(name)}</span>` : ''}${title}</a
  >`;
}
