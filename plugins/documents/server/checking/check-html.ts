import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { spacedCode } from '../code.ts';
import type { DocumentState, Registered } from '../register.ts';
import { dayInRiyadh, writtenDay, type WrittenDays } from '../written-day.ts';

export type Say = (key: string) => string;

const tones: Readonly<Record<DocumentState, { readonly tone: string; readonly icon: string }>> = {
  valid: { tone: 'success', icon: 'circle-check' },
  expired: { tone: 'warn', icon: 'clock' },
  replaced: { tone: 'warn', icon: 'triangle-alert' },
  withdrawn: { tone: 'danger', icon: 'circle-alert' },
};

/** The form where a code is typed; it needs no script. */
export function codeForm(typed: string, t: Say, again = false) {
  return html`<form class="dc-form" action="/v" method="get">
    <div class="am-field">
      <label class="am-field__label" for="code">${t(again ? 'codeAgain' : 'code')}</label>
      <p class="am-field__hint" id="code-hint">${t('codeHint')}</p>
      <div class="am-control">
        ${icon('badge-check')}<input
          class="am-control__input am-control__input--ltr"
          id="code"
          name="code"
          value="${typed}"
          required
          maxlength="40"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          dir="ltr"
          aria-describedby="code-hint"
        />
      </div>
    </div>
    <button class="am-button">${t('check')}</button>
  </form>`;
}

/** What anybody is told of a document: what it is, whether it stands and why, and its public facts. */
export function checkedHtml(document: Registered, unit: string, language: Locale, t: Say): string {
  const { state, withdrawal, replacedByCode, sha256, code } = document;
  const { tone, icon: sign } = tones[state];
  const facts = [
    [t('number'), html`<bdi class="am-id" dir="ltr">${document.subject}</bdi>`],
    [t('issuer'), unit],
    ...document.publicFacts.map(({ label, value }) => [label[language], html`<bdi>${value[language]}</bdi>`] as const),
    [t('madeOn'), daysOf(document.madeOn, language)],
    ...(document.validUntil ? [[t('validUntil'), daysOf(document.validUntil, language)] as const] : []),
    [t('code'), html`<bdi class="am-id" dir="ltr">${spacedCode(code)}</bdi>`],
  ];
  return String(
    html`<div class="dc-check">
      <div class="am-notice am-notice--${tone}">
        ${icon(sign)}
        <p class="am-notice__title">${t(`${state}Title`)}</p>
        <div class="am-notice__body">
          <p>${t(`${state}Text`)}</p>
          ${
            state === 'withdrawn' && withdrawal
              ? html`<p><b>${t('reason')}</b> <bdi>${withdrawal.reason[language]}</bdi></p>
                  <p><b>${t('withdrawnOn')}</b> ${daysOf(writtenDay(dayInRiyadh(withdrawal.at)), language)}</p>`
              : ''
          }
          ${state === 'replaced' && replacedByCode ? html`<p><a class="am-link" href="/v/${spacedCode(replacedByCode)}">${t('replacedBy')}</a></p>` : ''}
        </div>
      </div>
      <dl class="am-defs">
        ${facts.map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <amanah-share url="/v/${spacedCode(code)}" title="${document.title[language]}" language="${language}"></amanah-share>
      <details class="dc-print">
        <summary>${t('fingerprint')}</summary>
        <p>${t('fingerprintText')}</p>
        <p><code dir="ltr">${sha256}</code></p>
      </details>
      <section class="dc-again" aria-label="${t('codeAgain')}">${codeForm('', t, true)}</section>
      <script type="module" src="/embed/share.js"></script>
    </div>`,
  );
}

/** Both calendars, Hijri first. */
export function daysOf(days: WrittenDays, language: Locale): string {
  const { hijri, gregorian } = days[language];
  return [hijri, gregorian].filter((day) => day !== null).join(' – ');
}

function icon(name: string) {
  return html`<svg class="am-icon" viewBox="0 0 24 24" aria-hidden="true"><use href="/assets/icons.svg#${name}"></use></svg>`;
}
