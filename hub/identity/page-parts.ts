import { errorText, type ErrorCode } from '@amanah/errors';
import { html } from 'hono/html';
import { icon } from '../http/frame/icon.ts';
import { messages } from '../http/messages.ts';
import type { Html } from '../http/page.ts';
import type { RequestContext } from '../http/request-context.ts';

const t = messages(import.meta.url);

/** What was refused and what to do, at the top of a form. */
export function refusal(context: RequestContext, code: ErrorCode | null | undefined): Html {
  if (!code) return '';
  const { title, action } = errorText(code, context.language);
  return html`<div class="am-notice am-notice--danger" role="alert" data-code="${code}">
    <strong>${title}</strong>
    <p>${action}</p>
  </div>`;
}

/** One labelled field that must be filled. */
export function field(name: string, label: string, attributes: Html, hint?: string): Html {
  return html`<div class="am-field">
    <label class="am-field__label" for="${name}">${label}</label>${hint ? html`<p class="am-field__hint" id="${name}-hint">${hint}</p>` : ''}
    <input class="am-control" id="${name}" name="${name}" required ${hint ? html`aria-describedby="${name}-hint"` : ''} ${attributes} />
  </div>`;
}

/** The passkey's button, hidden until a script finds that the browser can use it. */
export function passkeyButton({ language }: RequestContext, purpose: 'sign-in' | 'step-up', returnTo: string): Html {
  return html`<div class="am-stack am-gap-3" hidden>
    <div class="am-notice am-notice--danger" role="alert" data-passkey-trouble hidden>
      <strong></strong>
      <p></p>
    </div>
    <button
      class="am-button am-button--second am-button--large"
      type="button"
      data-passkey
      data-purpose="${purpose}"
      data-rd="${returnTo}"
      data-cancelled="${t(language, 'passkey.cancelled')}"
      data-otherwise="${t(language, 'passkey.otherwise')}"
    >
      ${icon('fingerprint')}${t(language, purpose === 'sign-in' ? 'passkey.signIn' : 'passkey.stepUp')}
    </button>
  </div>`;
}

/** The scripts of `passkeyButton`, for the page's head. */
export function passkeyScripts({ nonce }: RequestContext): Html {
  return html`<script src="/auth/assets/webauthn.js" nonce="${nonce}" defer></script>
    <script src="/auth/assets/passkey.js" nonce="${nonce}" defer></script>`;
}
