import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import { facilities, type Facility } from './facilities.ts';

export type Language = 'ar' | 'en';

const texts = {
  ar: JSON.parse(readFileSync(new URL('locales/ar.json', import.meta.url), 'utf8')) as Record<string, string>,
  en: JSON.parse(readFileSync(new URL('locales/en.json', import.meta.url), 'utf8')) as Record<string, string>,
};

const text = (language: Language, key: string, params: Readonly<Record<string, string>> = {}): string =>
  (texts[language][key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);

const style = `body { margin: 0; font: 1rem/1.7 "IBM Plex Sans Arabic", Tahoma, sans-serif; background: #f3f7ec; color: #1f2a12 }
header { background: #3c6e1f; color: #fff; padding: .75rem 1.25rem; display: flex; gap: 1rem; flex-wrap: wrap; justify-content: space-between; align-items: center }
header a, header button { color: #fff; background: none; border: 1px solid #fff; border-radius: .5rem; padding: .4rem .9rem; font: inherit; text-decoration: none; cursor: pointer }
main { max-width: 52rem; margin: 0 auto; padding: 1.25rem } h1 { font-size: 1.4rem; margin: 0 }
ul { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)) }
li { background: #fff; border: 1px solid #c6d6b4; border-radius: .75rem; padding: 1rem } li h2 { font-size: 1.1rem; margin: 0 }
li button { margin-top: .5rem; background: #3c6e1f; color: #fff; border: 0; border-radius: .5rem; padding: .5rem 1rem; font: inherit; cursor: pointer }`;

/** The system's own page: facilities, who is in, and that person's bookings. */
export function bookingPage(language: Language, state: { connected: boolean; name: string | null; booked: readonly Facility[] }): string {
  const other = language === 'ar' ? 'en' : 'ar';
  const { name } = state;
  const body = html`<!DOCTYPE html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${text(language, 'title')}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${text(language, 'title')}</h1>
          <div>
            ${
              name === null
                ? state.connected
                  ? html`<a href="/sign-in?lang=${language}">${text(language, 'signIn')}</a>`
                  : html`<span>${text(language, 'notConnected')}</span>`
                : html`<form method="post" action="/sign-out">
                    <span data-testid="person">${text(language, 'welcome', { name })}</span> <button>${text(language, 'signOut')}</button>
                  </form>`
            }
          </div>
          <a lang="${other}" href="/?lang=${other}">${text(language, 'otherLanguage')}</a>
        </header>
        <main>
          <p>${text(language, 'lead')}</p>
          <ul>
            ${facilities.map((one) => facilityItem(language, one, name !== null, state.booked.includes(one)))}
          </ul>
        </main>
      </body>
    </html>`;
  return String(body);
}

function facilityItem(language: Language, one: Facility, mayBook: boolean, booked: boolean): ReturnType<typeof html> {
  return html`<li>
    <h2>${one.name[language]}</h2>
    <p>${one.park[language]}</p>
    <p>${text(language, booked ? 'booked' : 'free')}</p>
    ${
      mayBook && !booked
        ? html`<form method="post" action="/book">
            <input type="hidden" name="facility" value="${one.id}" /><button>${text(language, 'book', { name: one.name[language] })}</button>
          </form>`
        : ''
    }
  </li>`;
}
