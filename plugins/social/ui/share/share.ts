import { addressOf, networks } from './networks.ts';
import type * as shareCode from './share-code.ts';
import { sheet } from './share-style.ts';
// A few words of its own: it stands on pages of other sites too.
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

type ShareCode = typeof shareCode;

const own = import.meta.url;
let made = 0;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, has: object, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), has);
  element.append(...inside);
  return element;
};

/**
 * `<amanah-share url="/services/SRV-001" title="…" language="ar" at="90">`: shares an address. On phones by the system's own sheet, else by plain links to networks,
 * e-mail, a copy, a QR code. It loads nothing of a network, and nothing more of ours before the QR code is asked for.
 */
class AmanahShare extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' });
  #gone = new AbortController();

  get #address(): string {
    const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href;
    const address = new URL(this.getAttribute('url') ?? canonical ?? location.href, own.startsWith('http') ? own : location.href);
    const at = Number(this.getAttribute('at'));
    if (at > 0) address.searchParams.set('t', String(Math.trunc(at)));
    return address.href;
  }

  get #title(): string {
    return this.getAttribute('title') || document.title;
  }

  connectedCallback(): void {
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    const language = this.getAttribute('language') ?? document.documentElement.lang;
    const words = language === 'en' ? en : ar;
    this.#root.adoptedStyleSheets = [sheet()];
    const id = `amanah-share-${++made}`;
    const button = make('button', { type: 'button' }, shareIcon(), words.share);
    const menu = make('div', { id, hidden: true });
    const whole = make('div', { className: 'share', lang: language, dir: language === 'en' ? 'ltr' : 'rtl' }, button, menu);
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-controls', id);
    menu.setAttribute('role', 'group');
    menu.setAttribute('aria-label', words.menu);
    const close = (back = false) => {
      menu.hidden = true;
      button.setAttribute('aria-expanded', 'false');
      if (back) button.focus();
    };
    const open = () => {
      menu.replaceChildren(...this.#ways(words));
      menu.hidden = false;
      button.setAttribute('aria-expanded', 'true');
      keepInSight(menu);
      menu.querySelector<HTMLElement>('a, button')?.focus();
    };
    button.addEventListener('click', () => {
      if (!menu.hidden) return close();
      if ('share' in navigator && matchMedia('(pointer: coarse)').matches) void this.#bySystem().then((shared) => shared || open());
      else open();
    });
    whole.addEventListener('keydown', (event) => event.key === 'Escape' && !menu.hidden && (event.stopPropagation(), close(true)));
    whole.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && !whole.contains(relatedTarget as Node) && close());
    document.addEventListener('pointerdown', (event) => event.composedPath().includes(this) || close(), { signal });
    this.#root.replaceChildren(whole);
  }

  disconnectedCallback(): void {
    this.#gone.abort();
  }

  /** True when the system's sheet was there, whatever the person did in it. */
  async #bySystem(): Promise<boolean> {
    try {
      await navigator.share({ title: this.#title, url: this.#address });
      return true;
    } catch (error) {
      return error instanceof DOMException && error.name === 'AbortError';
    }
  }

  #ways(words: typeof ar): HTMLElement[] {
    const said = make('p', { className: 'said' });
    said.setAttribute('role', 'status');
    const links = networks.map((name) => {
      const link = make('a', { href: addressOf(name, this.#address, this.#title), target: '_blank', rel: 'noopener noreferrer' }, words[name]);
      link.setAttribute('aria-label', `${words[name]} (${words.newTab})`);
      return link;
    });
    const mail = make('a', { href: addressOf('mail', this.#address, this.#title) }, words.mail);
    const copy = make('button', { type: 'button' }, words.copy);
    copy.addEventListener('click', () => void this.#copy(said, words));
    const code = make('button', { type: 'button' }, words.code);
    code.addEventListener('click', () => void this.#code(said, words));
    const more = 'share' in navigator ? [make('button', { type: 'button', onclick: () => void this.#bySystem() }, words.more)] : [];
    return [...links, mail, copy, code, ...more, said];
  }

  async #copy(said: HTMLElement, words: typeof ar): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#address);
      said.replaceChildren(words.copied);
    } catch {
      this.#byHand(said, words);
    }
  }

  /** Where the browser does not let a page copy, the address stands there to be taken. */
  #byHand(said: HTMLElement, words: typeof ar): void {
    const field = make('input', { readOnly: true, value: this.#address, dir: 'ltr', ariaLabel: words.failed });
    said.replaceChildren(words.failed, field);
    field.focus();
    field.select();
  }

  async #code(said: HTMLElement, words: typeof ar): Promise<void> {
    try {
      const { drawCode } = (await import(/* @vite-ignore */ own.replace(/[^/]*$/, 'share-code.js'))) as ShareCode;
      said.replaceChildren(drawCode(this.#address, words.codeOf));
      keepInSight(said.parentElement!);
    } catch {
      this.#byHand(said, words);
    }
  }
}

/** Opens upwards where there is more room, and moves what stands beside the edge of the window back into it. */
function keepInSight(menu: HTMLElement): void {
  const { style } = menu;
  style.translate = style.top = style.bottom = '';
  const beside = menu.parentElement!.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const { left, right, bottom } = menu.getBoundingClientRect();
  if (bottom > clientHeight && beside.top > clientHeight - beside.bottom) {
    style.top = 'auto';
    style.bottom = 'calc(100% + 6px)';
  }
  const shift = left < 8 ? 8 - left : right > clientWidth - 8 ? clientWidth - 8 - right : 0;
  if (shift) style.translate = `${shift}px`;
}

function shareIcon(): SVGSVGElement {
  const drawn = (name: string, has: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(has)) element.setAttribute(key, value);
    return element;
  };
  const icon = drawn('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }) as SVGSVGElement;
  icon.append(
    ...[
      [18, 5],
      [6, 12],
      [18, 19],
    ].map(([cx, cy]) => drawn('circle', { cx: String(cx), cy: String(cy), r: '3' })),
    drawn('path', { d: 'm8.6 13.5 6.8 4M15.4 6.5l-6.8 4' }),
  );
  return icon;
}

if (!customElements.get('amanah-share')) customElements.define('amanah-share', AmanahShare);
