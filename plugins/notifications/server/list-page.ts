import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { Notification } from './inbox.ts';

type Say = (key: string) => string;

/** The person's notifications as a page that needs no script, and the way to how they want to be told. */
export function listPage(items: readonly Notification[], language: Locale, t: Say): string {
  const settings = html`<p><a class="am-link" href="/account/notifications">${t('settingsTitle')}</a></p>`;
  return String(settings) + (items.length === 0 ? emptyList(t) : filledList(items, language, t));
}

function emptyList(t: Say): string {
  return String(
    html`<div class="am-state">
      <div class="am-state__halo" aria-hidden="true"><span class="am-state__disc">${icon('bell', 'lg')}</span></div>
      <h2 class="am-state__title">${t('emptyTitle')}</h2>
      <p class="am-state__text">${t('emptyText')}</p>
    </div>`,
  );
}

function filledList(items: readonly Notification[], language: Locale, t: Say): string {
  const when = new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-ca-islamic-umalqura-nu-latn' : 'en-GB-u-ca-gregory-nu-latn', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Riyadh',
  });
  return String(
    html`<ul class="am-results">
      ${items.map(
        ({ title, to, sentAt, read }) =>
          html`<li ${read ? '' : html` data-unread`}>
            ${icon(read ? 'bell' : 'bell-ring', 'md')}
            <div>
              <a href="${to}">${title}</a>
              <time class="am-caption" datetime="${sentAt}">${when.format(new Date(sentAt))}${read ? '' : ` · ${t('unread')}`}</time>
            </div>
          </li>`,
      )}
    </ul>`,
  );
}

function icon(name: string, size: 'md' | 'lg') {
  return html`<svg class="am-icon${size === 'lg' ? ' am-icon--lg' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}
