import { definePlugin, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { news } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { configuration } from './configuration.ts';
import type { Context } from './context.ts';
import { FrameSites } from './embedding/frame-sites.ts';
import { registerFrameRoutes } from './embedding/frame-routes.ts';
import { registerOEmbed } from './embedding/oembed-provider.ts';
import { SiteTitles } from './embedding/site-title.ts';
import { registerFeeds, registerPodcast } from './feeds/feed-routes.ts';
import { seedNews } from './news/demo-news.ts';
import { newsPath } from './news/happening.ts';
import { NewsAtOffice } from './news/news-at-office.ts';
import { NewsDesk } from './news/news-desk.ts';
import { LeftPictures } from './news/left-pictures.ts';
import { NewsPictures } from './news/news-pictures.ts';
import { NewsShelf } from './news/news-shelf.ts';
import { PublishedNews } from './news/published-news.ts';
import { registerPagePictures } from './opengraph/page-pictures.ts';
import { PictureDrawer } from './opengraph/picture-drawer.ts';
import { registerNewsPages, servicesOf } from './pages/news-pages.ts';
import { assertWords } from './posts/post-routes.ts';
import { registerOfficePages } from './pages/office-pages.ts';
import { declarePersonalData } from './personal-data.ts';
import { programmeNames, registerOfficeRoutes } from './routes/office-routes.ts';
import { registerPosts } from './register-posts.ts';
import { registerPictureRoutes } from './routes/picture-routes.ts';
import { registerEmbeddedScripts } from './sharing/embedded-scripts.ts';
import { say } from './words.ts';

let begin: (() => Promise<void>) | undefined;
let end: (() => Promise<void>) | undefined;

export default definePlugin({
  manifest,
  config: configuration,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const published = new PublishedNews(ctx.db);
    const shelf = new NewsShelf(published, ctx.access, ctx.log);
    const desk = new NewsDesk({ db: ctx.db, events: ctx.events, now: () => new Date() });
    const sites = new FrameSites(ctx.config.sites);
    const titles = new SiteTitles();
    const drawer = new PictureDrawer(ctx.log);
    const atOffice = new NewsAtOffice({
      db: ctx.db,
      access: ctx.access,
      namesOf: async (content, call) => ({
        services: servicesOf(ctx, { content }).map(({ code, name }) => ({ id: code, name: name[call.language] })),
        programmes: await programmeNames(ctx, content.programmes, call),
      }),
    });
    const pictures = new NewsPictures(ctx.db, ctx.files);
    const refresh = () => shelf.refresh();

    const posts = registerPosts(
      ctx,
      (item, id) => pictures.bytes(item, id),
      async (id, call) => void (await atOffice.item(id, call)),
    );
    registerOfficeRoutes(ctx, { desk, atOffice, sites, refresh, assertWords: (networks) => assertWords(posts, networks) });
    registerFrameRoutes(ctx, sites, titles);
    registerPictureRoutes(ctx, { pictures, published, atOffice });
    registerNewsPages(ctx, { published, shelf, sites });
    registerOfficePages(ctx);
    registerFeeds(ctx, published, sites);
    registerPodcast(ctx);
    registerOEmbed(ctx, published);
    registerEmbeddedScripts(ctx);
    registerPagePictures(ctx, drawer, (path, language) => ctx.access.unit(shelf.unitAt(path) ?? '')?.name[language] ?? '');
    declarePersonalData(ctx);
    publishWhenDue(ctx, desk, refresh);
    removeLeftPictures(ctx);
    ctx.provide(news, shelf);
    ctx.search((query, call: Call) => shelf.search(query, call, { ar: say('ar', 'newsTitle'), en: say('en', 'newsTitle') }));
    ctx.sitemap(async () => [
      { path: '/news' },
      ...(await published.addresses()).map(({ slug, changed_at: at }) => ({ path: newsPath(slug), lastModified: at.toISOString().slice(0, 10) })),
    ]);
    begin = async () => {
      await posts.begin();
      if (ctx.config.news !== null) await seedNews(ctx.db, ctx.files, new URL(ctx.config.news, ctx.configDir), new Date());
      await shelf.start();
    };
    end = async () => {
      shelf.stop();
      drawer.close();
      await titles.close();
    };
    return undefined;
  },
  async start() {
    await begin?.();
  },
  async stop() {
    await end?.();
  },
});

/** Items that were approved for a moment come out in the minute in which it has come. */
function publishWhenDue(ctx: Context, desk: NewsDesk, refresh: () => Promise<void>): void {
  ctx.job({
    name: 'publish-due-news',
    input: z.strictObject({}),
    key: () => 'publish-due-news',
    attempts: 1,
    timeoutMs: 50_000,
    cron: '* * * * *',
    async run() {
      if ((await desk.publishDue()) > 0) await refresh();
    },
  });
}

/** Each night what was sent for news and stands in none. */
function removeLeftPictures(ctx: Context): void {
  const left = new LeftPictures(ctx.db, ctx.files);
  ctx.job({
    name: 'remove-left-pictures',
    input: z.strictObject({}),
    key: () => 'remove-left-pictures',
    attempts: 3,
    timeoutMs: 600_000,
    cron: '50 3 * * *',
    async run() {
      const count = await left.remove();
      if (count > 0) ctx.log.info({ count }, 'pictures that stand in no news were removed');
    },
  });
}
