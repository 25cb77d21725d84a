import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammePage } from '../../shared/programme.ts';
import type { LinkedProgramme } from '../storage/linked-programme.ts';
import { icon } from './markup.ts';
import { linkNotice } from './private-link-page.ts';
import { clock, dayInWords, formsOf, momentInWords, say } from './words.ts';

export interface Transcript {
  readonly language: string;
  readonly lines: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  /** Searched words; empty: all lines. */
  readonly search: string;
}

export interface ProgrammeParts {
  readonly language: Locale;
  readonly unit: string;
  /** Seconds at which the player begins. */
  readonly at: number;
  /** Private link by which the page was opened. */
  readonly link: Pick<LinkedProgramme, 'token' | 'until'> | null;
  readonly transcript: Transcript | null;
  /** Services that chapters name, by code. */
  readonly services: ReadonlyMap<string, { readonly name: string; readonly path: string }>;
  readonly address: string;
}

/** A programme as a page that needs no script to be read: player, chapters, services, what is said. */
export function programmeHtml(one: ProgrammePage, parts: ProgrammeParts): string {
  const { language, link } = parts;
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const when = one.state === 'scheduled' ? one.startsAt : one.since;
  return String(
    html`<div class="me-watch${parts.transcript ? '' : ' me-watch--plain'}" data-watch="${one.id}">
        <div class="me-watch__main">
          ${link === null ? '' : linkNotice(link.until, language)} ${playerElement(one, parts)}
          <div class="me-watch__line">
            <p class="am-caption me-item__meta">
              ${one.state === 'live' ? html`<span class="me-badge me-badge--live">${t('watchLive')}</span>` : ''}<span>${parts.unit}</span>
              ${when ? html`<time datetime="${when}">${one.state === 'scheduled' ? momentInWords(new Date(when), language) : dayInWords(new Date(when), language)}</time>` : ''}
              ${one.seconds === null ? '' : html`<span dir="ltr">${clock(one.seconds)}</span>`}
            </p>
            <div class="me-watch__acts">
              ${one.stream && link === null ? html`<button type="button" class="am-button am-button--second" data-listen-on hidden>${icon('megaphone', { size: 'sm' })} ${t('watchListenOn')}</button>` : ''}
              ${
                one.audience === 'everyone'
                  ? html`<amanah-share url="${one.to}" title="${one.title[language]}" language="${language}"
                      ><a href="${parts.address}">${t('watchPermanent')}</a></amanah-share
                    >`
                  : ''
              }
            </div>
          </div>
          ${chapterService(one, parts)} ${one.about[language] ? html`<div class="me-about">${paragraphs(one.about[language])}</div>` : ''}
          ${chaptersPart(one, parts)} ${servicesPart(one, language)}
        </div>
        ${transcriptPart(one, parts)}
      </div>
      <script type="module" src="/embed/player.js"></script>
      <script type="module" src="/embed/watch.js"></script>
      ${one.audience === 'everyone' ? html`<script type="module" src="/embed/share.js"></script>` : ''}`,
  );
}

/** The player with all that is known, so that it asks for nothing before the click. */
export function playerElement(one: ProgrammePage, { language, at, link }: Pick<ProgrammeParts, 'language' | 'at' | 'link'>) {
  const title = one.title[language];
  return html`<amanah-player
    programme="${one.id}"
    kind="${one.kind}"
    state="${one.state}"
    title="${title}"
    language="${language}"
    at="${at}"
    ${one.poster ? html` poster="${one.poster}"` : ''}
    ${one.seconds === null ? '' : html` seconds="${one.seconds}"`}
    ${one.startsAt ? html` starts="${one.startsAt}"` : ''}
    ${link === null ? '' : html` link="${link.token}"`}
    >${one.stream ? html`<a href="${one.stream}">${say(language, 'watchStream')}</a>` : html`<p>${say(language, 'watchNoStream')}</p>`}</amanah-player
  >`;
}

