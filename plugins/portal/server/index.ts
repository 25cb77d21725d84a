import { definePlugin, type Call, type Locale, type PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { catalogue } from '../../services/contract.ts';
import { news } from '../../social/contract.ts';
import { pageFeedback } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { registerFeedbackRoutes } from './feedback-routes.ts';
import { feedbackStrip } from './feedback-strip.ts';
import { homePage, homeWithoutCatalogue } from './home-page.ts';
import { PageFeedback } from './page-feedback.ts';
import { PageIndex } from './page-index.ts';
import { siteMap } from './site-map.ts';
import { statutoryPages } from '../shared/statutory-pages.ts';
import { readStatutoryPage, type StatutoryPage } from './statutory-page.ts';
import { say } from './words.ts';

const newsShown = 3;

let feedback: PageFeedback | undefined;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const read = (language: Locale) => new Map(statutoryPages.map((name) => [name as string, readStatutoryPage(ctx.configDir, name, language)!]));
    const pages = { ar: read('ar'), en: read('en') };
    const index = new PageIndex(pages);
    const given = new PageFeedback(ctx.db, ctx.log);
    feedback = given;
    const crumbs = (language: Locale) => [
      { title: say(language, 'home'), to: '/' },
      { title: say(language, 'siteMap'), to: '/pages' },
    ];
    /** `null` while the catalogue is refused: the portal's own pages stand without it. */
    const services = () => {
      try {
        return ctx.use(catalogue);
      } catch (error) {
        ctx.log.warn({ err: error }, 'the home page is shown without the catalogue');
        return null;
      }
    };

    registerFeedbackRoutes(ctx, given);
    ctx.provide(pageFeedback, given);
    ctx.pageEnd((path, { language }, { updated }) => feedbackStrip(given.of(path), language, updated));
    /** Nothing where news are refused. */
    const newest = (call: Call) => {
      try {
        return ctx.use(news).newest(newsShown, call);
      } catch {
        return [];
      }
    };

    ctx.page('/', async (_params, call) => {
      const { language } = call;
      const found = services();
      return {
        title: say(language, 'home'),
        description: say(language, 'heroLead'),
        canonicalPath: '/',
        openGraph: { type: 'website', description: say(language, 'heroLead') },
        alternates: [{ type: 'application/rss+xml', path: `/feeds/news.rss?language=${language}`, title: say(language, 'news') }],
        body: { html: found ? homePage(found, newest(call), language) : homeWithoutCatalogue(language), wide: true },
      };
    });
    ctx.page('/pages', async (_params, { language }) => ({
      title: say(language, 'siteMap'),
      lead: say(language, 'siteMapLead'),
      canonicalPath: '/pages',
      breadcrumb: crumbs(language).slice(0, 1),
      body: { html: siteMap(services(), pages[language], language) },
    }));
    ctx.page('/pages/:page', async ({ page = '' }, { language }) => statutoryHead(pages[language].get(page), page, language, crumbs(language)));
    ctx.search((query) => index.find(query));
    ctx.sitemap(async () => ['/', '/pages', ...statutoryPages.map((name) => `/pages/${name}`)].map((path) => ({ path })));
    return undefined;
  },
  async start() {
    await feedback?.start();
  },
  async stop() {
    feedback?.stop();
  },
});

function statutoryHead(page: StatutoryPage | undefined, name: string, language: Locale, breadcrumb: PageHead['breadcrumb'] & {}): PageHead {
  if (!page) return { status: 404, title: say(language, 'notFound'), lead: say(language, 'notFoundLead'), breadcrumb, body: { html: '' } };
  // The Arabic text binds; a translation says that it is one (rules.md K5).
  const translated = language === 'ar' ? '' : String(html`<p class="am-caption" data-translation>${say(language, 'translation')}</p>`);
  return {
    title: page.title,
    lead: page.lead,
    canonicalPath: `/pages/${name}`,
    breadcrumb,
    body: { html: translated + page.html },
    ...(page.updated ? { updated: page.updated } : {}),
  };
}
