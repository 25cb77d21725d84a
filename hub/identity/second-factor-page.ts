import type { ErrorCode } from '@amanah/errors';
import type { Response } from 'express';
import { html } from 'hono/html';
import { messages } from '../http/messages.ts';
import { sendPage, type Html } from '../http/page.ts';
import type { RequestContext } from '../http/request-context.ts';
import { field, refusal } from './page-parts.ts';
import type { CodeMethod } from './second-factor.ts';

const t = messages(import.meta.url);

export interface CodeStep {
  readonly methods: readonly CodeMethod[];
  readonly method: CodeMethod | null;
  readonly maskedEmail: string | null;
  readonly refusal?: ErrorCode | null;
  /** A code has just been sent again. */
  readonly sent?: boolean;
}

/** Second step of a password sign-in: one code, and the other ways the person has. */
export function sendCodePage(response: Response, context: RequestContext, step: CodeStep): void {
  const { language } = context;
  const body = html`${refusal(context, step.refusal)} ${codeForm(context, step, '/auth/sign-in/code', {})}
    ${otherWays(context, step, (method) => `/auth/sign-in/code?with=${method}`)}
    <p><a href="/auth/sign-in/staff">${t(language, 'code.startAgain')}</a></p>`;
  sendPage(response, context, {
    title: t(language, 'code.title'),
    lead: codeLead(context, step),
    body,
    side: 'staff',
    frame: 'signin',
    status: step.refusal ? (step.refusal === 'IDENTITY_CODE_REFUSED' ? 401 : 503) : 200,
  });
}

/** What to enter, by the kind of code. */
export function codeLead({ language }: RequestContext, { method, maskedEmail, refusal: unsent }: CodeStep): string {
  if (method === null) return t(language, 'code.none');
  if (unsent === 'IDENTITY_MAIL_FAILED' && method === 'email') return t(language, 'code.lead.unsent');
  return t(language, `code.lead.${method}`, { email: maskedEmail ? `\u2066${maskedEmail}\u2069` : '' });
}

/** The form of one code; `hidden` goes with it. */
export function codeForm({ language }: RequestContext, step: CodeStep, action: string, hidden: Readonly<Record<string, string>>): Html {
  const { method, sent } = step;
  if (method === null) return '';
  const inputs = html`${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
  const attributes =
    method === 'recovery-code'
      ? html`autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" dir="ltr"`
      : html`inputmode="numeric" autocomplete="one-time-code" pattern="[0-9٠-٩۰-۹ ]{6,9}" maxlength="9" dir="ltr"`;
  return html`${sent ? html`<div class="am-notice am-notice--success" role="status"><p>${t(language, 'code.sent')}</p></div>` : ''}
    <form class="am-form" method="post" action="${action}">
      ${inputs}<input type="hidden" name="method" value="${method}" />
      ${field('code', t(language, `code.label.${method}`), attributes, t(language, `code.hint.${method}`))}
      <button class="am-button am-button--large" type="submit">${t(language, 'code.submit')}</button>
    </form>
    ${
      method === 'email'
        ? html`<form class="am-form" method="post" action="${action}/send">
            ${inputs}<button class="am-button am-button--second" type="submit">${t(language, 'code.sendAgain')}</button>
          </form>`
        : ''
    }`;
}

/** Links to the ways that are not shown now. */
export function otherWays({ language }: RequestContext, { methods, method }: CodeStep, address: (method: CodeMethod) => string): Html {
  const others = methods.filter((one) => one !== method);
  if (others.length === 0) return '';
  return html`<ul class="am-links">
    ${others.map((one) => html`<li><a href="${address(one)}">${t(language, `code.use.${one}`)}</a></li>`)}
  </ul>`;
}
