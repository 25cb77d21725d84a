import { AmanahError } from '@amanah/errors';
import type { Locale } from '@amanah/plugin-api';
import { media } from '../../../media/contract.ts';
import type { Context } from '../context.ts';
import type { FrameSites } from '../embedding/frame-sites.ts';
import { programmesInText, publicProgrammesById } from '../news/named-programmes.ts';
import type { PictureRow } from '../news/news-rows.ts';
import { everyone, type PublishedNews } from '../news/published-news.ts';
import { say } from '../words.ts';
import { answerWhenChanged } from './conditional-answer.ts';
import { feedKinds, newsFeed, type FeedKind } from './news-feed.ts';
import { latestOf, podcastFeed } from './podcast-feed.ts';

const items = 30;
const episodesShown = 100;
const maxAge = 300;

/** News for readers of feeds: `?language=ar|en` (default Arabic), `?unit=` of one unit. */
export function registerFeeds(ctx: Context, published: PublishedNews, sites: FrameSites): void {
  for (const kind of Object.keys(feedKinds) as FeedKind[]) {
    ctx.protocol({
      at: `/feeds/news.${kind}`,
      methods: ['GET'],
      access: { public: 'news for everyone' },
      crossOrigin: true,
      summary: `The newest news as ${kind.toUpperCase()} feed`,
      limit: { perMinute: 240 },
      async handle(request, response) {
        const { language, unit } = asked(ctx, request.url ?? '');
        const rows = await published.list({ reader: everyone, unit: unit?.id, limit: items });
        const pictures = await ctx.db.query<PictureRow & { bytes: number }>('SELECT id, news, width, height, bytes FROM news_picture WHERE news = ANY ($1)', [
          rows.map(({ news }) => news),
        ]);
        const nameOf = (id: string) => ctx.access.unit(id)?.name[language] ?? say(language, 'newsPublisher');
        answerWhenChanged(request, response, {
          text: newsFeed(kind, {
            rows,
            pictures: new Map(pictures.map((one) => [one.id, one])),
            programmes: await publicProgrammesById(
              ctx,
              rows.flatMap(({ content }) => programmesInText(content, language)),
            ),
            language,
            unit,
            publicUrl: ctx.publicUrl,
            sites,
            nameOf,
          }),
          type: `${feedKinds[kind]}; charset=utf-8`,
          modified: rows.reduce((latest, { changed_at: at }) => (at > latest ? at : latest), new Date(0)),
          maxAge,
        });
      },
    });
  }
}

/** Audio programmes for podcast programs; an empty feed while there is no media. */
export function registerPodcast(ctx: Context): void {
  const found = async () => {
    try {
      return await ctx.use(media).episodes(episodesShown);
    } catch (error) {
      ctx.log.warn({ err: error }, 'the podcast feed is empty: no media');
      return [];
    }
  };
  ctx.protocol({
    at: '/feeds/podcast.rss',
    methods: ['GET'],
    access: { public: 'audio programmes for everyone' },
    crossOrigin: true,
    summary: 'Published audio programmes as a podcast feed (RSS with enclosures)',
    limit: { perMinute: 240 },
    async handle(request, response) {
      const { language } = asked(ctx, request.url ?? '');
      const episodes = await found();
      answerWhenChanged(request, response, {
        text: podcastFeed(episodes, language, ctx.publicUrl),
        type: `${feedKinds.rss}; charset=utf-8`,
        modified: latestOf(episodes),
        maxAge,
      });
    },
  });
}

/** @throws HTTP_NOT_FOUND for a unit that is none */
export function asked(ctx: Context, address: string): { language: Locale; unit: { id: string; name: string } | null } {
  const query = new URL(address, 'http://localhost').searchParams;
  const language = query.get('language') === 'en' ? 'en' : 'ar';
  const id = query.get('unit');
  if (!id) return { language, unit: null };
  const unit = ctx.access.unit(id);
  if (!unit) throw new AmanahError('HTTP_NOT_FOUND');
  return { language, unit: { id: unit.id, name: unit.name[language] } };
}
