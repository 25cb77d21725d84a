import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { Approval } from './approvals.ts';
import { style, waitingScript } from './look.ts';

export type Language = 'ar' | 'en';
type Texts = Readonly<Record<string, string>>;
type Html = ReturnType<typeof html>;

const texts: Record<Language, Texts> = {
  ar: JSON.parse(readFileSync(new URL('locales/ar.json', import.meta.url), 'utf8')) as Texts,
  en: JSON.parse(readFileSync(new URL('locales/en.json', import.meta.url), 'utf8')) as Texts,
};

/** A text of the stand-in, with `{name}` filled. */
export function text(language: Language, key: string, params: Readonly<Record<string, string | number>> = {}): string {
  return (texts[language][key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

function frame(language: Language, nonce: string, title: string, body: Html, options: { switchTo: string; refresh?: boolean; script?: string }): Html {
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<!DOCTYPE html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
        ${options.refresh ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>` : ''}
      </head>
      <body>
        <header>
          <span>${text(language, 'standIn')}</span><a lang="${other}" hreflang="${other}" href="${options.switchTo}">${text(language, 'otherLanguage')}</a>
        </header>
        <main>${body}</main>
        ${
          options.script
            ? html`<script nonce="${nonce}">
                ${raw(options.script)};
              </script>`
            : ''
        }
      </body>
    </html>`;
}

/** Asks for the national number. */
export function numberPage(language: Language, nonce: string, path: string, error: 'errorNumber' | 'errorUnknown' | null, typed = ''): Html {
  const body = html`<h1>${text(language, 'title')}</h1>
    <p>${text(language, 'lead')}</p>
    ${error ? html`<p class="error" id="error" role="alert">${text(language, error)}</p>` : ''}
    <form method="post" action="${path}">
      <label for="national-number">${text(language, 'number')}</label>
      <p class="hint" id="hint">${text(language, 'numberHint')}</p>
      <input
        id="national-number"
        name="national_number"
        inputmode="numeric"
        autocomplete="off"
        required
        maxlength="20"
        value="${typed}"
        aria-describedby="hint${error ? ' error' : ''}"
        ${error ? raw(' aria-invalid="true"') : ''}
      />
      <button>${text(language, 'continue')}</button>
    </form>
    <form method="post" action="${path}/cancel"><button class="quiet">${text(language, 'cancel')}</button></form>`;
  return frame(language, nonce, text(language, 'title'), body, { switchTo: `${path}?lang=${language === 'ar' ? 'en' : 'ar'}` });
}

/** Shows the two-digit number and waits for the app. */
export function waitingPage(language: Language, nonce: string, path: string, approval: Approval): Html {
  const milliseconds = Math.max(0, approval.expiresAt - Date.now());
  const body = html`<div
    data-state-url="${path}/state"
    data-page-url="${path}"
    data-milliseconds="${milliseconds}"
    data-remaining="${text(language, 'remaining')}"
    data-approved="${text(language, 'approved')}"
  >
    <h1>${text(language, 'choose')}</h1>
    <p class="number" data-testid="nafath-number">${approval.number}</p>
    <p id="state" role="status" aria-live="polite">${text(language, 'waiting', { number: approval.number })}</p>
    <p id="remaining" aria-hidden="true">${text(language, 'remaining', { seconds: Math.ceil(milliseconds / 1000) })}</p>
    <a class="button" href="/app?national_number=${approval.nationalId}&amp;lang=${language}" target="_blank" rel="noopener">${text(language, 'openApp')}</a>
    <form method="post" action="${path}/cancel"><button class="quiet">${text(language, 'cancel')}</button></form>
  </div>`;
  return frame(language, nonce, text(language, 'title'), body, {
    switchTo: `${path}?lang=${language === 'ar' ? 'en' : 'ar'}`,
    refresh: true,
    script: waitingScript,
  });
}

/** The approval ended without consent; offers another try. */
export function endedPage(language: Language, nonce: string, path: string, state: 'rejected' | 'expired'): Html {
  const body = html`<h1>${text(language, 'title')}</h1>
    <p class="error" role="alert">${text(language, state)}</p>
    <form method="post" action="${path}/retry"><button>${text(language, 'retry')}</button></form>
    <form method="post" action="${path}/cancel"><button class="quiet">${text(language, 'cancel')}</button></form>`;
  return frame(language, nonce, text(language, 'title'), body, { switchTo: `${path}?lang=${language === 'ar' ? 'en' : 'ar'}` });
}

/** A sign-in that is no longer there. */
export function gonePage(language: Language, nonce: string): Html {
  return frame(
    language,
    nonce,
    text(language, 'title'),
    html`<h1>${text(language, 'title')}</h1>
      <p role="alert">${text(language, 'ended')}</p>`,
    { switchTo: '?' },
  );
}

/** The phone's app: what waits for this person, three numbers each. */
export function appPage(language: Language, nonce: string, nationalId: string, waiting: readonly Approval[], answered: string | null): Html {
  const title = text(language, 'appTitle');
  const requests = waiting.map(
    (one) =>
      html`<form method="post" action="/app">
        <p id="request">${text(language, 'appRequest')}</p>
        <input type="hidden" name="id" value="${one.id}" /><input type="hidden" name="national_number" value="${nationalId}" /><input
          type="hidden"
          name="lang"
          value="${language}"
        />
        <div class="choices" role="group" aria-labelledby="request">
          ${one.choices.map((choice) => html`<button name="number" value="${choice}">${choice}</button>`)}
        </div>
        <button class="quiet" name="number" value="reject">${text(language, 'appReject')}</button>
      </form>`,
  );
  const body = html`<h1>${title}</h1>
    ${answered ? html`<p role="status">${text(language, 'appDone', { state: text(language, answered) })}</p>` : ''}
    ${
      waiting.length > 0
        ? html`<p>${text(language, 'appLead')}</p>
            ${requests}`
        : html`<p>${text(language, 'appEmpty')}</p>
            <form method="get" action="/app">
              <label for="national-number">${text(language, 'number')}</label><input type="hidden" name="lang" value="${language}" />
              <input id="national-number" name="national_number" inputmode="numeric" value="${nationalId}" /><button>${text(language, 'appShow')}</button>
            </form>`
    }`;
  return frame(language, nonce, title, body, { switchTo: `/app?national_number=${nationalId}&lang=${language === 'ar' ? 'en' : 'ar'}` });
}
