import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammeCard } from '../../contract.ts';
import { clock, dayInWords, momentInWords, say } from './words.ts';

/** One icon of the sprite, decorative: a word stands beside it. */
export function icon(name: string, { mirror = false, size }: { readonly mirror?: boolean; readonly size?: 'sm' } = {}) {
  return html`<svg class="am-icon${size ? ' am-icon--sm' : ''}${mirror ? ' am-icon--mirror' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}

export type ListedProgramme = ProgrammeCard & { readonly startsAt?: string | null };

/** A programme in a list: picture, title, kind, length or that it is live, day. */
export function programmeItem(card: ListedProgramme, language: Locale, { lead = false } = {}) {
  const t = (key: string) => say(language, key);
  const live = card.state === 'live';
  const badge = live
    ? html`<span class="me-badge me-badge--live">${t('watchLive')}</span>`
    : card.seconds === null
      ? ''
      : html`<span class="me-badge" dir="ltr">${clock(card.seconds)}</span>`;
  const day =
    card.state === 'scheduled' && card.startsAt
      ? html`<time datetime="${card.startsAt}">${momentInWords(new Date(card.startsAt), language)}</time>`
      : card.since
        ? html`<time datetime="${card.since}">${dayInWords(new Date(card.since), language)}</time>`
        : '';
  return html`<li class="me-item${lead ? ' me-item--lead' : ''}">
    <span class="me-item__picture am-lattice${card.poster ? '' : ' me-item__picture--none'}"
      >${card.poster ? html`<img src="${card.poster}" alt="" loading="${lead ? 'eager' : 'lazy'}" decoding="async" />` : icon(card.kind === 'audio' ? 'megaphone' : 'play')}${badge}</span
    >
    <div class="me-item__words">
      <h3 class="me-item__title"><a href="${card.to}">${card.title[language]}</a></h3>
      ${card.about[language] && lead ? html`<p class="me-item__about">${card.about[language]}</p>` : ''}
      <p class="am-caption me-item__meta"><span>${t(card.kind === 'audio' ? 'watchKindAudio' : 'watchKindVideo')}</span>${day}</p>
    </div>
  </li>`;
}
