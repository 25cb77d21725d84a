import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { NewsCard } from '../../contract.ts';
import { dayInWords, say } from '../words.ts';
import { icon } from './icon.ts';

export interface NewsListPage {
  readonly cards: readonly NewsCard[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly unit: string | undefined;
  /** Units that said something, with their names. */
  readonly units: readonly { readonly id: string; readonly name: string }[];
  nameOf(unit: string): string;
}

/** The list as a page that needs no script: filter by unit, items, links to other pages. */
export function newsListHtml(list: NewsListPage, language: Locale): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const address = (page: number) => `/news?${new URLSearchParams({ ...(list.unit ? { unit: list.unit } : {}), ...(page > 1 ? { page: String(page) } : {}) })}`;
  const [first, ...others] = list.cards;
  return String(
    html`<div class="so-news">
      <div class="so-news__bar">
        <form action="/news" method="get">
          <label for="so-unit">${t('newsUnit')}</label>
          <select class="am-control" id="so-unit" name="unit">
            <option value="">${t('newsAllUnits')}</option>
            ${list.units.map(({ id, name }) => html`<option value="${id}" ${id === list.unit ? html` selected` : ''}>${name}</option>`)}
          </select>
          <button class="am-button am-button--second">${t('newsFilter')}</button>
        </form>
        <p class="so-news__feeds">
          ${icon('rss', { size: 'sm' })}<span class="am-hidden">${t('newsFollow')}</span>
          ${['rss', 'atom', 'json'].map((kind) => html`<a href="${feedAddress(kind, language, list.unit)}">${kind.toUpperCase()}</a>`)}
        </p>
      </div>
      <p class="am-caption">${t('newsCount', { count: list.total })}</p>
      ${
        first
          ? html`<ul class="so-news__list">
              ${[first, ...others].map((card, index) => newsItem(card, language, { lead: index === 0 && list.page === 1, unit: list.nameOf(card.unit) }))}
            </ul>`
          : html`<div class="am-state">
              <h2 class="am-state__title">${t('newsEmptyTitle')}</h2>
              <p class="am-state__text">${t('newsEmptyText')}</p>
              <p class="am-state__actions"><a class="am-button" href="/services">${t('toServices')}</a></p>
            </div>`
      }
      ${
        list.pages > 1
          ? html`<nav class="am-pagination" aria-label="${t('newsPages')}">
              ${pageNumbers(list).map((number) => html`<a href="${address(number)}" ${number === list.page ? html` aria-current="page"` : ''}>${number}</a>`)}
            </nav>`
          : ''
      }
    </div>`,
  );
}

export function feedAddress(kind: string, language: Locale, unit?: string): string {
  return `/feeds/news.${kind}?${new URLSearchParams({ language, ...(unit ? { unit } : {}) })}`;
}

/** One item of a list: picture, title, summary, who and when. */
export function newsItem(card: NewsCard, language: Locale, { lead = false, unit }: { readonly lead?: boolean; readonly unit: string }) {
  return html`<li class="so-item${lead ? ' so-item--lead' : ''}">
    ${
      card.picture
        ? html`<img
            class="so-item__picture"
            src="${card.picture.path}"
            alt="${card.picture.alt[language]}"
            loading="${lead ? 'eager' : 'lazy'}"
            decoding="async"
          />`
        : html`<span class="so-item__picture so-item__picture--none am-lattice" aria-hidden="true">${icon('newspaper')}</span>`
    }
    <div class="so-item__words">
      <h2 class="so-item__title"><a href="${card.path}">${card.title[language]}</a></h2>
      <p class="so-item__summary">${card.summary[language]}</p>
      <p class="am-caption so-item__meta">
        <time datetime="${card.publishedAt}">${dayInWords(new Date(card.publishedAt), language)}</time
        ><span>${unit}</span>${card.demo ? html`<span class="am-tag am-tag--line">${say(language, 'newsDemo')}</span>` : ''}
      </p>
    </div>
  </li>`;
}

function pageNumbers({ page, pages }: NewsListPage): number[] {
  return [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages);
}
