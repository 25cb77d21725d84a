import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ChannelPage, PlaylistPage } from '../../../shared/channels.ts';
import { icon, programmeItem } from '../markup.ts';
import { clock, formsOf, say } from '../words.ts';
import { freshAt } from './channel-strip-html.ts';
import { entryItem } from './guide-html.ts';
import { listenButton, onAir } from './on-air-html.ts';

export interface ChannelParts {
  readonly language: Locale;
  readonly unit: string;
  readonly address: string;
  /** The moment for which it is said what is on. */
  readonly at: string;
}

/** A channel: what is on, the way to follow it, what comes, and its programmes. Readable without scripts. */
export function channelHtml(channel: ChannelPage, { language, unit, address, at }: ChannelParts): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  return String(
    html`<div class="me-station me-station--${channel.kind}">
        <div class="me-station__main">
          ${channel.kind === 'video' ? channelPlayer(channel, language) : ''}
          <div class="me-station__now" id="me-now" ${freshAt([channel])}>
            ${channel.kind === 'audio' ? html`<span class="me-station__sign am-lattice">${channel.poster ? html`<img src="${channel.poster}" alt="" />` : icon('radio')}</span>` : ''}
            ${onAir(channel, language)} ${listenButton(channel, language, { second: channel.kind === 'video' })}
          </div>
          <div class="me-watch__line">
            <p class="am-caption me-item__meta">
              <span>${t(channel.kind === 'audio' ? 'channelKindAudio' : 'channelKindVideo')}</span><span>${unit}</span>
              <span data-followers data-forms="${JSON.stringify(formsOf('channelFollowers', language))}"
                >${t('channelFollowers', { count: channel.followers })}</span
              >
            </p>
            <div class="me-watch__acts">
              ${followPart(channel, language)}
              <amanah-share url="${channel.to}" title="${channel.title[language]}" language="${language}"
                ><a href="${address}">${t('channelPermanent')}</a></amanah-share
              >
            </div>
          </div>
          <p class="am-caption" data-follow-said role="status">${channel.following ? '' : t('channelFollowHint')}</p>
        </div>
        ${
          channel.upcoming.length === 0
            ? ''
            : html`<section class="me-station__side" aria-labelledby="me-upcoming">
                <div class="me-head">
                  <h2 id="me-upcoming">${t('channelUpcoming')}</h2>
                  <a class="am-button am-button--quiet" href="/watch/guide">${t('guideTitle')}</a>
                </div>
                <ol class="me-entries">
                  ${channel.upcoming.map((entry) => entryItem(entry, at, language))}
                </ol>
                <p><a href="/api/media/channels/${channel.slug}/guide.ics">${t('channelCalendar')}</a></p>
              </section>`
        }
      </div>
      <div class="me-shelf">
        ${programmes('me-announced', t('watchAnnounced'), channel.announced, language)} ${programmes('me-latest', t('channelLatest'), channel.latest, language)}
        ${playlists(channel.playlists, language)}
      </div>
      <script type="module" src="/embed/player.js"></script>
      <script type="module" src="/embed/watch.js"></script>
      <script type="module" src="/embed/share.js"></script>`,
  );
}

/** The channel as a live stream, with all that is known, so that it asks for nothing before the click. */
export function channelPlayer(channel: ChannelPage, language: Locale) {
  const stream = channel.live?.stream ?? channel.stream;
  return html`<amanah-player
    channel="${channel.slug}"
    kind="${channel.kind}"
    state="live"
    title="${channel.title[language]}"
    language="${language}"
    ${channel.poster ? html` poster="${channel.poster}"` : ''}
    >${stream ? html`<a href="${stream}">${say(language, 'watchStream')}</a>` : html`<p>${say(language, 'channelSilent')}</p>`}</amanah-player
  >`;
}

/** Signed out, it leads through the sign-in and back; the script follows then. Following itself needs the script. */
function followPart({ slug, to, following }: ChannelPage, language: Locale) {
  if (following === null)
    return html`<a class="am-button am-button--second" href="/auth/sign-in?${new URLSearchParams({ rd: to })}" data-follow-later="${slug}"
      >${icon('bell', { size: 'sm' })} ${say(language, 'channelFollow')}</a
    >`;
  return html`<button
    type="button"
    class="am-button am-button--second"
    data-follow="${slug}"
    aria-pressed="${following ? 'true' : 'false'}"
    data-on="${say(language, 'channelFollowing')}"
    data-off="${say(language, 'channelFollow')}"
    data-said-on="${say(language, 'channelFollowed')}"
    data-said-off="${say(language, 'channelFollowHint')}"
    data-failed="${say(language, 'channelFollowFailed')}"
    hidden
  >
    ${icon('bell', { size: 'sm' })} <span>${say(language, following ? 'channelFollowing' : 'channelFollow')}</span>
  </button>`;
}

function programmes(id: string, title: string, cards: ChannelPage['announced'] | ChannelPage['latest'], language: Locale) {
  if (cards.length === 0) return '';
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <ul class="me-list">
      ${cards.map((card) => programmeItem(card, language))}
    </ul>
  </section>`;
}

function playlists(all: readonly Omit<PlaylistPage, 'programmes'>[], language: Locale) {
  if (all.length === 0) return '';
  return html`<section aria-labelledby="me-playlists">
    <h2 id="me-playlists">${say(language, 'channelPlaylists')}</h2>
    <ul class="me-services">
      ${all.map(
        ({ to, title, seconds }) =>
          html`<li>
            <a class="am-card" href="${to}"
              ><span class="me-playlist">${icon('list-video', { size: 'sm' })} <b>${title[language]}</b></span
              ><span class="am-caption" dir="ltr">${clock(seconds)}</span></a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}
