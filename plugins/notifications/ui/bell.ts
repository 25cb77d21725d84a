import type { paths } from '@amanah/ui/api-types';
// A few words of its own: it stands on every page, and the plugin's others would be most of its weight.
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

type InboxAnswer = paths['/api/notifications/']['get']['responses'][200]['content']['application/json'];

const inboxAt = '/api/notifications/' satisfies keyof paths;
const allReadAt = '/api/notifications/read' satisfies keyof paths;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, has: object, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), has);
  element.append(...inside);
  return element;
};

/** Bell with the count of unread notifications; opens the newest ones, hears new ones from the event stream and says them. */
export class Bell {
  readonly #texts = document.documentElement.lang === 'en' ? en : ar;
  readonly #badge = make('span', { className: 'nt-badge', hidden: true });
  readonly #button = make('button', { type: 'button', className: 'am-icon-button' }, bellIcon(), this.#badge);
  readonly #panel = make('div', { className: 'nt-panel', hidden: true, id: 'nt-panel' });
  readonly #status = make('p', { className: 'am-hidden' });
  readonly #gone = new AbortController();

  constructor(place: HTMLElement) {
    const { signal } = this.#gone;
    this.#button.setAttribute('aria-expanded', 'false');
    this.#button.setAttribute('aria-controls', this.#panel.id);
    this.#panel.setAttribute('role', 'region');
    this.#panel.setAttribute('aria-label', this.#texts.title);
    this.#status.setAttribute('role', 'status');
    this.#count(0);
    const whole = make('div', { className: 'nt-bell' }, this.#button, this.#panel, this.#status);
    place.replaceChildren(whole);
    this.#button.addEventListener('click', () => void (this.#panel.hidden ? this.#open() : this.#close()), { signal });
    whole.addEventListener('keydown', ({ key }) => key === 'Escape' && !this.#panel.hidden && (this.#close(), this.#button.focus()), { signal });
    document.addEventListener('pointerdown', ({ target }) => whole.contains(target as Node) || this.#close(), { signal });
    window.addEventListener('amanah:stream', (event) => void this.#hear((event as CustomEvent<StreamMessage>).detail), { signal });
  }

  /** Asks for the list anew and shows the count. */
  async refresh(): Promise<InboxAnswer | null> {
    const answer = await fetch(inboxAt, { headers: { Accept: 'application/json' } }).catch(() => null);
    const inbox = answer?.ok ? ((await answer.json()) as InboxAnswer) : null;
    this.#count(inbox?.unread ?? 0);
    return inbox;
  }

  remove(): void {
    this.#gone.abort();
  }

  #count(unread: number): void {
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 99 ? '99+' : String(unread);
    const name = unread === 0 ? this.#texts.title : this.#texts.bellUnread.replace('{count}', String(unread));
    this.#button.setAttribute('aria-label', name);
    this.#button.title = name;
  }

  async #open(): Promise<void> {
    this.#panel.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#panel.replaceChildren(make('p', { className: 'am-caption', textContent: this.#texts.loading }));
    const inbox = await this.refresh();
    this.#panel.replaceChildren(
      make('h2', { textContent: this.#texts.title }),
      inbox === null ? this.#sentence('failed') : inbox.items.length === 0 ? this.#sentence('emptyText') : this.#list(inbox),
      make('a', { className: 'am-link', href: '/notifications', textContent: this.#texts.all }),
    );
    if (!inbox?.unread) return;
    await fetch(allReadAt, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }).catch(() => null);
    this.#count(0);
  }

  #close(): void {
    this.#panel.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #sentence(key: 'failed' | 'emptyText'): HTMLElement {
    return make('p', { className: 'am-muted', textContent: this.#texts[key] });
  }

  #list({ items }: InboxAnswer): HTMLElement {
    const when = new Intl.RelativeTimeFormat(document.documentElement.lang === 'en' ? 'en' : 'ar-u-nu-latn', { numeric: 'auto' });
    return make(
      'ul',
      {},
      ...items.map(({ title, to, sentAt, read }) =>
        make(
          'li',
          { className: read ? '' : 'nt-unread' },
          make('a', { href: to, textContent: title }),
          make('span', { className: 'am-caption', textContent: ago(when, sentAt) + (read ? '' : ` · ${this.#texts.unread}`) }),
        ),
      ),
    );
  }

  async #hear({ type, data }: StreamMessage): Promise<void> {
    if (type !== 'notifications.new' && type !== 'resync') return;
    await this.refresh();
    const title = data?.title?.[document.documentElement.lang === 'en' ? 'en' : 'ar'];
    this.#status.textContent = title ? `${this.#texts.arrived} ${title}` : '';
  }
}

interface StreamMessage {
  readonly type: string;
  readonly data: { readonly title?: { readonly ar: string; readonly en: string } } | null;
}

function bellIcon(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${document.documentElement.dataset['icons'] ?? '/assets/icons.svg'}#bell`);
  svg.setAttribute('class', 'am-icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

function ago(format: Intl.RelativeTimeFormat, moment: string): string {
  const minutes = Math.round((new Date(moment).getTime() - Date.now()) / 60_000);
  if (minutes > -60) return format.format(minutes, 'minute');
  return minutes > -1_440 ? format.format(Math.round(minutes / 60), 'hour') : format.format(Math.round(minutes / 1_440), 'day');
}