/** "Open this service": shown by script while its chapter runs; the first one that fits the moment stands there at once. */
function chapterService(one: ProgrammePage, { services, language, at }: ProgrammeParts) {
  const told = one.chapters.flatMap(({ atSeconds, service }, index) => {
    const found = service === null ? undefined : services.get(service);
    return found ? [{ from: atSeconds, to: one.chapters[index + 1]?.atSeconds ?? null, ...found }] : [];
  });
  return told.map(
    ({ from, to, name, path }) =>
      html`<p class="me-open" data-from="${from}" ${to === null ? '' : html` data-to="${to}"`} ${at >= from && (to === null || at < to) ? '' : html` hidden`}>
        <span><small>${say(language, 'watchAboutService')}</small><b>${name}</b></span>
        <a class="am-button" href="${path}">${say(language, 'watchOpenService')} ${icon('arrow-right', { mirror: true, size: 'sm' })}</a>
      </p>`,
  );
}

function chaptersPart({ chapters }: ProgrammePage, { language, link }: ProgrammeParts) {
  if (chapters.length === 0) return '';
  return html`<section aria-labelledby="me-chapters">
    <h2 id="me-chapters">${say(language, 'watchChapters')}</h2>
    <ol class="me-chapters">
      ${chapters.map(
        ({ atSeconds, title }) =>
          html`<li>
            <a href="${momentAddress(atSeconds, link)}" data-at="${atSeconds}"
              ><span class="me-time" dir="ltr">${clock(atSeconds)}</span><span>${title[language]}</span></a
            >
          </li>`,
      )}
    </ol>
  </section>`;
}

function servicesPart({ linkedServices }: ProgrammePage, language: Locale) {
  if (linkedServices.length === 0) return '';
  return html`<section aria-labelledby="me-services">
    <h2 id="me-services">${say(language, 'watchServices')}</h2>
    <ul class="me-services">
      ${linkedServices.map(
        ({ name, to }) =>
          html`<li>
            <a class="am-card" href="${to}"><b>${name[language]}</b>${icon('chevron-right', { mirror: true, size: 'sm' })}</a>
          </li>`,
      )}
    </ul>
  </section>`;
}

function transcriptPart(one: ProgrammePage, { transcript, language, link }: ProgrammeParts) {
  if (!transcript) return '';
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const { lines, search } = transcript;
  return html`<section class="me-transcript" aria-labelledby="me-transcript" data-language="${transcript.language}">
    <h2 id="me-transcript">${t('watchTranscript')}</h2>
    <form role="search" action="/watch/${one.id}" method="get">
      <label class="am-hidden" for="me-words">${t('watchTranscriptSearch')}</label>
      <input class="am-control" id="me-words" type="search" name="words" maxlength="100" value="${search}" placeholder="${t('watchTranscriptSearch')}" />
      ${link === null ? '' : html`<input type="hidden" name="link" value="${link.token}" />`}
      <button class="am-button am-button--second" aria-label="${t('watchSearchDo')}">${icon('search', { size: 'sm' })}</button>
    </form>
    <p class="am-caption" role="status" data-none="${t('watchTranscriptNone')}" data-count="${JSON.stringify(formsOf('watchTranscriptCount', language))}">
      ${search ? (lines.length === 0 ? t('watchTranscriptNone') : t('watchTranscriptCount', { count: lines.length })) : ''}
    </p>
    <ol lang="${transcript.language}" tabindex="0" aria-labelledby="me-transcript">
      ${lines.map(
        ({ from, to, text }) =>
          html`<li>
            <a href="${momentAddress(from, link)}" data-at="${from}" data-to="${to}"
              ><span class="me-time" dir="ltr">${clock(from)}</span><span dir="auto">${text}</span></a
            >
          </li>`,
      )}
    </ol>
  </section>`;
}

/** A moment of the same page, opened in the same way. */
function momentAddress(seconds: number, link: ProgrammeParts['link']): string {
  return `?${new URLSearchParams({ ...(link ? { link: link.token } : {}), t: String(Math.floor(seconds)) })}`;
}

function paragraphs(text: string) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`);
}
