import type { Language } from '@amanah/errors';
import { html } from 'hono/html';
import type { CardAnswer } from '../shared/answers.ts';
import { cardParts } from './card-parts-html.ts';
import { glyph, icon, startingAnswer } from './markup.ts';
import { outagesHtml } from './outages-html.ts';
import { whereWords } from '../shared/where-words.ts';
import { say } from './service-words.ts';

/** The card as a page that needs no script (rules.md A1–A9); rating and reports come with the micro-frontend, which takes its place. */
export function cardHtml(card: CardAnswer, signedIn: boolean, language: Language): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const tag = (name: string, words: string) => html`<span class="am-tag am-tag--line">${icon(name)}${words}</span>`;
  return String(
    html`<div class="sv-card${card.quiet ? ' sv-card--quiet' : ''}">
        <div class="sv-facts am-band am-band--last">
          <span class="am-tag am-tag--line">${glyph(card.class, 'sm')}${card.className}</span>
          ${tag('clock', t(card.instant ? 'instantYes' : 'instantNo'))} ${tag('monitor', t(card.electronicOnly ? 'electronicOnly' : 'electronicAndOffice'))}
          ${tag('users-round', card.audiences.join(t('listSeparator')))} ${card.rating.open ? tag('star', ratingWords(card, language)) : ''}
        </div>
        <div class="sv-card__columns">
          <aside class="sv-side" aria-label="${t('startSummary')}">
            ${startPanel(card, signedIn, language)} ${outagesHtml(card, signedIn, language)}
            <div class="am-card">
              <ul class="sv-lines">
                ${sideFacts(card, language)}
              </ul>
            </div>
            <div data-slot="service.aside" data-slot-data="${JSON.stringify({ code: card.code })}"></div>
          </aside>
          <div class="sv-main">
            ${card.condolence ? html`<p class="am-lead">${card.condolence}</p>` : ''} ${contents(language)} ${cardParts(card, language)}
          </div>
        </div>
      </div>
      ${startingAnswer(card.code, card)}`,
  );
}

function contents(language: Language) {
  const parts = [
    ['documents', 'navDocuments'],
    ['steps', 'sectionSteps'],
    ['fees', 'navFees'],
    ['conditions', 'sectionConditions'],
    ['faq', 'sectionFaq'],
  ] as const;
  return html`<nav class="sv-contents" aria-label="${say(language, 'onThisPage')}">
    ${parts.map(([id, title]) => html`<a href="#${id}">${say(language, title)}</a>`)}
  </nav>`;
}

function ratingWords({ rating }: CardAnswer, language: Language): string {
  if (rating.average === null) return say(language, 'ratingNone');
  return `${rating.average} ${say(language, 'ratingOf')} · ${say(language, 'ratingCount', { count: rating.count })}`;
}

function startPanel({ apply: taken, start, class: serviceClass, fee, duration }: CardAnswer, signedIn: boolean, language: Language) {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const enter = (path: string) => (signedIn ? path : `/auth/sign-in?rd=${encodeURIComponent(path)}`);
  const systems = start.way === 'systems' ? start.systems : [];
  const [only, ...others] = systems;
  const apply = whereWords({ start, class: serviceClass, apply: taken });
  const direct = only && others.length === 0 && isOpen(only.state) ? enter(only.enterPath) : '#apply';
  return html`<div class="am-card sv-start">
    <a class="am-button am-button--large am-button--block" id="start-service" href="${taken === null ? direct : enter(taken)}"
      >${t('start')}${icon('arrow-right', 'md', true)}</a
    >
    <div class="sv-start__figures">
      <div><span class="am-caption">${t('fee')}</span><b>${fee}</b></div>
      <div><span class="am-caption">${t('duration')}</span><b>${duration}</b></div>
    </div>
    ${
      start.way === 'elsewhere'
        ? html`<div id="apply" tabindex="-1" class="am-notice am-notice--info">
            <strong>${t(taken === null ? 'sectionApply' : 'sectionAlso')}</strong>
            <p>${t(apply, { channels: start.channels.join(t('listSeparator')) })}</p>
          </div>`
        : html`<div id="apply" tabindex="-1" class="sv-apply">
            <h2>${t(taken === null ? 'sectionApply' : 'sectionAlso')}</h2>
            <p class="am-caption">${t(taken === null ? 'applyConnected' : 'applyConnectedToo')}</p>
            <ul>
              ${systems.map((system) => html`<li><a href="${enter(system.enterPath)}">${system.place}</a></li>`)}
            </ul>
          </div>`
    }
  </div>`;
}

/** Into a system that is closed now nobody is led: what is the matter stands beside it. */
function isOpen(state: string): boolean {
  return state !== 'down' && state !== 'maintenance';
}

function sideFacts(card: CardAnswer, language: Language) {
  const t = (key: string) => say(language, key);
  const line = (name: string, words: unknown) => html`<li class="sv-icon-line">${icon(name, 'md')}<span>${words}</span></li>`;
  return html`${line('fingerprint', t(card.signIn ? 'signInNafath' : 'signInNone'))} ${line('layout-grid', card.channels.join(t('listSeparator')))}
  ${line('building-2', card.owner)} ${line('globe', t('languages'))} ${line('file-check', html`<a href="${card.serviceLevelPath}">${t('serviceLevel')}</a>`)}
  ${line('phone', html`${t('support')}: <bdi class="am-id" dir="ltr">${card.support.phone}</bdi>${t('listSeparator')}${card.support.unit}`)}`;
}
