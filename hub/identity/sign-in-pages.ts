import type { ErrorCode } from '@amanah/errors';
import { capacityName, delegationOf, type Capacity } from '@amanah/plugin-api';
import type { Response } from 'express';
import { html } from 'hono/html';
import { messages } from '../http/messages.ts';
import { sendPage, type Html } from '../http/page.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { Capacities } from './capacities.ts';
import { field, passkeyButton, passkeyScripts, refusal } from './page-parts.ts';

const t = messages(import.meta.url);

/** First page of the public: national identity, no password field (rules.md B1). */
export function sendNationalPage(response: Response, context: RequestContext, returnTo: string, code: ErrorCode | null = null): void {
  const { language } = context;
  const body = html`${refusal(context, code)}
    <form class="am-form" method="post" action="/auth/sign-in/national">
      <input type="hidden" name="rd" value="${returnTo}" /> <button class="am-button am-button--large" type="submit">${t(language, 'signIn.national')}</button>
      <p class="am-field__hint">${t(language, 'signIn.nationalHint')}</p>
    </form>
    ${passkeyButton(context, 'sign-in', returnTo)}
    <p><a href="/auth/sign-in/staff?rd=${encodeURIComponent(returnTo)}">${t(language, 'signIn.staffLink')}</a></p>`;
  sendPage(response, context, {
    title: t(language, 'signIn.title'),
    lead: t(language, 'signIn.lead'),
    body,
    head: passkeyScripts(context),
    frame: 'signin',
    status: code ? 503 : 200,
  });
}

/** Staff: user name and password in a plain form. */
export function sendStaffPage(response: Response, context: RequestContext, returnTo: string, code: ErrorCode | null = null): void {
  const { language } = context;
  const body = html`${refusal(context, code)}
    <form class="am-form" method="post" action="/auth/sign-in/staff">
      <input type="hidden" name="rd" value="${returnTo}" />
      ${field('username', t(language, 'signIn.username'), html`autocomplete="username" autocapitalize="none" spellcheck="false" dir="ltr" maxlength="200"`)}
      ${field('password', t(language, 'signIn.password'), html`type="password" autocomplete="current-password" dir="ltr" maxlength="500"`)}
      <button class="am-button am-button--large" type="submit">${t(language, 'signIn.submit')}</button>
    </form>
    ${passkeyButton(context, 'sign-in', returnTo)}
    <p><a href="/auth/sign-in?rd=${encodeURIComponent(returnTo)}">${t(language, 'signIn.publicLink')}</a></p>`;
  sendPage(response, context, {
    title: t(language, 'signIn.staffTitle'),
    lead: t(language, 'signIn.lead'),
    body,
    side: 'staff',
    head: passkeyScripts(context),
    frame: 'signin',
    status: code ? 401 : 200,
  });
}

/** Choice of the capacity to act in (rules.md B4). */
export function sendCapacityPage(response: Response, context: RequestContext, capacities: Capacities, current: string, returnTo: string): void {
  const { language } = context;
  const body = html`${capacities.registerDown ? html`<div class="am-notice am-notice--warn" role="status"><p>${t(language, 'capacity.registerDown')}</p></div>` : ''}
    ${capacities.suspended.map(
      (name) => html`<div class="am-notice am-notice--warn" role="status"><p>${t(language, 'capacity.suspended', { name: name[language] })}</p></div>`,
    )}
    <form class="am-form" method="post" action="/auth/capacity">
      <input type="hidden" name="rd" value="${returnTo}" />
      <fieldset class="am-choices">
        <legend class="am-hidden">${t(language, 'capacity.title')}</legend>
        ${capacities.choices.map(
          ({ id, capacity }) =>
            html`<label class="am-choice"
              ><input type="radio" name="capacity" value="${id}" required ${id === current ? 'checked' : ''} /><span
                >${delegateWords(capacity, language) ?? capacityName(capacity, language) ?? t(language, 'capacity.self')}${
                  capacity.kind === 'self' || delegationOf(capacity) !== null
                    ? ''
                    : html` <span class="am-field__hint">${t(language, `capacity.kind.${capacity.kind}`)}</span>`
                }</span
              ></label
            >`,
        )}
      </fieldset>
      <button class="am-button am-button--large" type="submit">${t(language, 'capacity.submit')}</button>
    </form>`;
  sendPage(response, context, { title: t(language, 'capacity.title'), lead: t(language, 'capacity.lead'), body, frame: 'signin' });
}

/** In whose name a delegate or an office acts, and until when; `null` for other capacities. */
function delegateWords(capacity: Capacity, language: RequestContext['language']): Html | null {
  const delegation = delegationOf(capacity);
  if (delegation === null) return null;
  const name = capacityName(capacity, language) ?? '';
  const words =
    capacity.kind === 'agent' ? t(language, 'capacity.agentFor', { office: capacity.office.name[language], name }) : t(language, 'capacity.delegate', { name });
  const date = new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-ca-gregory-nu-latn' : 'en-GB', { dateStyle: 'long', timeZone: 'Asia/Riyadh' });
  return html`${words} <span class="am-field__hint">${t(language, 'capacity.until', { date: date.format(new Date(delegation.expiresAt)) })}</span>`;
}

/** Asks before a sign-out that was only linked to, and offers "everywhere". */
export function sendSignOutPage(response: Response, context: RequestContext): void {
  const { language } = context;
  const body = html`<form class="am-form" method="post" action="/auth/sign-out">
      <button class="am-button am-button--large" type="submit">${t(language, 'signOut.this')}</button>
    </form>
    <form class="am-form" method="post" action="/auth/sign-out-everywhere">
      <button class="am-button am-button--second" type="submit">${t(language, 'signOut.everywhere')}</button>
    </form>`;
  sendPage(response, context, { title: t(language, 'signOut.title'), lead: t(language, 'signOut.lead'), body, frame: 'signin' });
}

/** What was ended, and by name what could not be reached. */
export function sendSignedOutPage(response: Response, context: RequestContext, ended: number, unreachable: readonly string[]): void {
  const { language } = context;
  const body = html`<p role="status">${t(language, 'signOut.closed', { count: ended })}</p>
    ${
      unreachable.length > 0
        ? html`<div class="am-notice am-notice--warn">
            <p>${t(language, 'signOut.unreachable')}</p>
            <ul>
              ${unreachable.map((name) => html`<li>${name}</li>`)}
            </ul>
          </div>`
        : ''
    }
    <p><a class="am-button am-button--second" href="/">${t(language, 'signOut.home')}</a></p>`;
  sendPage(response, context, { title: t(language, 'signOut.done'), body, frame: 'signin' });
}
