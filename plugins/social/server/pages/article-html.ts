import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ServiceSummary } from '../../../services/contract.ts';
import type { ProgrammeCard } from '../../../media/contract.ts';
import type { NewsCard } from '../../contract.ts';
import type { PublishedRow } from '../news/news-rows.ts';
import { picturePath } from '../news/happening.ts';
import { dayInWords, say } from '../words.ts';
import { icon } from './icon.ts';
import { programmeLink, richTextHtml, type BodyParts } from './rich-text-html.ts';

export interface ArticleParts extends BodyParts {
  readonly unit: string;
  readonly services: readonly ServiceSummary[];
  /** Those that the item names; the ones in its body stand there. */
  readonly related: readonly ProgrammeCard[];
  readonly more: readonly NewsCard[];
  /** Whole address of the page, for sharing. */
  readonly address: string;
}

/** An item as a page that needs no script. */
export function articleHtml(row: PublishedRow, parts: ArticleParts): string {
  const { language, pictures, address } = parts;
  const { title, body, picture } = row.content;
  const t = (key: string, params?: Readonly<Record<string, string | number>>) => say(language, key, params);
  const has = (block: 'frame' | 'programme') => body[language].content.some(({ type }) => type === block);
  const lead = picture && pictures.get(picture.id);
  const changed = row.changed_at.getTime() - row.published_at.getTime() > 60_000;
  return String(
    html`<article class="so-article">
        <div class="so-article__main">
          <p class="so-article__meta am-caption">
            <span>${parts.unit}</span>
            <time datetime="${row.published_at.toISOString()}">${dayInWords(row.published_at, language)}</time>
            ${changed ? html`<span>${t('newsChanged', { day: dayInWords(row.changed_at, language) })}</span>` : ''}
            ${row.audience === 'officials' ? html`<span class="am-tag am-tag--accent">${t('newsForOfficials')}</span>` : ''}
            ${row.demo ? html`<span class="am-tag am-tag--line">${t('newsDemo')}</span>` : ''}
          </p>
          ${
            picture && lead
              ? html`<figure class="so-picture so-picture--lead">
                  <img src="${picturePath(picture.id)}" alt="${picture.alt[language]}" width="${lead.width}" height="${lead.height}" decoding="async" />
                </figure>`
              : ''
          }
          <div class="so-article__body">${richTextHtml(body[language], parts)}</div>
          ${
            row.audience === 'everyone'
              ? html`<div class="so-article__share">
                  <amanah-share url="${address}" title="${title[language]}" language="${language}"><a href="${address}">${t('newsPermanent')}</a></amanah-share>
                </div>`
              : ''
          }
        </div>
        <div class="so-article__side">
          ${servicesPart(parts.services, language)} ${programmesPart(parts.related, language)} ${morePart(parts.more, language)}
        </div>
      </article>
      <script type="module" src="/embed/share.js"></script>
      ${has('frame') ? html`<script type="module" src="/embed/frame.js"></script>` : ''}
      ${has('programme') ? html`<script type="module" src="/embed/player.js"></script>` : ''}`,
  );
}

function programmesPart(related: readonly ProgrammeCard[], language: Locale) {
  if (related.length === 0) return '';
  return html`<section class="so-part" aria-labelledby="so-programmes">
    <h2 id="so-programmes">${say(language, 'newsProgrammes')}</h2>
    <div class="so-part__list">${related.map((card) => programmeLink(card, language))}</div>
  </section>`;
}

function morePart(more: readonly NewsCard[], language: Locale) {
  if (more.length === 0) return '';
  return html`<section class="so-part" aria-labelledby="so-more">
    <h2 id="so-more">${say(language, 'newsMore')}</h2>
    <ul class="so-more">
      ${more.map(
        (card) =>
          html`<li>
            <a href="${card.path}">${card.title[language]}</a>
            <time class="am-caption" datetime="${card.publishedAt}">${dayInWords(new Date(card.publishedAt), language)}</time>
          </li>`,
      )}
    </ul>
  </section>`;
}

function servicesPart(services: readonly ServiceSummary[], language: Locale) {
  if (services.length === 0) return '';
  return html`<section class="so-part" aria-labelledby="so-services">
    <h2 id="so-services">${say(language, 'newsServices')}</h2>
    <ul class="so-services">
      ${services.map(
        ({ name, summary, path }) =>
          html`<li class="am-card">
            <h3><a href="${path}">${name[language]}</a></h3>
            <p class="am-caption">${summary[language]}</p>
            <a class="am-link" href="${path}" aria-label="${say(language, 'newsServiceOpenNamed', { name: name[language] })}"
              >${say(language, 'newsServiceOpen')} ${icon('arrow-right', { mirror: true, size: 'sm' })}</a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}
