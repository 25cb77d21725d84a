import type { IncomingMessage } from 'node:http';
import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import { icon } from './icon.ts';

const t = messages(import.meta.url);

/** What these templates need of a request's context, which itself holds the settings. */
interface ReadingVisitor {
  readonly language: 'ar' | 'en';
  readonly path: string;
  readonly reading?: ReadingSettings;
}

/** What a visitor may choose, each with its first value as the default. */
export const readingChoices = {
  text: ['normal', 'large', 'larger'],
  theme: ['light', 'dark'],
  contrast: ['normal', 'high'],
} as const;

export type ReadingSettings = { readonly [K in keyof typeof readingChoices]: (typeof readingChoices)[K][number] };

export const readingCookie = 'amanah_reading';

/** Settings from query or cookie values; anything unknown is the default. */
export function readingSettingsOf(values: Pick<URLSearchParams, 'get'>): ReadingSettings {
  const chosen = Object.entries(readingChoices).map(([name, allowed]) => [
    name,
    (allowed as readonly string[]).includes(values.get(name) ?? '') ? values.get(name) : allowed[0],
  ]);
  return Object.fromEntries(chosen) as ReadingSettings;
}

/** Settings of a request, from its cookie `amanah_reading` (`text=large&theme=dark`). */
export function readingSettingsIn(request: IncomingMessage): ReadingSettings {
  const cookie = new RegExp(`(?:^|;\\s*)${readingCookie}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
  return readingSettingsOf(new URLSearchParams(cookie));
}

/** Attributes of the document element: set by the hub, so that no page flashes in another theme first. */
export function readingAttributes(context: ReadingVisitor): Html {
  const { text, theme, contrast } = context.reading ?? readingSettingsOf(new URLSearchParams());
  return html`data-text="${text}" data-theme="${theme}" data-contrast="${contrast}"`;
}

/** The menu of reading settings: a form that works without scripts. */
export function readingMenu(context: ReadingVisitor): Html {
  const { language } = context;
  const chosen = context.reading ?? readingSettingsOf(new URLSearchParams());
  return html`<details class="am-menu" name="am-header">
    <summary class="am-icon-button" aria-label="${t(language, 'reading')}" title="${t(language, 'reading')}">${icon('a-large-small')}</summary>
    <form class="am-menu__panel am-stack" action="/reading-settings" method="get">
      <input type="hidden" name="rd" value="${context.path}" />
      ${Object.entries(readingChoices).map(
        ([name, values]) =>
          html`<fieldset>
            <legend class="am-strong">${t(language, `reading.${name}`)}</legend>
            <div class="am-menu__choices">
              ${values.map((value) => html`<label><input type="radio" name="${name}" value="${value}" ${chosen[name as keyof ReadingSettings] === value ? html` checked` : ''} /> ${t(language, `reading.${name}.${value}`)}</label>`)}
            </div>
          </fieldset>`,
      )}
      <button class="am-button am-button--small">${t(language, 'reading.apply')}</button>
    </form>
  </details>`;
}
