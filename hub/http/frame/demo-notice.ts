import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';
import type { RequestContext } from '../request-context.ts';
import { icon } from './icon.ts';

const t = messages(import.meta.url);

/** Cookie of the browser session in which the visitor has closed the notice. */
export const demoNoticeCookie = 'amanah_demo';

/** Says on every page of the demo profile that nothing here is real; the visitor may close it until the browser is closed. */
export function demoNotice({ language, path, surroundings }: RequestContext): Html {
  if (!surroundings?.demoNotice) return '';
  return html`<div class="am-demo" role="region" aria-label="${t(language, 'demo')}">
    <form class="am-wrap am-demo__row" action="/demo-notice/close" method="get">
      <input type="hidden" name="rd" value="${path}" />
      <p>
        ${icon('info')}<span><b>${t(language, 'demo.title')}</b> ${t(language, 'demo.text')}</span>
      </p>
      <button class="am-icon-button" aria-label="${t(language, 'demo.close')}" title="${t(language, 'demo.close')}">${icon('x')}</button>
    </form>
  </div>`;
}
