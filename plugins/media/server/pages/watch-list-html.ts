import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammeKind } from '../../contract.ts';
import type { ChannelCard } from '../../shared/channels.ts';
import type { SpokenHit } from '../captions/tracks.ts';
import { channelStrip } from './channels/channel-strip-html.ts';
import { icon, programmeItem, type ListedProgramme } from './markup.ts';
import { clock, say } from './words.ts';

export interface WatchList {
  readonly kind: ProgrammeKind | undefined;
  readonly search: string;
  /** Channels with what is on now; empty in a search and on further pages. */
  readonly channels: readonly ChannelCard[];
  /** What runs now first, then what is announced; empty in a search. */
  readonly onAir: readonly ListedProgramme[];
  readonly shelf: readonly ListedProgramme[];
  /** Address of the next page; `null`: there is none. */
  readonly next: string | null;
  readonly spoken: readonly SpokenHit[];
}

/** The list as a page that needs no script. */
export function watchListHtml(list: WatchList, language: Locale): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const live = list.onAir.filter(({ state }) => state === 'live');
  const announced = list.onAir.filter(({ state }) => state === 'scheduled');
  const nothing = live.length + announced.length + list.shelf.length + list.spoken.length + list.channels.length === 0;
  const part = (id: string, title: string, items: readonly ListedProgramme[], lead = false) =>
    items.length === 0
      ? ''
      : html`<section aria-labelledby="${id}">
          <h2 id="${id}">${title}</h2>
          <ul class="me-list">
            ${items.map((card, index) => programmeItem(card, language, { lead: lead && index === 0 && card.poster !== null }))}
          </ul>
        </section>`;
  return String(
    html`<div class="me-shelf">
        ${filters(list, language)} ${part('me-live', t('watchLiveNow'), live, true)} ${channelStrip(list.channels, language)}
        ${part('me-announced', t('watchAnnounced'), announced)}
        ${part('me-shelf', t(list.search ? 'watchFound' : 'watchNewest'), list.shelf, live.length === 0 && !list.search)}
        ${list.next ? html`<p><a class="am-button am-button--second" href="${list.next}">${t('watchMore')}</a></p>` : ''} ${spokenPart(list, language)}
        ${nothing ? emptyPart(list, language) : ''}
      </div>
      ${list.channels.length > 0 ? html`<script type="module" src="/embed/watch.js"></script>` : ''}`,
  );
}

function filters({ kind, search }: WatchList, language: Locale) {
  const t = (key: string) => say(language, key);
  const address = (one: ProgrammeKind | undefined) => `/watch?${new URLSearchParams({ ...(one ? { kind: one } : {}), ...(search ? { q: search } : {}) })}`;
  const kinds = [
    [undefined, 'watchKindAll'],
    ['video', 'watchKindVideos'],
    ['audio', 'watchKindAudios'],
  ] as const;
  return html`<div class="me-filters">
    <form action="/watch" method="get" role="search">
      <label class="am-hidden" for="me-search">${t('watchSearch')}</label>
      <input class="am-control" id="me-search" type="search" name="q" maxlength="100" value="${search}" placeholder="${t('watchSearchHint')}" />
      ${kind ? html`<input type="hidden" name="kind" value="${kind}" />` : ''}
      <button class="am-button">${icon('search', { size: 'sm' })} ${t('watchSearchDo')}</button>
    </form>
    <nav aria-label="${t('watchKinds')}">
      ${kinds.map(([one, words]) => html`<a class="me-kind" href="${address(one)}" ${one === kind ? html` aria-current="true"` : ''}>${t(words)}</a>`)}
    </nav>
  </div>`;
}

function spokenPart({ spoken }: WatchList, language: Locale) {
  if (spoken.length === 0) return '';
  return html`<section aria-labelledby="me-spoken">
    <h2 id="me-spoken">${say(language, 'watchSpoken')}</h2>
    <ul class="me-spoken">
      ${spoken.map(
        ({ programme, title, from, text, language: spokenIn }) =>
          html`<li>
            <a href="/watch/${programme}?t=${Math.floor(from)}"
              ><span class="me-time" dir="ltr">${clock(from)}</span><span lang="${spokenIn}" dir="auto">${text}</span><small>${title[language]}</small></a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

function emptyPart({ search, kind }: WatchList, language: Locale) {
  const t = (key: string) => say(language, key);
  const searched = search !== '' || kind !== undefined;
  return html`<div class="am-state">
    <h2 class="am-state__title">${t(searched ? 'watchNothingTitle' : 'watchEmptyTitle')}</h2>
    <p class="am-state__text">${t(searched ? 'watchNothingText' : 'watchEmptyText')}</p>
    <p class="am-state__actions"><a class="am-button" href="${searched ? '/watch' : '/services'}">${t(searched ? 'watchAll' : 'toServices')}</a></p>
  </div>`;
}
