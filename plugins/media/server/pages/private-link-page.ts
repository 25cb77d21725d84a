import { AmanahError, errorText } from '@amanah/errors';
import type { Locale, PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { Programmes } from '../programmes/programmes.ts';
import { linkedProgramme, type LinkedProgramme } from '../storage/linked-programme.ts';
import type { PrivateLinks } from '../storage/private-links.ts';
import { icon } from './markup.ts';
import { momentInWords, say } from './words.ts';

/** A visit by a private link: what it opens, or what its visitor is told instead. */
export type LinkVisit = { readonly opens: LinkedProgramme } | { readonly opens: null; readonly head: PageHead };

/** Whoever opens a programme's page with a link sees it, or learns that the link is over: since when, if it was ever one of ours. */
export async function visitByLink(
  links: PrivateLinks,
  programmes: Pick<Programmes, 'find'>,
  { id, token, language }: { readonly id: string; readonly token: string; readonly language: Locale },
): Promise<LinkVisit> {
  try {
    const opens = await linkedProgramme(links, programmes, token);
    if (opens.programme.id === id) return { opens };
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'MEDIA_LINK_REFUSED') throw error;
  }
  return { opens: null, head: refused(language, await links.overSince(token)) };
}

/** Says on the page that it was opened by a link, and until when that works. */
export function linkNotice(until: Date, language: Locale) {
  return html`<div class="am-notice am-notice--gypsum" role="note">
    ${icon('link')}
    <div class="am-notice__body">
      <p class="am-notice__title">${say(language, 'watchLinkTitle')}</p>
      <p>${say(language, 'watchLinkUntil', { moment: momentInWords(until, language) })}</p>
    </div>
  </div>`;
}

function refused(language: Locale, over: Date | null): PageHead {
  const { title, action } = errorText('MEDIA_LINK_REFUSED', language);
  const all = html`<p><a class="am-button am-button--second" href="/watch">${say(language, 'watchAll')}</a></p>`;
  if (!over) return { title, lead: action, status: 404, body: { html: String(all) } };
  return {
    title: say(language, 'watchLinkOverTitle'),
    lead: say(language, 'watchLinkOverLead'),
    status: 410,
    body: {
      html: String(
        html`<div class="am-stack">
          <p>${say(language, 'watchLinkOverSince', { moment: momentInWords(over, language) })}</p>
          ${all}
        </div>`,
      ),
    },
  };
}
