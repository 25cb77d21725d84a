import type { Bilingual } from '@amanah/plugin-api';
import type { Response } from 'express';
import { html } from 'hono/html';
import { messages } from '../../http/messages.ts';
import { sendPage } from '../../http/page.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { scopeNames } from './claims.ts';

const t = messages(import.meta.url);

/** Asks the person whether a system that is not the Amanah's own may learn these things of them. A plain form: works without scripts. */
export function sendConsentPage(
  response: Response,
  context: RequestContext,
  asked: { readonly uid: string; readonly title: Bilingual; readonly returnHost: string; readonly scopes: readonly string[] },
): void {
  const { language } = context;
  const system = asked.title[language];
  const body = html`<div class="am-prose">
      <p>${t(language, 'consent.lead', { system })}</p>
      <ul>
        <li>${t(language, 'consent.openid')}</li>
        ${scopeNames.filter((scope) => asked.scopes.includes(scope)).map((scope) => html`<li>${t(language, `consent.${scope}`)}</li>`)}
      </ul>
      <p>${t(language, 'consent.return')} <bdi dir="ltr">${asked.returnHost}</bdi></p>
      <p class="am-field__hint">${t(language, 'consent.withdraw')}</p>
    </div>
    <form class="am-form" method="post" action="/oidc/interaction/${asked.uid}">
      <button class="am-button am-button--large" type="submit" name="answer" value="allow">${t(language, 'consent.allow')}</button>
      <button class="am-button am-button--second" type="submit" name="answer" value="refuse">${t(language, 'consent.refuse')}</button>
    </form>`;
  sendPage(response, context, { title: t(language, 'consent.title', { system }), body, frame: 'signin' });
}
