import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, raw } from 'hono/html';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { messages } from '../../http/messages.ts';
import { sendPage } from '../../http/page.ts';
import type { RequestContext } from '../../http/request-context.ts';

const t = messages(new URL('../create-identity.ts', import.meta.url).href);

/** Asks before a sign-out that a client began. `form` is the provider's own, with its one-time value. */
export function logoutPage(ctx: KoaContextWithOIDC, form: string): void {
  sendFromKoa(ctx, (response, context) => {
    const body = html`${raw(form)}<button class="am-button am-button--large" type="submit" form="op.logoutForm" name="logout" value="yes">
        ${t(context.language, 'signOut.this')}
      </button>`;
    sendPage(response, context, { title: t(context.language, 'signOut.title'), lead: t(context.language, 'signOut.lead'), body, frame: 'signin' });
  });
}

/** After a sign-out that named no address to go on to. */
export function loggedOutPage(ctx: KoaContextWithOIDC): void {
  sendFromKoa(ctx, (response, context) => {
    const body = html`<p><a class="am-button am-button--second" href="/">${t(context.language, 'signOut.home')}</a></p>`;
    sendPage(response, context, { title: t(context.language, 'signOut.done'), body, frame: 'signin' });
  });
}

/** A client's request that cannot be answered at the client, such as one with a foreign address to return to. */
export function refusedPage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  sendFromKoa(ctx, (response, context) => {
    const body = html`<p class="am-hint" dir="ltr">${out.error}: ${out.error_description ?? ''}</p>
      <p><a class="am-button am-button--second" href="/">${t(context.language, 'signOut.home')}</a></p>`;
    sendPage(response, context, {
      title: t(context.language, 'oidc.refused'),
      lead: t(context.language, 'oidc.refusedLead'),
      body,
      frame: 'signin',
      status: ctx.status,
    });
  });
}

function sendFromKoa(
  ctx: { req: IncomingMessage; res: ServerResponse; respond?: boolean },
  send: (response: ServerResponse, context: RequestContext) => void,
): void {
  ctx.respond = false; // our page contract writes the answer itself
  send(ctx.res, (ctx.req as IncomingMessage & { context: RequestContext }).context);
}
