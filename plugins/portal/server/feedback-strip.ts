import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { PageOpinion } from '../contract.ts';
import { icon } from './icon.ts';
import { dayInWords, say } from './words.ts';

/** When the page last changed, where that is known, and "was this page useful": a plain form, sent in place where scripts run. */
export function feedbackStrip({ path, useful, total }: PageOpinion, language: Locale, updated?: string): string {
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  return String(
    html`<section class="am-feedback" aria-labelledby="am-feedback-question">
      <form class="am-wrap am-feedback__row" method="post" action="/api/portal/feedback" data-inline="${t('feedbackThanks')}">
        <input type="hidden" name="page" value="${path}" />
        <h2 id="am-feedback-question">${t('feedbackQuestion')}</h2>
        <div class="am-feedback__answers">
          <button class="am-button am-button--second am-button--small" name="useful" value="yes">${icon('thumbs-up')}${t('feedbackYes')}</button>
          <button class="am-button am-button--second am-button--small" name="useful" value="no">${icon('thumbs-down')}${t('feedbackNo')}</button>
        </div>
        ${total > 0 ? html`<p class="am-caption">${t('feedbackCounts', { count: total, useful })}</p>` : ''}
        ${updated ? html`<p class="am-caption">${t('updated', { date: dayInWords(updated, language) })}</p>` : ''}
        <details class="am-feedback__note">
          <summary>${t('feedbackNote')}</summary>
          <label class="am-caption" for="am-feedback-note">${t('feedbackNoteHint')}</label>
          <textarea class="am-control am-control--area" id="am-feedback-note" name="note" rows="3" maxlength="1000"></textarea>
        </details>
      </form>
    </section>`,
  );
}
