import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { CatalogueService, CountedGroup, ServiceSummary } from '../../services/contract.ts';
import type { NewsCard } from '../../social/contract.ts';
import { homeNews } from './home-news.ts';
import { icon } from './icon.ts';
import { petals } from './petals.ts';
import { say } from './words.ts';

const mostUsedShown = 6;
/** Reports on the city: what people who are in a hurry look for. */
const reportService = 'SRV-071';
const eventIcons: Readonly<Record<string, string>> = {
  'start-business': 'store',
  'run-business': 'briefcase',
  'close-business': 'archive',
  'build-home': 'house',
  'own-property': 'key-round',
  'lose-someone': 'heart',
  'live-in-city': 'trees',
  'hold-event': 'calendar-days',
  invest: 'handshake',
  'work-with-gov': 'landmark',
};

/** The home page: search, the four classes, life events, the most used services, the newest news. */
export function homePage(catalogue: CatalogueService, news: readonly NewsCard[], language: Locale): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  return String(
    html`<section class="portal-hero am-on-brand am-lattice am-lattice--brand am-lattice--fade">
        <div class="am-wrap portal-hero__columns">
          <div>
            <p class="portal-hero__eyebrow">${t('heroEyebrow', { count: catalogue.count })}</p>
            <h1>${t('heroTitle')}</h1>
            <p class="portal-hero__lead">${t('heroLead')}</p>
            <form class="portal-find" action="/search" method="get" role="search" data-search>
              ${icon('search')}<label class="am-hidden" for="portal-q">${t('searchLabel')}</label
              ><input id="portal-q" name="q" type="search" autocomplete="off" placeholder="${t('searchLabel')}" /><button class="am-button">
                ${t('searchAction')}
              </button>
            </form>
            <p class="portal-popular">
              <span>${t('searchPopular')}</span>${t('popular')
                .split('|')
                .map((words) => html` <a href="/search?q=${encodeURIComponent(words)}">${words}</a>`)}
            </p>
          </div>
          ${entryPanel(catalogue, language)}
        </div>
      </section>
      <div class="am-wrap">
        <nav class="portal-classes" aria-label="${t('classes')}">${catalogue.classes().map((group) => classCard(group, language))}</nav>
      </div>
      <div class="am-wrap portal-slot" data-slot="home.live"></div>
      <section class="am-wrap portal-section portal-events" aria-labelledby="portal-events">
        <div>
          <h2 id="portal-events">${t('events')}</h2>
          <p class="am-muted">${t('eventsLead')}</p>
          <a class="am-link" href="/services">${t('all')} ${icon('arrow-right', true)}</a>
        </div>
        <ul>
          ${catalogue.lifeEvents().map(
            (event) =>
              html`<li>
                <a href="/services?event=${event.id}"
                  >${icon(eventIcons[event.id] ?? 'circle-check')}<span>${event.name[language]}<small>${t('services', { count: event.count })}</small></span
                  >${icon('chevron-right', true)}</a
                >
              </li>`,
          )}
        </ul>
      </section>
      <section class="am-wrap portal-section" aria-labelledby="portal-most">
        <div class="portal-heading">
          <h2 id="portal-most">${t('most')}</h2>
          <a class="am-link" href="/services">${t('all')} ${icon('arrow-right', true)}</a>
        </div>
        <ul class="portal-most">
          ${catalogue.mostUsed(mostUsedShown).map((service) => serviceLine(service, catalogue, language))}
        </ul>
      </section>
      ${homeNews(news, language)}
      <div class="am-wrap portal-slot" data-slot="home.aside"></div>`,
  );
}

/** The short way for those who come for a system, not for a service. */
function entryPanel(catalogue: CatalogueService, language: Locale) {
  const t = (key: string) => say(language, key);
  const report = catalogue.find(reportService);
  return html`<section class="portal-entry" aria-labelledby="portal-entry">
    <h2 id="portal-entry">${t('entryTitle')}</h2>
    <p>${t('entryText')}</p>
    <a class="am-button am-button--on-brand am-button--block" href="/systems">${t('entryOpen')}</a>
    <ul>
      ${report ? html`<li><a href="${report.path}">${icon('megaphone')}${t('entryReport')}${icon('chevron-right', true)}</a></li>` : ''}
      <li><a href="/pages/faq">${icon('info')}${t('entryHelp')}${icon('chevron-right', true)}</a></li>
    </ul>
  </section>`;
}

/** The home page while the catalogue cannot be read: says so, and what still works. */
export function homeWithoutCatalogue(language: Locale): string {
  const t = (key: string) => say(language, key);
  return String(
    html`<section class="portal-hero am-on-brand am-lattice am-lattice--brand am-lattice--fade">
        <div class="am-wrap">
          <h1>${t('heroTitle')}</h1>
          <p class="portal-hero__lead">${t('heroLead')}</p>
        </div>
      </section>
      <div class="am-wrap portal-section">
        <div class="am-notice am-notice--warn" role="status" data-state="no-catalogue">
          <strong>${t('noCatalogue')}</strong>
          <p>${t('noCatalogueText')}</p>
        </div>
        <p class="portal-without">
          <a class="am-button" href="/systems">${t('systems')}</a><a class="am-button am-button--second" href="/pages">${t('siteMap')}</a>
        </p>
      </div>`,
  );
}

function classCard({ id, name, count }: CountedGroup, language: Locale) {
  return html`<a href="/services?class=${id}"
    ><span class="portal-classes__top"
      >${petals(id)}<b>${count}<small>${say(language, 'servicesUnit', { count })}</small></b></span
    ><span class="portal-classes__name">${name[language]}</span><span class="am-caption">${say(language, `classes_${id}`)}</span></a
  >`;
}

function serviceLine(service: ServiceSummary, catalogue: CatalogueService, language: Locale) {
  const name = service.name[language];
  const className = catalogue.classes().find(({ id }) => id === service.class)?.name[language] ?? '';
  return html`<li>
    ${petals(service.class)}
    <div>
      <h3><a href="${service.path}">${name}</a></h3>
      <span class="am-caption">${className}</span>
    </div>
    <p><span class="am-caption">${say(language, 'duration')}</span><b>${service.duration[language]}</b></p>
    <p><span class="am-caption">${say(language, 'fee')}</span><b>${service.fee[language]}</b></p>
    <a class="am-button am-button--second am-button--small" href="${service.path}" aria-label="${say(language, 'startNamed', { name })}"
      >${say(language, 'start')}</a
    >
  </li>`;
}
