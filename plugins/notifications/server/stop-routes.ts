import { AmanahError } from '@amanah/errors';
import type { Call, PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Context } from './context.ts';
import type { Preferences } from './preferences.ts';
import type { StopLinks, Stopped } from './stop-links.ts';
import { words } from './words.ts';

/** Stopping mails from a link in them, without signing in: a page that asks, and the form behind it, which mail programs post to by themselves (RFC 8058). */
export function registerStopping(ctx: Context, links: StopLinks, preferences: Preferences): void {
  ctx.route({
    method: 'post',
    path: '/unsubscriptions/{token}',
    access: { public: 'the signed link says whose mails of which kind; it can only stop them, never those about security' },
    summary: 'Stops the mails that a signed link names, with one click',
    form: true,
    formPage: '/unsubscribe/{token}',
    input: z.strictObject({ token: z.string().max(400), 'List-Unsubscribe': z.string().max(40).optional() }),
    output: z.undefined(),
    async handle({ token }) {
      const link = await links.read(token);
      if (!link) throw new AmanahError('NOTIFICATIONS_LINK_INVALID');
      await preferences.stopMail(link.personId, link.what);
      return undefined;
    },
  });
  ctx.page('/unsubscribe/:token', async ({ token = '' }, call) => {
    const link = await links.read(token);
    if (!link) return stopPage({ state: 'invalid', token, what: 'daily' }, call);
    const { choices } = await preferences.of(link.personId);
    const goesOn = link.what === 'daily' ? Object.values(choices).some(({ mail }) => mail === 'daily') : choices[link.what].mail !== 'off';
    return stopPage({ state: goesOn ? 'asks' : 'stopped', token, what: link.what }, call);
  });
}

function stopPage({ state, token, what }: { state: 'asks' | 'stopped' | 'invalid'; token: string; what: Stopped }, { language }: Call): PageHead {
  const kind = words(what === 'daily' ? 'stopDaily' : `category_${what}`, language);
  const title = words(state === 'asks' ? 'stopTitle' : state === 'stopped' ? 'stoppedTitle' : 'stopInvalid', language);
  const lead = words(state === 'asks' ? 'stopLead' : state === 'stopped' ? 'stoppedLead' : 'stopInvalidLead', language, { kind });
  const settings = html`<a class="am-button am-button--second" href="/account/notifications">${words('stopSettings', language)}</a>`;
  const form = html`<form class="am-actions" method="post" action="/api/notifications/unsubscriptions/${token}">
    <button class="am-button" type="submit">${words('stopNow', language)}</button>${settings}
  </form>`;
  const body = state === 'asks' ? form : html`<p class="am-actions">${settings}</p>`;
  return { title, lead, status: state === 'invalid' ? 404 : 200, body: { html: String(body) } };
}
