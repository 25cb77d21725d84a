import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammeCard } from '../../../media/contract.ts';
import type { Block, Inline, List, Paragraph, RichText } from '../../shared/rich-text.ts';
import { safeAddress } from '../../shared/safe-address.ts';
import type { FrameSites } from '../embedding/frame-sites.ts';
import { picturePath } from '../news/happening.ts';
import type { PictureRow } from '../news/news-rows.ts';
import { say } from '../words.ts';
import { icon } from './icon.ts';

/** What a body names and does not hold. */
export interface BodyParts {
  readonly language: Locale;
  readonly pictures: ReadonlyMap<string, Pick<PictureRow, 'width' | 'height'>>;
  readonly programmes: ReadonlyMap<string, ProgrammeCard>;
  readonly sites: Pick<FrameSites, 'frameOf'>;
  /** Where the text is read outside the portal (feeds): addresses are whole then, and frames are plain links. */
  readonly outside?: URL;
}

type Html = ReturnType<typeof html>;

/** A checked document as HTML: each part by an escaping template, nothing taken over as markup. What it names and is gone is left out. */
export function richTextHtml({ content }: RichText, parts: BodyParts): Html {
  return html`${content.map((block) => blockHtml(block, parts))}`;
}

function blockHtml(block: Block, parts: BodyParts): Html | string {
  switch (block.type) {
    case 'paragraph':
      return paragraphHtml(block, parts);
    case 'heading':
      return block.attrs.level === 2 ? html`<h2>${inlineHtml(block.content, parts)}</h2>` : html`<h3>${inlineHtml(block.content, parts)}</h3>`;
    case 'blockquote':
      return html`<blockquote>${block.content.map((one) => paragraphHtml(one, parts))}</blockquote>`;
    case 'bullet_list':
    case 'ordered_list':
      return listHtml(block, parts);
    case 'picture':
      return pictureHtml(block.attrs, parts);
    case 'programme':
      return programmeHtml(block.attrs, parts);
    case 'frame':
      return frameHtml(block.attrs, parts);
  }
}

function paragraphHtml({ content }: Paragraph, parts: BodyParts): Html {
  return html`<p>${inlineHtml(content, parts)}</p>`;
}

function listHtml({ type, content }: List, parts: BodyParts): Html {
  const items = content.map(
    (item) => html`<li>${item.content.map((part) => (part.type === 'paragraph' ? paragraphHtml(part, parts) : listHtml(part, parts)))}</li>`,
  );
  return type === 'bullet_list'
    ? html`<ul>
        ${items}
      </ul>`
    : html`<ol>
        ${items}
      </ol>`;
}

function inlineHtml(content: readonly Inline[] = [], parts: BodyParts): Html[] {
  return content.map((node) => {
    if (node.type === 'hard_break') return html`<br />`;
    return (node.marks ?? []).reduce<Html>(
      (within, mark) => {
        if (mark.type === 'strong') return html`<strong>${within}</strong>`;
        if (mark.type === 'em') return html`<em>${within}</em>`;
        const href = safeAddress(mark.attrs.href);
        if (href === null) return within;
        return href.startsWith('/') ? html`<a href="${addressed(href, parts)}">${within}</a>` : html`<a href="${href}" rel="noopener">${within}</a>`;
      },
      html`${node.text}`,
    );
  });
}

function pictureHtml({ picture, alt }: { picture: string; alt: string }, parts: BodyParts): Html | string {
  const size = parts.pictures.get(picture);
  if (!size) return '';
  return html`<figure class="so-picture">
    <img src="${addressed(picturePath(picture), parts)}" alt="${alt}" width="${size.width}" height="${size.height}" loading="lazy" decoding="async" />
  </figure>`;
}

/** A programme behind its poster: nothing of the player but its entry is loaded before the click. One that was withdrawn, or is not for the reader, leaves a sentence. */
function programmeHtml({ programme, at }: { programme: string; at: number | null }, parts: BodyParts): Html {
  const { language, outside } = parts;
  const card = parts.programmes.get(programme);
  if (!card) return html`<p class="so-gone">${say(language, 'newsProgrammeGone')}</p>`;
  if (outside) return linkedPoster(card, at, language, outside);
  const { id, kind, state, title, poster, seconds } = card;
  return html`<div class="so-player">
    <amanah-player
      programme="${id}"
      language="${language}"
      ${at ? html` at="${at}"` : ''}
      ${state === 'scheduled' ? '' : html` kind="${kind}" state="${state}" title="${title[language]}"${poster ? html` poster="${poster}"` : ''}${seconds === null ? '' : html` seconds="${seconds}"`}`}
      >${programmeLink(card, language, at)}</amanah-player
    >
  </div>`;
}

/** Where no player is: the poster and the title lead to its page and minute. */
function linkedPoster({ to, title, poster, kind }: ProgrammeCard, at: number | null, language: Locale, outside: URL): Html {
  const words = `${say(language, kind === 'audio' ? 'newsListen' : 'newsWatch')}: ${title[language]}`;
  const absolute = (path: string) => new URL(path, outside).href;
  return html`<p>
    <a href="${absolute(`${to}${at ? `?t=${at}` : ''}`)}"
      >${poster ? html`<img src="${absolute(poster)}" alt="" width="320" height="180" /><br />` : ''}${words}</a
    >
  </p>`;
}

/** The card of a programme, leading to its page and minute. */
export function programmeLink({ to, title, poster, kind, seconds }: ProgrammeCard, language: Locale, at: number | null = null): Html {
  const minutes = seconds === null ? null : Math.max(1, Math.round(seconds / 60));
  return html`<a class="so-programme" href="${to}${at ? `?t=${at}` : ''}">
    ${poster ? html`<img src="${poster}" alt="" loading="lazy" decoding="async" width="160" height="90" />` : html`<span class="so-programme__mark">${icon('play')}</span>`}
    <span
      ><b>${title[language]}</b
      ><small
        >${say(language, kind === 'audio' ? 'newsListen' : 'newsWatch')}${minutes === null ? '' : html` · ${say(language, 'newsMinutes', { count: minutes })}`}</small
      ></span
    >
  </a>`;
}

/** Nothing of the other site is loaded before the reader asks for it; without scripts the link leads there. */
function frameHtml({ address, title }: { address: string; title: string }, { sites, language, outside }: BodyParts): Html | string {
  const frame = sites.frameOf(address);
  if (!frame || outside) return html`<p><a href="${safeAddress(address) ?? '#'}" rel="noopener">${title}</a></p>`;
  return html`<amanah-frame src="${frame.src}" title="${title}" show="${say(language, 'newsFrameShow', { site: frame.site })}">
    <p><b>${title}</b></p>
    <p>${say(language, 'newsFrameNote', { site: frame.site })}</p>
    <p><a href="${frame.address}" rel="noopener">${say(language, 'newsFrameOpen', { site: frame.site })}</a></p>
  </amanah-frame>`;
}

/** A path of the portal as it is read here, or whole where it is read elsewhere. */
function addressed(path: string, { outside }: BodyParts): string {
  return outside ? new URL(path, outside).href : path;
}
