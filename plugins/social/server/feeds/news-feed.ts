import type { Locale } from '@amanah/plugin-api';
import { Feed } from 'feed';
import type { ProgrammeCard } from '../../../media/contract.ts';
import type { FrameSites } from '../embedding/frame-sites.ts';
import { newsPath, picturePath } from '../news/happening.ts';
import type { PictureRow, PublishedRow } from '../news/news-rows.ts';
import { richTextHtml } from '../pages/rich-text-html.ts';
import { say } from '../words.ts';

export const feedKinds = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' } as const;
export type FeedKind = keyof typeof feedKinds;

export interface NewsOfFeed {
  readonly rows: readonly PublishedRow[];
  readonly pictures: ReadonlyMap<string, Pick<PictureRow, 'width' | 'height'> & { readonly bytes: number }>;
  /** Those that everyone may watch. */
  readonly programmes: ReadonlyMap<string, ProgrammeCard>;
  readonly language: Locale;
  /** Id and name of the unit whose news it is; `null`: all. */
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly publicUrl: URL;
  readonly sites: FrameSites;
  nameOf(unit: string): string;
}

/** The newest news in one of the three forms that readers know. */
export function newsFeed(kind: FeedKind, { rows, pictures, programmes, language, unit, publicUrl, sites, nameOf }: NewsOfFeed): string {
  const absolute = (path: string) => new URL(path, publicUrl).href;
  const self = (of: FeedKind) => absolute(`/feeds/news.${of}?${new URLSearchParams({ language, ...(unit ? { unit: unit.id } : {}) })}`);
  // Readers take titles and summaries of RSS and Atom for HTML; those of a JSON feed are plain.
  const marked = (words: string) => (kind === 'json' ? words : asHtml(words));
  const publisher = say(language, 'newsPublisher');
  const feed = new Feed({
    id: self('atom'),
    title: unit ? say(language, 'newsFeedTitleOf', { unit: unit.name }) : say(language, 'newsFeedTitle'),
    description: say(language, 'newsLead'),
    link: absolute('/news'),
    language,
    generator: false,
    author: { name: publisher, link: absolute('/') },
    copyright: publisher,
    updated: rows.reduce((latest, { changed_at: at }) => (at > latest ? at : latest), new Date(0)),
    feedLinks: { rss: self('rss'), atom: self('atom'), json: self('json') },
  });
  for (const { news, slug, content, unit: speaker, published_at: date, changed_at: changed } of rows) {
    const picture = content.picture && pictures.get(content.picture.id);
    feed.addItem({
      id: `urn:uuid:${news}`,
      guid: `urn:uuid:${news}`,
      title: marked(content.title[language]),
      link: absolute(newsPath(slug)),
      description: marked(content.summary[language]),
      content: String(richTextHtml(content.body[language], { language, pictures, programmes, sites, outside: publicUrl })),
      published: date,
      date: kind === 'rss' ? date : changed,
      // RSS takes authors with an e-mail address only.
      ...(kind === 'rss' ? {} : { author: [{ name: nameOf(speaker) }] }),
      ...(content.picture && picture ? { image: { url: absolute(picturePath(content.picture.id)), type: 'image/jpeg', length: picture.bytes } } : {}),
    });
  }
  return { rss: () => feed.rss2(), atom: () => feed.atom1(), json: () => feed.json1() }[kind]();
}

/** Plain words for where HTML is read. A lone `&` means itself there and stays readable where none is. */
export function asHtml(words: string): string {
  return words
    .replace(/&(?=[#\w])/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
