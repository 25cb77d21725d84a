import type { Language } from '@amanah/errors';
import { html } from 'hono/html';
import type { CardAnswer } from '../shared/answers.ts';
import { glyph, icon } from './markup.ts';
import { say } from './service-words.ts';

type Part = (card: CardAnswer, language: Language) => unknown;

const RIYALS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 });
const lines = (name: string, texts: readonly string[]) =>
  html`<ul class="sv-lines">
    ${texts.map((text) => html`<li class="sv-icon-line">${icon(name, 'md')}<span>${text}</span></li>`)}
  </ul>`;

/** Documents, steps, fees, conditions, questions and related services of a card, in this order. */
export function cardParts(card: CardAnswer, language: Language) {
  return [documents, steps, fees, conditions, questions, related].map((part) => part(card, language));
}

const documents: Part = (card, language) => {
  const t = (key: string) => say(language, key);
  const column = (name: string, title: string, found: CardAnswer['fetched'], nothing: string, look: string) =>
    html`<div class="am-card${look}">
      <h3>${icon(name, 'md')}${t(title)}</h3>
      ${
        found.length === 0
          ? html`<p class="am-muted">${t(nothing)}</p>`
          : html`<ul class="sv-document-lines">
              ${found.map((line) => html`<li>${line.name}<span class="am-caption">${line.from}</span></li>`)}
            </ul>`
      }
    </div>`;
  return html`<section class="sv-section" id="documents">
    <h2>${t('sectionDocuments')}</h2>
    ${
      card.fetched.length + card.uploaded.length === 0
        ? html`<p class="am-muted">${t('documentsNone')}</p>`
        : html`<div class="sv-documents">
            ${column('shield-check', 'documentsFetched', card.fetched, 'documentsNoFetch', ' am-card--gypsum')}
            ${column('upload', 'documentsUploaded', card.uploaded, 'documentsNoUpload', '')}
          </div>`
    }
  </section>`;
};

const steps: Part = (card, language) =>
  html`<section class="sv-section" id="steps">
    <h2>${say(language, 'sectionSteps')}</h2>
    <ol class="sv-steps">
      ${card.steps.map(
        (step) =>
          html`<li class="sv-step${step.you ? ' sv-step--you' : ''}">
            <span>${step.text}</span><span class="sv-step__who">${icon(step.you ? 'user-round' : 'circle')}${step.who}</span>
          </li>`,
      )}
    </ol>
  </section>`;

const fees: Part = (card, language) => {
  const money = (halalas: number) => `${RIYALS.format(halalas / 100)} ${say(language, 'riyal')}`;
  return html`<section class="sv-section" id="fees">
    <h2>${say(language, 'sectionFees')}</h2>
    ${
      card.feeLines.length === 0
        ? html`<p><b>${card.fee}</b>${card.feeNote === card.fee ? '' : ` · ${card.feeNote}`}</p>`
        : html`<table class="am-fees">
              <tbody>
                ${card.feeLines.map(
                  (line) =>
                    html`<tr>
                      <td>${line.name}<small class="am-caption">${line.formula}</small></td>
                      <td class="am-number">${money(line.halalas)}</td>
                    </tr>`,
                )}
              </tbody>
              ${
                card.feeTotalHalalas === null
                  ? ''
                  : html`<tfoot>
                      <tr>
                        <th scope="row">${say(language, 'feeTotal')}</th>
                        <td class="am-number">${money(card.feeTotalHalalas)}</td>
                      </tr>
                    </tfoot>`
              }
            </table>
            <p class="am-caption sv-fee-note">${icon('info')}${say(language, card.feeIllustrative ? 'feeIllustrative' : 'feeFinal')}</p>`
    }
  </section>`;
};

const conditions: Part = (card, language) => {
  const t = (key: string) => say(language, key);
  const list = (title: string, name: string, texts: readonly string[]) =>
    texts.length === 0
      ? ''
      : html`<h3>${t(title)}</h3>
          ${lines(name, texts)}`;
  return html`<section class="sv-section" id="conditions">
    <h2>${t('sectionConditions')}</h2>
    ${card.prerequisites.length === 0 ? html`<p class="am-muted">${t('conditionsNone')}</p>` : lines('check', card.prerequisites)}
    ${list('legalBasis', 'scale', card.legalBasis)} ${list('parties', 'network', card.parties)}
  </section>`;
};

const questions: Part = (card, language) =>
  html`<section class="sv-section" id="faq">
    <h2>${say(language, 'sectionFaq')}</h2>
    ${card.faq.map(
      ({ question, answer }, index) =>
        html`<details class="sv-question" ${index === 0 ? html` open` : ''}>
          <summary>${question}${icon('chevron-down', 'md')}</summary>
          <p>${answer}</p>
        </details>`,
    )}
  </section>`;

const related: Part = (card, language) =>
  card.related.length === 0
    ? ''
    : html`<section class="sv-section" id="related">
        <h2>${say(language, 'sectionRelated')}</h2>
        <div class="sv-related">
          ${card.related.map(
            (service) =>
              html`<a href="/services/${service.code}"
                >${glyph(service.class, 'sm')}<span
                  >${service.name}<span class="am-caption">${service.fee}${say(language, 'listSeparator')}${service.duration}</span></span
                ></a
              >`,
          )}
        </div>
      </section>`;
