import { errorText } from '@amanah/errors';
import type { Call, Locale, PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammeCard } from '../../../media/contract.ts';
import { catalogue, type ServiceSummary } from '../../../services/contract.ts';
import type { Context } from '../context.ts';
import type { FrameSites } from '../embedding/frame-sites.ts';
import { newsPath } from '../news/happening.ts';
import { oEmbedOf } from '../embedding/oembed-answer.ts';
import { feedKinds, type FeedKind } from '../feeds/news-feed.ts';
import { programmesById, programmesInText, publicProgrammesById } from '../news/named-programmes.ts';
import { picturesOf, type PublishedRow } from '../news/news-rows.ts';
import { cardOf, type NewsShelf } from '../news/news-shelf.ts';
import { mayRead, readerOf, type PublishedNews } from '../news/published-news.ts';
import { say } from '../words.ts';
import { articleHtml } from './article-html.ts';
import { newsArticleLd } from './news-article-ld.ts';
import { feedAddress, newsListHtml } from './news-list-html.ts';

const pageSize = 12;
const mostPages = 1_000;

export interface Reading {
  readonly published: PublishedNews;
  readonly shelf: NewsShelf;
  readonly sites: FrameSites;
}

/** Public pages: the list, and each item. */
export function registerNewsPages(ctx: Context, reading: Reading): void {
  ctx.page('/news', (_params, call, query) => listHead(ctx, reading, call, query));
  ctx.page('/news/:item', ({ item = '' }, call) => itemHead(ctx, reading, call, item));
}

async function listHead(ctx: Context, { published }: Reading, call: Call, query: URLSearchParams): Promise<PageHead> {
  const { language } = call;
  const reader = readerOf(call.actor, ctx.access);
  const asked = query.get('unit') ?? '';
  const unit = ctx.access.unit(asked)?.id;
  const page = Math.min(Math.max(Math.trunc(Number(query.get('page'))) || 1, 1), mostPages);
  const [rows, total, speakers] = await Promise.all([
    published.list({ reader, unit, limit: pageSize, offset: (page - 1) * pageSize }),
    published.count({ reader, unit }),
    published.speakers(reader),
  ]);
  const nameOf = (id: string) => ctx.access.unit(id)?.name[language] ?? say(language, 'newsPublisher');
  const title = say(language, 'newsTitle');
  const lead = say(language, 'newsLead');
  return {
    title,
    lead,
    description: lead,
    canonicalPath: `/news${page > 1 ? `?page=${page}` : ''}`,
    openGraph: { type: 'website', description: lead },
    breadcrumb: [{ title: say(language, 'newsHome'), to: '/' }],
    alternates: feedsOf(language, unit ? { id: unit, name: nameOf(unit) } : null),
    body: {
      html: newsListHtml(
        {
          cards: rows.map(cardOf),
          page,
          pages: Math.ceil(total / pageSize),
          total,
          unit,
          units: [...new Set([...speakers, ...(unit ? [unit] : [])])].map((id) => ({ id, name: nameOf(id) })),
          nameOf,
        },
        language,
      ),
    },
  };
}

async function itemHead(ctx: Context, reading: Reading, call: Call, name: string): Promise<PageHead> {
  const { language } = call;
  const breadcrumb = [
    { title: say(language, 'newsHome'), to: '/' },
    { title: say(language, 'newsTitle'), to: '/news' },
  ];
  const row = await reading.published.find(name.slice(0, 80));
  if (!row || !mayRead(row, readerOf(call.actor, ctx.access)))
    return { ...gone(errorText('SOCIAL_NEWS_UNKNOWN', language), language), status: 404, breadcrumb };
  if (row.withdrawn) return { ...(await withdrawnHead(ctx, row, language)), breadcrumb };
  const { title, summary, body } = row.content;
  const path = newsPath(row.slug);
  const unit = ctx.access.unit(row.unit)?.name[language] ?? say(language, 'newsPublisher');
  return {
    title: title[language],
    lead: summary[language],
    description: summary[language],
    canonicalPath: path,
    openGraph: {
      type: 'article',
      'article:published_time': row.published_at.toISOString(),
      'article:modified_time': row.changed_at.toISOString(),
      ...(await sharedProgramme(ctx, row, language)),
    },
    jsonLd: row.audience === 'everyone' ? [newsArticleLd(row, unit, language, ctx.publicUrl)] : [],
    breadcrumb,
    alternates: row.audience === 'everyone' ? [...oEmbedOf(new URL(path, ctx.publicUrl), language), ...feedsOf(language, null)] : [],
    updated: row.changed_at.toISOString().slice(0, 10),
    body: {
      html: articleHtml(row, {
        language,
        unit,
        sites: reading.sites,
        pictures: new Map((await picturesOf(ctx.db, row.news)).map((one) => [one.id, one])),
        ...(await programmesOf(ctx, row, call)),
        services: servicesOf(ctx, row),
        more: reading.shelf
          .newest(4, call)
          .filter(({ id }) => id !== row.news)
          .slice(0, 3),
        address: new URL(path, ctx.publicUrl).href,
      }),
    },
    ...frames(reading.sites.originsOf(body[language])),
  };
}

