import type { PageHead } from '@amanah/plugin-api';
import type { Language } from '@amanah/errors';
import { html } from 'hono/html';
import { messages } from '../messages.ts';
import type { Html } from '../page-contract.ts';

const t = messages(new URL('../page.ts', import.meta.url).href);
const locales: Readonly<Record<Language, string>> = { ar: 'ar_SA', en: 'en_GB' };
/** Size in pixels of the pictures that plugins draw of pages (`ctx.pagePicture`). */
const pictureSize = { width: '1200', height: '630' } as const;
const addressNames = /^(?:url|image|video|audio)(?::(?:secure_)?url)?$/;

/** What is said of a page to where its address is shared. */
export interface PageMeta {
  readonly head: PageHead;
  readonly language: Language;
  readonly canonical: string;
  readonly publicUrl: URL;
  /** Address of a picture that a plugin draws of this page; `null`: there is none. */
  readonly picture: string | null;
}

/**
 * Description, canonical address, Open Graph and Twitter of a page. What the plugin's own `openGraph` says wins; a picture of its own takes the drawn
 * one's place whole, with its size and words.
 */
export function pageMeta(meta: PageMeta): Html {
  const { head, canonical, publicUrl } = meta;
  const said = openGraphOf(meta);
  return html`<meta name="description" content="${descriptionOf(head)}" />
    <link rel="canonical" href="${canonical}" />
    ${(head.alternates ?? []).map(
      ({ type, path, title }) =>
        html`<link rel="alternate" type="${type}" href="${new URL(path, publicUrl).href}" ${title === undefined ? '' : html` title="${title}"`} />`,
    )}
    ${[...said].map(([name, content]) => (name.startsWith('twitter:') ? html`<meta name="${name}" content="${content}" />` : html`<meta property="${name}" content="${content}" />`))}`;
}

function openGraphOf({ head, language, canonical, publicUrl, picture }: PageMeta): ReadonlyMap<string, string> {
  const own = Object.entries(head.openGraph ?? {});
  const said = new Map([
    ['og:site_name', t(language, 'portal.name')],
    ['og:type', 'website'],
    ['og:title', head.title],
    ['og:description', descriptionOf(head)],
    ['og:url', canonical],
    ['og:locale', locales[language]],
    ['og:locale:alternate', locales[language === 'ar' ? 'en' : 'ar']],
  ]);
  if (picture !== null && !own.some(([name]) => name === 'image' || name.startsWith('image:'))) {
    said.set('og:image', new URL(picture, publicUrl).href);
    said.set('og:image:type', 'image/png');
    said.set('og:image:width', pictureSize.width);
    said.set('og:image:height', pictureSize.height);
    said.set('og:image:alt', head.title);
  }
  for (const [name, content] of own) {
    const full = /^(?:article|twitter):/.test(name) ? name : `og:${name}`;
    said.set(full, addressNames.test(name) ? new URL(content, publicUrl).href : content);
  }
  const twitter = {
    'twitter:card': said.has('og:image') ? 'summary_large_image' : 'summary',
    'twitter:title': said.get('og:title'),
    'twitter:description': said.get('og:description'),
    'twitter:image': said.get('og:image'),
    'twitter:image:alt': said.get('og:image:alt'),
  };
  for (const [name, content] of Object.entries(twitter)) if (content !== undefined && !said.has(name)) said.set(name, content);
  return said;
}

function descriptionOf({ description, lead, title }: PageHead): string {
  return description ?? lead ?? title;
}
