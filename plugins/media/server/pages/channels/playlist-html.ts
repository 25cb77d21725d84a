import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { PlaylistPage } from '../../../shared/channels.ts';
import { icon } from '../markup.ts';
import { clock, say } from '../words.ts';

/** A playlist: the player with one of its programmes, and all of them as links that open the page at another; the script goes on by itself when one ends. */
export function playlistHtml(playlist: PlaylistPage, at: number, language: Locale): string {
  const { programmes, seconds, about } = playlist;
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const shown = programmes[at];
  if (!shown)
    return String(
      html`<div class="am-state">
        <h2 class="am-state__title">${t('playlistEmpty')}</h2>
        <p class="am-state__text">${t('playlistEmptyText')}</p>
        <p class="am-state__actions"><a class="am-button" href="/watch">${t('watchAll')}</a></p>
      </div>`,
    );
  return String(
    html`<div class="me-watch" data-playlist="${playlist.id}">
        <div class="me-watch__main">
          <amanah-player
            programme="${shown.id}"
            kind="${shown.kind}"
            state="${shown.state}"
            title="${shown.title[language]}"
            language="${language}"
            ${shown.poster ? html` poster="${shown.poster}"` : ''}
            ${shown.seconds === null ? '' : html` seconds="${shown.seconds}"`}
            ><a href="${shown.to}">${shown.title[language]}</a></amanah-player
          >
          <p class="me-watch__line"><a href="${shown.to}" data-shown>${shown.title[language]}</a></p>
          ${about[language] ? html`<p class="me-about">${about[language]}</p>` : ''}
        </div>
        <section class="me-transcript" aria-labelledby="me-list">
          <h2 id="me-list">${t('playlistProgrammes')}</h2>
          <p class="am-caption me-item__meta"><span>${t('playlistCount', { count: programmes.length })}</span><span dir="ltr">${clock(seconds)}</span></p>
          <ol class="me-queue">
            ${programmes.map(
              (one, index) =>
                html`<li>
                  <a href="?n=${index + 1}" data-programme="${one.id}" data-to="${one.to}" ${index === at ? html` aria-current="true"` : ''}
                    ><span class="me-queue__number">${index + 1}</span
                    ><span class="me-queue__title">${one.title[language]}</span
                    >${icon(one.kind === 'audio' ? 'headphones' : 'play', { size: 'sm' })}${one.seconds === null ? '' : html`<span class="am-caption" dir="ltr">${clock(one.seconds)}</span>`}</a
                  >
                </li>`,
            )}
          </ol>
        </section>
      </div>
      <script type="module" src="/embed/player.js"></script>
      <script type="module" src="/embed/watch.js"></script>`,
  );
}
