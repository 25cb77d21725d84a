import type { Response } from 'express';
import { html } from 'hono/html';
import { messages } from '../http/messages.ts';
import { sendPage } from '../http/page.ts';
import type { RequestContext } from '../http/request-context.ts';
import { field, passkeyButton, passkeyScripts, refusal } from './page-parts.ts';
import { codeForm, codeLead, otherWays, type CodeStep } from './second-factor-page.ts';

const t = messages(import.meta.url);

export interface StepUp extends CodeStep {
  readonly passkey: boolean;
  readonly national: boolean;
  readonly password: boolean;
  readonly returnTo: string;
  readonly level: '1' | '2';
}

/** Asks a signed-in person to prove again who they are; every way they have, the strongest first. */
export function sendStepUpPage(response: Response, context: RequestContext, step: StepUp): void {
  const { language } = context;
  const hidden = { rd: step.returnTo, level: step.level };
  const query = new URLSearchParams(hidden);
  const none = step.method === null && !step.passkey && !step.national && !step.password;
  const body = html`${refusal(context, step.refusal)} ${step.passkey ? passkeyButton(context, 'step-up', step.returnTo) : ''}
    ${step.method === null ? '' : html`<p>${codeLead(context, step)}</p>`} ${codeForm(context, step, '/auth/step-up/code', hidden)}
    ${otherWays(context, step, (method) => `/auth/step-up?${query}&with=${method}`)}
    ${
      step.password
        ? html`<form class="am-form" method="post" action="/auth/step-up/password">
            <input type="hidden" name="rd" value="${step.returnTo}" /><input type="hidden" name="level" value="${step.level}" />
            ${field('password', t(language, 'signIn.password'), html`type="password" autocomplete="current-password" dir="ltr" maxlength="500"`)}
            <button class="am-button am-button--large" type="submit">${t(language, 'code.submit')}</button>
          </form>`
        : ''
    }
    ${
      step.national
        ? html`<form class="am-form" method="post" action="/auth/step-up/national">
            <input type="hidden" name="rd" value="${step.returnTo}" />
            <button class="am-button ${step.method || step.password ? 'am-button--second' : ''} am-button--large" type="submit">
              ${t(language, 'stepUp.national')}
            </button>
          </form>`
        : ''
    }
    ${
      none
        ? html`<div class="am-notice am-notice--warn" role="status">
            <strong>${t(language, 'stepUp.none')}</strong>
            <p>${t(language, 'stepUp.noneText')}</p>
          </div>`
        : ''
    }
    <p><a href="${none ? '/account/security' : '/account'}">${t(language, none ? 'stepUp.toSecurity' : 'stepUp.cancel')}</a></p>`;
  sendPage(response, context, {
    title: t(language, 'stepUp.title'),
    lead: t(language, 'stepUp.lead'),
    body,
    head: step.passkey ? passkeyScripts(context) : '',
    frame: 'signin',
    status: step.refusal ? (step.refusal.endsWith('_REFUSED') ? 401 : 503) : 200,
  });
}
