import { isbot } from 'isbot';
import type { Context } from '../context.ts';
import { newsPath } from '../news/happening.ts';

/** A post's own link: leads to the news item and counts, in the day's sum alone, that somebody came this way. */
export function registerPostLinks(ctx: Context): void {
  ctx.protocol({
    at: '/go/:code',
    methods: ['GET'],
    access: { public: 'links in posts for everyone; says nothing but the address of a news item' },
    crossOrigin: true,
    summary: 'Leads from a post on a network to its news item',
    limit: { perMinute: 600 },
    async handle(request, response, _call, { code = '' }) {
      const [found] = await ctx.db.query<{ slug: string }>(
        'SELECT slug FROM post JOIN news_published USING (news) WHERE code = $1',
        [code.toUpperCase()],
        'post-link',
      );
      if (found && request.method === 'GET' && !isbot(request.headers['user-agent'])) {
        await ctx.db.query(
          `INSERT INTO post_click (code, day, clicks) VALUES ($1, (now() AT TIME ZONE 'Asia/Riyadh')::date, 1) ON CONFLICT (code, day) DO UPDATE SET clicks = post_click.clicks + 1`,
          [code.toUpperCase()],
          'post-click',
        );
      }
      response.writeHead(302, { location: found ? newsPath(found.slug) : '/news' }).end();
    },
  });
}
