import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ChannelCard } from '../../../shared/channels.ts';
import { icon } from '../markup.ts';
import { say } from '../words.ts';
import { listenButton, onAir } from './on-air-html.ts';

/** The channels with what is on now, and the way to the guide; nothing where there is no channel. */
export function channelStrip(channels: readonly ChannelCard[], language: Locale) {
  if (channels.length === 0) return '';
  return html`<section aria-labelledby="me-channels">
    <div class="me-head">
      <h2 id="me-channels">${say(language, 'channelsTitle')}</h2>
      <a class="am-button am-button--quiet" href="/watch/guide">${icon('calendar-days', { size: 'sm' })} ${say(language, 'guideTitle')}</a>
    </div>
    <ul class="me-strip" id="me-strip" ${freshAt(channels)}>
      ${channels.map((channel) => stripCard(channel, language))}
    </ul>
  </section>`;
}

/** Attribute with the moment at which what is said of these channels is no longer so: scripts fetch the part again then. */
export function freshAt(channels: readonly Pick<ChannelCard, 'changesAt'>[]) {
  const first = channels.flatMap(({ changesAt }) => changesAt ?? []).sort((one, other) => Date.parse(one) - Date.parse(other))[0];
  return html`data-fresh-at="${first ?? ''}"`;
}

function stripCard(channel: ChannelCard, language: Locale) {
  const { kind, to, title, poster } = channel;
  return html`<li class="me-channel am-card">
    <span class="me-channel__sign am-lattice"
      >${poster ? html`<img src="${poster}" alt="" loading="lazy" decoding="async" />` : icon(kind === 'audio' ? 'radio' : 'tv')}</span
    >
    <div class="me-channel__words">
      <p class="am-caption">${say(language, kind === 'audio' ? 'channelKindAudio' : 'channelKindVideo')}</p>
      <h3><a href="${to}">${title[language]}</a></h3>
      ${onAir(channel, language)}
    </div>
    <div class="me-channel__acts">
      ${listenButton(channel, language, { second: kind === 'video' })}
      ${kind === 'video' && (channel.stream || channel.live) ? html`<a class="am-button" href="${to}">${icon('play', { size: 'sm' })} ${say(language, 'channelWatch')}<span class="am-hidden"> ${title[language]}</span></a>` : ''}
    </div>
  </li>`;
}
