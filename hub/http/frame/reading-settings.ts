import type { IncomingMessage } from 'node:http';
import { html } from 'hono/html';
import { frameFiles } from '../frame-assets.ts';
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
  motion: ['normal', 'reduced'],
  digits: ['latin', 'arabic'],
} as const;

export type ReadingSettings = { readonly [K in keyof typeof readingChoices]: (typeof readingChoices)[K][number] };

export const readingCookie = 'amanah_reading';

/** Settings from form or cookie values; anything unknown is the default. */
export function readingSettingsOf(values: Pick<URLSearchParams, 'get'>): ReadingSettings {
  const chosen = Object.entries(readingChoices).map(([name, allowed]) => [
    name,
    (allowed as readonly string[]).includes(values.get(name) ?? '') ? values.get(name) : allowed[0],
  ]);
  return Object.fromEntries(chosen) as ReadingSettings;
}

/** Settings of a request, from its cookie `amanah_reading` (`text=large&theme=dark`); `undefined` when it carries none. */
export function readingSettingsIn(request: IncomingMessage): ReadingSettings | undefined {
  const cookie = new RegExp(`(?:^|;\\s*)${readingCookie}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
  return cookie ? readingSettingsOf(new URLSearchParams(cookie)) : undefined;
}

const chosenBy = (visitor: ReadingVisitor) => visitor.reading ?? readingSettingsOf(new URLSearchParams());

/** Attributes of the document element: set by the hub, so that no page flashes in another look first. */
export function readingAttributes(context: ReadingVisitor): Html {
  const { text, theme, contrast, motion, digits } = chosenBy(context);
  return html`data-text="${text}" data-theme="${theme}" data-contrast="${contrast}" data-motion="${motion}" data-digits="${digits}"
  data-icons="${frameFiles().icons}"`;
}

/** The menu of reading settings: a form that works without scripts. */
export function readingMenu(context: ReadingVisitor): Html {
  const title = t(context.language, 'reading');
  return html`<details class="am-drop am-header__wide" name="am-header">
    <summary class="am-icon-button" aria-label="${title}" title="${title}">${icon('a-large-small')}</summary>
    <div class="am-drop__panel">${readingForm(context, context.path)}</div>
  </details>`;
}

/** The choices as a form; `returnTo` is the page to come back to. Posted: a link from another host must not change what a person keeps. */
export function readingForm(context: ReadingVisitor, returnTo: string): Html {
  const { language } = context;
  const chosen = chosenBy(context);
  return html`<form class="am-stack" action="/reading-settings" method="post">
    <input type="hidden" name="rd" value="${returnTo}" />
    ${Object.entries(readingChoices).map(
      ([name, values]) =>
        html`<fieldset>
          <legend class="am-strong">${t(language, `reading.${name}`)}</legend>
          <div class="am-drop__choices">
            ${values.map((value) => html`<label><input type="radio" name="${name}" value="${value}" ${chosen[name as keyof ReadingSettings] === value ? html` checked` : ''} /> ${t(language, `reading.${name}.${value}`)}</label>`)}
          </div>
        </fieldset>`,
    )}
    <button class="am-button am-button--small">${t(language, 'reading.apply')}</button>
  </form>`;
}