/** Frames of outside sites are let in on the page that shows them, and nowhere else. */
function frames(origins: readonly string[]): Pick<PageHead, 'frameSources'> {
  return origins.length > 0 ? { frameSources: origins } : {};
}

/** The feeds of a list, for readers that look for them in its page. */
function feedsOf(language: Locale, unit: { readonly id: string; readonly name: string } | null): NonNullable<PageHead['alternates']> {
  const title = unit ? say(language, 'newsFeedTitleOf', { unit: unit.name }) : say(language, 'newsFeedTitle');
  const podcast = { type: feedKinds.rss, path: `/feeds/podcast.rss?language=${language}`, title: say(language, 'newsPodcastTitle') };
  return [...(Object.keys(feedKinds) as FeedKind[]).map((kind) => ({ type: feedKinds[kind], path: feedAddress(kind, language, unit?.id), title })), podcast];
}

async function withdrawnHead(ctx: Context, row: PublishedRow, language: Locale): Promise<PageHead> {
  const [found] = await ctx.db.query<{ because: { ar: string; en: string } | null }>('SELECT withdrawn_because AS because FROM news WHERE id = $1', [row.news]);
  const action = found?.because ? say(language, 'newsWithdrawnBecause', { reason: found.because[language] }) : say(language, 'newsWithdrawnText');
  return { ...gone({ title: say(language, 'newsWithdrawnTitle'), action }, language), status: 410 };
}

function gone({ title, action }: { readonly title: string; readonly action: string }, language: Locale): PageHead {
  return { title, lead: action, body: { html: String(html`<p><a class="am-button" href="/news">${say(language, 'newsAll')}</a></p>`) } };
}

/** Programmes of the item that the reader may watch: those in its text, and beside it the others that it names. */
async function programmesOf(
  ctx: Context,
  { content }: PublishedRow,
  call: Call,
): Promise<{ programmes: ReadonlyMap<string, ProgrammeCard>; related: ProgrammeCard[] }> {
  const inText = programmesInText(content, call.language);
  const programmes = await programmesById(ctx, [...inText, ...content.programmes], call);
  return { programmes, related: content.programmes.flatMap((id) => (inText.includes(id) ? [] : (programmes.get(id) ?? []))) };
}

/** The poster of the first programme in the text that everyone may watch takes the drawn picture's place where the address is shared; it plays there in a frame. */
async function sharedProgramme(ctx: Context, { audience, content }: PublishedRow, language: Locale): Promise<Readonly<Record<string, string>>> {
  if (audience !== 'everyone') return {};
  const inText = programmesInText(content, language);
  const programmes = await publicProgrammesById(ctx, inText);
  const shown = inText.map((id) => programmes.get(id)).find((card) => card?.poster);
  if (!shown?.poster) return {};
  const player = { video: `/embed/player/${shown.id}`, 'video:type': 'text/html', 'video:width': '1280', 'video:height': '720' };
  return { image: shown.poster, 'image:alt': shown.title[language], ...(shown.kind === 'video' ? player : {}) };
}

/** Linked services as the catalogue has them now; none while it is refused. */
export function servicesOf(ctx: Context, row: Pick<PublishedRow, 'content'>): ServiceSummary[] {
  if (row.content.services.length === 0) return [];
  try {
    const known = ctx.use(catalogue);
    return row.content.services.flatMap((code) => known.find(code) ?? []);
  } catch (error) {
    ctx.log.warn({ err: error }, 'an item of news is shown without its services');
    return [];
  }
}
