import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { Guide, GuideEntry } from '../../../shared/channels.ts';
import { icon } from '../markup.ts';
import { dayInWords, say, weekdayInWords } from '../words.ts';
import { freshAt } from './channel-strip-html.ts';
import { dayLater, offeredDays } from '../../../shared/riyadh-days.ts';
import { entryTitle, hours, listenButton } from './on-air-html.ts';

/** One day of all channels, side by side where there is room and below one another where not. `today`: the day in Riyadh now. */
export function guideHtml(guide: Guide, today: string, language: Locale): string {
  const t = (key: string) => say(language, key);
  const noon = new Date(`${guide.day}T09:00:00Z`);
  return String(
    html`<div class="me-guide-day">
        <nav class="me-days" aria-label="${t('guideDays')}">
          ${offeredDays(today, guide.day).map(
            (day) =>
              html`<a
                class="me-kind"
                href="${day === today ? '/watch/guide' : `/watch/guide?day=${day}`}"
                ${day === guide.day ? html` aria-current="page"` : ''}
                >${dayName(day, today, language)}</a
              >`,
          )}
        </nav>
        <h2 class="me-guide-day__title">${weekdayInWords(noon, language)} <span class="am-caption">${dayInWords(noon, language)}</span></h2>
        ${
          guide.channels.length === 0
            ? html`<div class="am-state">
                <h3 class="am-state__title">${t('guideNoChannels')}</h3>
                <p class="am-state__text">${t('guideNoChannelsText')}</p>
                <p class="am-state__actions"><a class="am-button" href="/watch">${t('watchAll')}</a></p>
              </div>`
            : html`<div class="me-columns" id="me-guide" ${guide.day === today ? freshAt(guide.channels.map(({ channel }) => channel)) : ''}>
                ${guide.channels.map((one) => column(one, guide, language))}
              </div>`
        }
      </div>
      <script type="module" src="/embed/player.js"></script>
      <script type="module" src="/embed/watch.js"></script>`,
  );
}

function dayName(day: string, today: string, language: Locale): string {
  if (day === today) return say(language, 'guideToday');
  if (day === dayLater(today, -1)) return say(language, 'guideYesterday');
  if (day === dayLater(today, 1)) return say(language, 'guideTomorrow');
  return weekdayInWords(new Date(`${day}T09:00:00Z`), language, { dayOfMonth: true });
}

function column({ channel, entries }: Guide['channels'][number], { at, begins, ends }: Guide, language: Locale) {
  const id = `me-column-${channel.slug}`;
  const isToday = at >= begins && at < ends;
  const over = isToday ? entries.filter((entry) => entry.ends <= at) : [];
  const rest = entries.slice(over.length);
  return html`<section class="me-column" aria-labelledby="${id}">
    <div class="me-column__head">
      <h3 id="${id}"><a href="${channel.to}">${icon(channel.kind === 'audio' ? 'radio' : 'tv', { size: 'sm' })} ${channel.title[language]}</a></h3>
      ${isToday ? listenButton(channel, language, { second: true }) : ''}
    </div>
    ${
      over.length === 0
        ? ''
        : html`<details class="me-over" id="${id}-over">
            <summary>${say(language, 'guideOver', { count: over.length })}</summary>
            <ol class="me-entries">
              ${over.map((entry) => entryItem(entry, at, language))}
            </ol>
          </details>`
    }
    ${
      entries.length === 0
        ? html`<p class="am-caption">${say(language, 'guideNone')}</p>`
        : html`<ol class="me-entries">
            ${rest.map((entry) => entryItem(entry, at, language))}
          </ol>`
    }
  </section>`;
}

/** A stretch of the day with the way to what it plays. */
export function entryItem(entry: GuideEntry, at: string, language: Locale) {
  const now = entry.begins <= at && at < entry.ends;
  const to = entry.programme?.to ?? (entry.playlist ? `/watch/playlists/${entry.playlist}` : null);
  const title = entryTitle(entry, language);
  const done = now ? Math.round(((Date.parse(at) - Date.parse(entry.begins)) / (Date.parse(entry.ends) - Date.parse(entry.begins))) * 100) : 0;
  return html`<li class="me-entry${now ? ' me-entry--now' : ''}${entry.kind === 'filler' ? ' me-entry--filler' : ''}" ${now ? html` aria-current="time"` : ''}>
    <span class="me-entry__hours">${hours(entry, language)}</span>
    <span class="me-entry__words">
      ${to ? html`<a href="${to}">${title}</a>` : html`<b>${title}</b>`}
      ${
        entry.live
          ? html`<span class="me-badge me-badge--live">${say(language, 'watchLive')}</span>`
          : now
            ? html`<span class="me-badge me-badge--now">${say(language, 'guideNow')}</span>`
            : entry.kind === 'broadcast'
              ? html`<span class="am-tag">${say(language, 'guideBroadcast')}</span>`
              : ''
      }
      ${entry.about[language] && entry.kind !== 'filler' ? html`<span class="am-caption me-entry__about">${entry.about[language]}</span>` : ''}
      ${now ? html`<progress class="me-entry__done" max="100" value="${done}" aria-label="${say(language, 'guideDone', { title })}"></progress>` : ''}
    </span>
  </li>`;
}
