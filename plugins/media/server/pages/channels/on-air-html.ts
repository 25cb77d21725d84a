import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ChannelCard, GuideEntry } from '../../../shared/channels.ts';
import { icon } from '../markup.ts';
import { hourInWords, say } from '../words.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** `6:00 م – 6:30 م`, each end readable by machines; within one minute only its beginning, from midnight to midnight in words. */
export function hours({ begins, ends }: Pick<GuideEntry, 'begins' | 'ends'>, language: Locale) {
  const hour = (moment: string) => html`<time datetime="${moment}">${hourInWords(new Date(moment), language)}</time>`;
  const lasts = Date.parse(ends) - Date.parse(begins);
  if (lasts >= day) return html`<span class="me-hours">${say(language, 'hoursAllDay')}</span>`;
  return html`<span class="me-hours">${hour(begins)}${lasts < minute ? '' : html` – ${hour(ends)}`}</span>`;
}

/** What the stretch is called: what fills the time between programmes has no title of its own. */
export function entryTitle({ kind, title }: Pick<GuideEntry, 'kind' | 'title'>, language: Locale): string {
  return kind === 'filler' ? say(language, 'guideFiller') : title[language];
}

/** What is heard at this moment, and what comes then. */
export function onAir(channel: Pick<ChannelCard, 'now' | 'playing' | 'next' | 'live' | 'stream'>, language: Locale) {
  const { now, playing, next, live } = channel;
  const heard = live?.programme ?? playing?.programme;
  const within = now && now.kind !== 'filler' && now.title[language] !== heard?.title[language] ? now.title[language] : null;
  return html`<div class="me-on-air">
    ${
      heard
        ? html`<p class="me-on-air__now">
            <span class="me-badge me-badge--live">${say(language, live ? 'watchLive' : 'channelNow')}</span>
            <a href="${heard.to}">${heard.title[language]}</a>
            ${within ? html`<span class="am-caption">${within}</span>` : ''}
            ${live || !playing ? '' : html`<span class="am-caption">${hours(playing, language)}</span>`}
          </p>`
        : html`<p class="me-on-air__now">${say(language, channel.stream ? 'guideFiller' : 'channelSilent')}</p>`
    }
    ${next ? html`<p class="am-caption">${say(language, 'channelNext', { hour: hourInWords(new Date(next.begins), language), title: entryTitle(next, language) })}</p>` : ''}
  </div>`;
}

/** Turns the channel on: in the bar at the window's foot where only its sound is asked for. Without scripts the link leads to the channel's page or its stream. */
export function listenButton(channel: Pick<ChannelCard, 'slug' | 'title' | 'to' | 'stream' | 'live'>, language: Locale, { second = false } = {}) {
  if (!channel.stream && !channel.live) return '';
  return html`<a
    class="am-button${second ? ' am-button--second' : ''}"
    href="${channel.to}"
    data-listen="${channel.slug}"
    data-title="${channel.title[language]}"
    >${icon('headphones', { size: 'sm' })} ${say(language, 'channelListen')}<span class="am-hidden"> ${channel.title[language]}</span></a
  >`;
}
