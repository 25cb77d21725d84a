import { foldText, type SearchHit } from '@amanah/plugin-api';
import { Router, type Request } from 'express';
import { html } from 'hono/html';
import type { Host } from '../host/contract.ts';
import { icon } from './frame/icon.ts';
import { messages } from './messages.ts';
import { sendPage, type Html } from './page.ts';
import { callOf } from './plugin-routes.ts';

const t = messages(import.meta.url);
const maxHits = 20;
const longestQuery = 200;
/** A page whose title begins with what was asked stands beside the best services. */
const titleScore = 30;

/** `/api/search` for the field that answers while one types, and `/search`, the same as a page that needs no script. */
export function portalSearch(host: Pick<Host, 'search' | 'pageParts'>): Router {
  const router = Router();
  router.get('/api/search', (request, response) => {
    response.set('Cache-Control', 'no-store').json({ hits: found(host, request, queryOf(request)) });
  });
  router.get('/search', (request, response) => {
    const { context } = request;
    const { language } = context;
    const query = queryOf(request);
    const hits = found(host, request, query);
    sendPage(response, context, {
      title: query ? t(language, 'search.title', { query }) : t(language, 'search.page'),
      ...(query ? { lead: t(language, 'search.count', { count: hits.length }) } : {}),
      frame: 'public',
      body: html`${searchForm(language, query)} ${query && hits.length === 0 ? nothingFound(language) : hitList(language, hits)}
      ${hits.some(({ kind }) => kind === 'service') ? allInCatalogue(language, query) : ''}`,
    });
  });
  return router;
}

function queryOf(request: Request): string {
  return typeof request.query.q === 'string' ? request.query.q.trim().slice(0, longestQuery) : '';
}

/** What plugins find, and the pages of the navigation whose title fits, best first; each address once. */
function found(host: Pick<Host, 'search' | 'pageParts'>, request: Request, query: string): readonly SearchHit[] {
  if (!query) return [];
  const call = callOf(request);
  const hits = [...host.search(query, call), ...navigationHits(host, request, query)].sort((a, b) => b.score - a.score);
  return [...new Map(hits.map((hit) => [hit.to, hit]).reverse() as [string, SearchHit][]).values()].reverse().slice(0, maxHits);
}

function navigationHits(host: Pick<Host, 'pageParts'>, request: Request, query: string): SearchHit[] {
  const actor = request.context.session?.actor ?? null;
  const wanted = foldText(query);
  if (wanted.length < 2) return [];
  const [ar, en] = [host.pageParts(actor, 'ar').navigation, host.pageParts(actor, 'en').navigation];
  return ar.flatMap((link, index): SearchHit[] => {
    const title = { ar: link.title, en: en[index]?.title ?? link.title };
    const at = Math.min(...[title.ar, title.en].map((text) => ` ${foldText(text)}`.indexOf(` ${wanted}`)).map((found) => (found < 0 ? Infinity : found)));
    return at === Infinity ? [] : [{ title, to: link.to, kind: 'page', score: titleScore / (1 + at) }];
  });
}

function searchForm(language: 'ar' | 'en', query: string): Html {
  return html`<form class="am-find am-find--page" action="/search" method="get" role="search" data-search>
    <label class="am-hidden" for="am-find-page">${t(language, 'search.label')}</label>
    <div class="am-find__row">
      <input class="am-find__input" id="am-find-page" name="q" type="search" value="${query}" maxlength="${longestQuery}" autocomplete="off" /><button
        class="am-button"
      >
        ${t(language, 'search.do')}
      </button>
    </div>
  </form>`;
}

const hitIcons = { service: 'layout-grid', page: 'file-text', system: 'layers' } as const;

function hitList(language: 'ar' | 'en', hits: readonly SearchHit[]): Html {
  return html`<ul class="am-results">
    ${hits.map(
      ({ title, caption, to, kind }) =>
        html`<li>
          ${icon(hitIcons[kind])}
          <div>
            <a href="${to}">${title[language]}</a>
            <span class="am-caption">${[t(language, `search.kind.${kind}`), caption?.[language]].filter(Boolean).join(' · ')}</span>
          </div>
        </li>`,
    )}
  </ul>`;
}

/** The list above is the best of them; the catalogue has the rest, with its filters. */
function allInCatalogue(language: 'ar' | 'en', query: string): Html {
  return html`<p>
    <a class="am-button am-button--second" href="/services?q=${encodeURIComponent(query)}">${t(language, 'search.inCatalogue')} ${icon('arrow-right')}</a>
  </p>`;
}

function nothingFound(language: 'ar' | 'en'): Html {
  return html`<div class="am-state">
    <div class="am-state__halo" aria-hidden="true"><span class="am-state__disc">${icon('search-x', 'lg')}</span></div>
    <h2 class="am-state__title">${t(language, 'search.none')}</h2>
    <p class="am-state__text">${t(language, 'search.help')}</p>
    <p class="am-state__actions">
      <a class="am-button" href="/services">${t(language, 'search.all')}</a
      ><a class="am-button am-button--second" href="/pages">${t(language, 'search.map')}</a>
    </p>
  </div>`;
}
