import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { icon } from './icon.ts';

const t = messages(import.meta.url);

/** The bar of every Saudi government site: official sentence and how to verify it; the flag's place is a placeholder. */
export function governmentBar({ language }: RequestContext): Html {
  const now = new Date();
  const hijri = new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-ca-islamic-umalqura-nu-latn' : 'en-GB-u-ca-islamic-umalqura-nu-latn', {
    dateStyle: 'long',
    timeZone: 'Asia/Riyadh',
  }).format(now);
  return html`<div class="am-government" role="region" aria-label="${t(language, 'government')}">
    <div class="am-wrap am-government__row">
      <span class="am-government__flag" role="img" aria-label="${t(language, 'government.flag')}"></span
      ><span class="am-government__sentence">${t(language, 'government.sentence')}</span>
      <details>
        <summary>${t(language, 'government.verify')} ${icon('chevron-down', 'sm')}</summary>
        <div class="am-government__verify">
          <p>
            ${icon('link')}<span>${t(language, 'government.domain')} <bdi class="am-id" dir="ltr">.gov.sa</bdi></span>
          </p>
          <p>${icon('lock')}<span>${t(language, 'government.https')}</span></p>
        </div>
      </details>
      <time class="am-government__date" datetime="${now.toISOString().slice(0, 10)}">${icon('calendar', 'sm')}${hijri}</time>
    </div>
  </div>`;
}
