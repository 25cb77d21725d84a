import { sheet } from './player-style.ts';
import type * as playerView from './view/player-view.ts';
import type { ChannelPage } from '../../shared/channels.ts';
import { playedChannel } from './played-channel.ts';
import type { PlayedProgramme, View } from './view/played-programme.ts';
// A few words of its own: it stands on pages of other sites too.
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

type PlayerView = typeof playerView;

const own = import.meta.url;
const address = own.startsWith('http') ? own : location.href;
const pollMs = 15_000;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, has: object, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), has);
  element.append(...inside);
  return element;
};

/**
 * `<amanah-player programme="ID" at="SECONDS">`: a programme behind its poster; `<amanah-player channel="SLUG">`: what a channel sends now. Nothing of the player is loaded before the click. What a page already knows of the
 * programme may stand in attributes (`kind`, `state`, `title`, `poster`, `seconds`, `starts`); otherwise it is asked for. `link`: token of a private link; `bar`: as a
 * narrow bar with the sound alone. On another site it is a frame of the portal.
 */
class AmanahPlayer extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' });
  #view: View | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get #language(): 'ar' | 'en' {
    return (this.getAttribute('language') ?? document.documentElement.lang) === 'en' ? 'en' : 'ar';
  }

  get #words(): typeof ar {
    return this.#language === 'en' ? en : ar;
  }

  /** Seconds at which it stands; where it would begin before it was played. */
  get currentTime(): number {
    return this.#view?.at ?? (Number(this.getAttribute('at')) || 0);
  }

  connectedCallback(): void {
    const { origin } = new URL(address);
    this.#root.adoptedStyleSheets = [sheet()];
    if (origin !== location.origin) this.#root.replaceChildren(this.#frame(origin));
    else if (this.hasAttribute('bar')) this.#root.replaceChildren();
    else if (this.hasAttribute('state')) this.#cover();
    else
      void this.#ask().then(
        (one) => this.#tell(one),
        () => this.#say(navigator.onLine ? this.#words.none : this.#words.offline),
      );
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#view?.end();
    this.#view = undefined;
  }

  /** Plays, from a moment where one is given; `paused`: only gets ready. Loads what it needs first. */
  async play(at?: number, paused = false): Promise<void> {
    if (this.#view) return this.#view.play(at);
    const cover = this.#root.querySelector('.cover');
    cover?.classList.add('busy');
    cover?.setAttribute('aria-busy', 'true');
    try {
      const [view, programme] = await Promise.all([import(/* @vite-ignore */ own.replace(/[^/]*$/, 'player-view.js')) as Promise<PlayerView>, this.#ask()]);
      if (!this.isConnected) return;
      if (programme.stream === null) return this.hasAttribute('channel') ? this.#say(this.#words.none, () => void this.play()) : this.#tell(programme);
      this.setAttribute('kind', programme.kind);
      this.#view ??= view.openView(this, this.#root, programme, {
        at: at ?? (Number(this.getAttribute('at')) || null),
        language: this.#language,
        paused,
        ask: () => this.#ask(),
      });
    } catch {
      this.#say(navigator.onLine ? this.#words.failed : this.#words.offline, () => void this.play(at));
    } finally {
      cover?.classList.remove('busy');
      cover?.removeAttribute('aria-busy');
    }
  }

  /** Plays another programme in the same place, also on the full screen. */
  async change(programme: string): Promise<void> {
    for (const name of ['kind', 'state', 'title', 'poster', 'seconds', 'starts', 'at', 'link']) this.removeAttribute(name);
    this.setAttribute('programme', programme);
    this.#view?.end();
    this.#view = undefined;
    await this.play(0);
  }

  async #ask(): Promise<PlayedProgramme> {
    const [link, channel] = [this.getAttribute('link'), this.getAttribute('channel')];
    const path = link ? `links/${encodeURIComponent(link)}` : channel ? `channels/${channel}` : `programmes/${this.getAttribute('programme')}`;
    const answer = await fetch(`/api/media/${path}`, { headers: { 'accept-language': this.#language } });
    if (!answer.ok) throw new Error(String(answer.status));
    const one: unknown = await answer.json();
    return channel ? playedChannel(one as ChannelPage) : (one as PlayedProgramme);
  }

  #tell({ kind, state, title, poster, seconds, startsAt }: PlayedProgramme): void {
    const has = { kind, state, title: title[this.#language], poster, seconds, starts: startsAt };
    for (const [name, value] of Object.entries(has)) if (value !== null) this.setAttribute(name, String(value));
    this.#cover();
  }

  /** Poster, title, length and a button; what is announced waits for its beginning. */
  #cover(): void {
    const words = this.#words;
    const title = this.getAttribute('title') ?? '';
    const state = this.getAttribute('state');
    // As a tooltip of the whole player it would only be in the way.
    this.removeAttribute('title');
    this.dataset['title'] = title || (this.dataset['title'] ?? '');
    const named = this.dataset['title'];
    if (state === 'scheduled') {
      const starts = new Date(this.getAttribute('starts') ?? '');
      const when = new Intl.DateTimeFormat(this.#language === 'ar' ? 'ar-SA-u-ca-gregory-nu-latn' : 'en-GB', {
        dateStyle: 'full',
        timeStyle: 'short',
        timeZone: 'Asia/Riyadh',
      });
      this.#say(Number.isNaN(starts.getTime()) ? words.none : words.starts.replace('{when}', when.format(starts)));
      this.#timer = setTimeout(
        () =>
          void this.#ask().then(
            (one) => this.#tell(one),
            () => this.#cover(),
          ),
        pollMs,
      );
      return;
    }
    const live = state === 'live';
    const seconds = Number(this.getAttribute('seconds'));
    const mark = live ? (this.hasAttribute('channel') ? words.onAir : words.live) : seconds > 0 ? length(seconds) : '';
    const button = make('button', { type: 'button', className: 'cover', ariaLabel: words.play.replace('{title}', named) });
    const poster = this.getAttribute('poster');
    if (poster) {
      const picture = make('img', { src: poster, alt: '', decoding: 'async' });
      picture.addEventListener('error', () => picture.remove());
      button.append(picture);
    }
    button.append(make('span', { className: 'disc' }, playIcon()));
    const line = make('span', { className: 'words', dir: this.#language === 'ar' ? 'rtl' : 'ltr' }, make('span', {}, named));
    if (mark) line.append(make('span', { className: live ? 'mark live' : 'mark', dir: live ? '' : 'ltr' }, mark));
    button.append(line);
    button.addEventListener('click', () => void this.play());
    this.#root.replaceChildren(button);
  }

  #say(text: string, retry?: () => void): void {
    const said = make('div', { className: 'said', lang: this.#language, dir: this.#language === 'ar' ? 'rtl' : 'ltr' }, make('p', {}, text));
    said.setAttribute('role', 'status');
    if (retry) said.append(make('button', { type: 'button', onclick: () => (said.remove(), retry()) }, this.#words.retry));
    this.#root.querySelector('.said')?.remove();
    this.#root.append(said);
  }

  #frame(origin: string): HTMLIFrameElement {
    const channel = this.getAttribute('channel');
    const source = new URL(channel ? `/embed/channel/${channel}` : `/embed/player/${this.getAttribute('programme')}`, origin);
    source.searchParams.set('language', this.#language);
    const at = Math.trunc(Number(this.getAttribute('at')));
    if (at > 0) source.searchParams.set('t', String(at));
    return make('iframe', {
      src: source.href,
      title: this.#words.frame.replace('{title}', this.getAttribute('title') ?? ''),
      allow: 'autoplay; fullscreen; picture-in-picture',
      loading: 'lazy',
    });
  }
}

/** `1:02:03`, `2:03` */
function length(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function playIcon(): SVGSVGElement {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M6 3.5v17a1 1 0 0 0 1.5.86l14-8.5a1 1 0 0 0 0-1.72l-14-8.5A1 1 0 0 0 6 3.5Z');
  icon.append(path);
  return icon;
}

if (!customElements.get('amanah-player')) customElements.define('amanah-player', AmanahPlayer);
