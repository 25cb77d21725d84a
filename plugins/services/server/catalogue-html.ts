import type { Language } from '@amanah/errors';
import { html } from 'hono/html';
import type { ListAnswer, ServiceRow } from '../shared/answers.ts';
import { facetNames, queryOf, type CatalogueView } from '../shared/catalogue-query.ts';
import { facetGroups, type FacetGroup } from '../shared/facet-groups.ts';
import { filtersOf, type ListInput } from './catalogue-list.ts';
import { glyph, icon, startingAnswer } from './markup.ts';
import { say } from './service-words.ts';

/** The catalogue as a page that needs no script: search, filters as a form, rows, links to other pages. */
export function catalogueHtml(answer: ListAnswer, input: ListInput, classNames: ReadonlyMap<string, string>, language: Language): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const chosen = filtersOf(input);
  const view = { q: input.q, sort: input.sort ?? '', page: answer.page, chosen };
  return String(
    html`<div class="sv-catalogue">
        <form role="search" class="sv-search am-band am-band--last" action="/services" method="get">
          <div class="am-control">
            ${icon('search', 'md')}<input
              class="am-control__input"
              type="search"
              name="q"
              value="${input.q}"
              maxlength="200"
              aria-label="${t('searchLabel')}"
              placeholder="${t('searchPlaceholder')}"
            />
          </div>
          <button class="am-button">${t('searchAction')}</button>
        </form>
        <div class="sv-columns">
          <form class="sv-filters" action="/services" method="get" aria-label="${t('filtersLabel')}">
            <h2 class="sv-filters__title">${t('filters')}</h2>
            ${input.q ? html`<input type="hidden" name="q" value="${input.q}" />` : ''}
            ${input.sort ? html`<input type="hidden" name="sort" value="${input.sort}" />` : ''}
            ${facetGroups.map((group) => facetGroup(group, answer, chosen, language))}
            <p class="sv-apply-filters">
              <button class="am-button am-button--small">${t('filtersShow')}</button
              ><a class="am-button am-button--quiet am-button--small" href="/services">${t('filtersClear')}</a>
            </p>
          </form>
          <section>
            <div class="sv-bar sv-bar--written"><h2 class="sv-bar__count">${t('resultCount', { count: answer.total })}</h2></div>
            ${chosenChips(answer, view, language)}
            ${
              answer.total === 0
                ? html`<div class="am-state">
                    <h2 class="am-state__title">${t('emptyTitle')}</h2>
                    <p class="am-state__text">${t('emptyText')}</p>
                  </div>`
                : html`<ul class="sv-list">
                    ${answer.services.map((service) => serviceLine(service, classNames.get(service.class) ?? '', language))}
                  </ul>`
            }
            ${answer.pages > 1 ? pageLinks(answer, (page) => `/services?${queryOf({ ...view, page })}`, language) : ''}
          </section>
        </div>
      </div>
      ${startingAnswer(queryOf(view), answer)}`,
  );
}

/** What is chosen, each a link to the same list without it. */
function chosenChips(answer: ListAnswer, view: CatalogueView, language: Language) {
  const chip = (words: string, without: Partial<CatalogueView>) =>
    html`<a
      class="am-chip"
      aria-current="true"
      href="/services?${queryOf({ ...view, page: 1, ...without })}"
      aria-label="${say(language, 'filterRemove')}: ${words}"
      >${words}${icon('x')}</a
    >`;
  const chips = facetNames.flatMap((name) =>
    (view.chosen[name] ?? []).map((id) =>
      chip(answer.facets.find((facet) => facet.name === name)?.values.find((value) => value.id === id)?.name ?? id, {
        chosen: { ...view.chosen, [name]: view.chosen[name]?.filter((one) => one !== id) ?? [] },
      }),
    ),
  );
  if (view.q) chips.unshift(chip(`«${view.q}»`, { q: '' }));
  return chips.length > 0 ? html`<div class="sv-chips">${chips}</div>` : '';
}

function facetGroup({ title, facets, only }: FacetGroup, answer: ListAnswer, chosen: ReturnType<typeof filtersOf>, language: Language) {
  const values = facets.flatMap((facet) =>
    (answer.facets.find(({ name }) => name === facet)?.values ?? []).filter(({ id }) => !only || id === only).map((value) => ({ ...value, facet })),
  );
  const ordered = facets[0] === 'owner' ? values.toSorted((a, b) => b.count - a.count) : values;
  const box = ({ facet, id, name, count }: (typeof values)[number]) =>
    html`<label class="sv-facet__value">
      <input type="checkbox" name="${facet}" value="${id}" ${chosen[facet]?.includes(id) ? html` checked` : ''} />
      <span class="sv-facet__name">${facet === 'class' ? glyph(id, 'sm') : ''}${name}</span>
      <span class="am-caption am-number">${count}</span>
    </label>`;
  const rest = ordered.slice(5);
  return html`<fieldset class="sv-facet">
    <legend>${say(language, title)}</legend>
    ${ordered.slice(0, 5).map(box)}
    ${
      rest.length > 0
        ? html`<details ${rest.some(({ facet, id }) => chosen[facet]?.includes(id)) ? html` open` : ''}>
            <summary class="am-button am-button--quiet am-button--small">${say(language, 'facetMore')}</summary>
            ${rest.map(box)}
          </details>`
        : ''
    }
  </fieldset>`;
}

function serviceLine(service: ServiceRow, className: string, language: Language) {
  const fact = (name: string, label: string, value: string) =>
    html`<div>
      ${icon(name)}
      <dt class="am-hidden">${say(language, label)}</dt>
      <dd ${label === 'owner' ? html` class="am-muted"` : ''}>${value}</dd>
    </div>`;
  return html`<li class="sv-line">
    ${glyph(service.class)}
    <div>
      <h3 class="sv-line__name"><a href="/services/${service.code}">${service.name}</a></h3>
      <p class="sv-line__summary">${service.summary}</p>
      <div class="sv-line__tags">
        <span class="am-tag">${service.system}</span
        ><span class="am-tag am-tag--line">${className}</span
        >${service.viaOffice ? html`<span class="am-tag am-tag--line">${say(language, 'viaOffice')}</span>` : ''}
      </div>
    </div>
    <dl class="sv-line__facts">
      ${fact('clock', 'duration', service.duration)} ${fact('wallet', 'fee', service.fee)} ${fact('building-2', 'owner', service.owner)}
    </dl>
  </li>`;
}

function pageLinks({ page, pages }: ListAnswer, to: (page: number) => string, language: Language) {
  const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages);
  return html`<nav class="am-pagination" aria-label="${say(language, 'pages')}">
    ${numbers.map((number) => html`<a href="${to(number)}" ${number === page ? html` aria-current="page"` : ''}>${number}</a>`)}
  </nav>`;
}
