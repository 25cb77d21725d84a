import type { Language } from '@amanah/errors';
import { html } from 'hono/html';
import type { CardAnswer } from '../shared/answers.ts';
import { outageWords } from '../shared/outage-words.ts';
import { momentWords } from './moment-words.ts';
import { say } from './service-words.ts';

/** What is out of order now, each as a sentence with what still works, and what is announced; readable without scripts. */
export function outagesHtml(card: CardAnswer, signedIn: boolean, language: Language) {
  const moment = (iso: string) => momentWords(iso, language);
  const sentence = (one: CardAnswer['outages'][number]) => {
    const { key, params } = outageWords(card, one, moment);
    return say(language, key, params);
  };
  return html`${card.outages.map(
    (one) =>
      html`<div class="am-notice am-notice--${one.kind === 'down' ? 'danger' : 'warn'}">
        <strong>${say(language, 'outageTitle')}</strong>
        <p>${sentence(one)} ${one.note ?? ''}</p>
        <p>${say(language, 'outageWorks')}</p>
        <ul class="sv-works">
          ${one.works.map((words) => html`<li>${words}</li>`)}
        </ul>
        ${signedIn ? '' : html`<p><a href="/auth/sign-in?rd=${encodeURIComponent(card.path)}">${say(language, 'outageSignIn')}</a></p>`}
      </div>`,
  )}
  ${card.downtime.map(
    (one) =>
      html`<div class="am-notice am-notice--info">
        <strong>${say(language, 'downtimeTitle')}</strong>
        <p>${say(language, 'downtimeText', { system: one.title, from: moment(one.from), until: moment(one.until) })} ${one.note ?? ''}</p>
      </div>`,
  )}`;
}
