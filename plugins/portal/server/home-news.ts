import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { NewsCard } from '../../social/contract.ts';
import { icon } from './icon.ts';
import { dayInWords, say } from './words.ts';

/** The newest items, without their pictures: the page stays light. */
export function homeNews(news: readonly NewsCard[], language: Locale) {
  if (news.length === 0) return '';
  return html`<section class="am-wrap portal-section" aria-labelledby="portal-news">
    <div class="portal-heading">
      <h2 id="portal-news">${say(language, 'news')}</h2>
      <a class="am-link" href="/news">${say(language, 'newsAll')} ${icon('arrow-right', true)}</a>
    </div>
    <ul class="portal-news">
      ${news.map(
        ({ path, title, summary, publishedAt }) =>
          html`<li>
            <time class="am-caption" datetime="${publishedAt}">${dayInWords(dayInRiyadh(publishedAt), language)}</time>
            <h3><a href="${path}">${title[language]}</a></h3>
            <p>${summary[language]}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function dayInRiyadh(moment: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date(moment));
}
