import { definePlugin, type Locale, type PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { catalogue } from '../../services/contract.ts';
import { manifest } from '../manifest.ts';
import { homePage } from './home-page.ts';
import { readStatutoryPage, statutoryPages, type StatutoryPage } from './statutory-page.ts';
import { say } from './words.ts';

export default definePlugin({
  manifest,
  setup(ctx) {
    const read = (language: Locale) => new Map(statutoryPages.map((name) => [name as string, readStatutoryPage(ctx.configDir, name, language)!]));
    const pages = { ar: read('ar'), en: read('en') };
    const crumbs = (language: Locale) => [
      { title: say(language, 'home'), to: '/' },
      { title: say(language, 'siteMap'), to: '/pages' },
    ];

    ctx.page('/', async (_params, { language }) => ({
      title: say(language, 'home'),
      description: say(language, 'heroLead'),
      canonicalPath: '/',
      body: { html: homePage(ctx.use(catalogue), language), wide: true },
    }));
    ctx.page('/pages', async (_params, { language }) => ({
      title: say(language, 'siteMap'),
      canonicalPath: '/pages',
      breadcrumb: crumbs(language).slice(0, 1),
      body: { html: siteMap(pages[language], language) },
    }));
    ctx.page('/pages/:page', async ({ page = '' }, { language }) => statutoryHead(pages[language].get(page), page, language, crumbs(language)));
    ctx.sitemap(async () => ['/', '/pages', ...statutoryPages.map((name) => `/pages/${name}`)].map((path) => ({ path })));
    return undefined;
  },
});

function statutoryHead(page: StatutoryPage | undefined, name: string, language: Locale, breadcrumb: PageHead['breadcrumb'] & {}): PageHead {
  if (!page) return { status: 404, title: say(language, 'notFound'), lead: say(language, 'notFoundLead'), breadcrumb, body: { html: '' } };
  return { title: page.title, lead: page.lead, canonicalPath: `/pages/${name}`, breadcrumb, body: { html: page.html } };
}

function siteMap(pages: ReadonlyMap<string, StatutoryPage>, language: Locale): string {
  const links = [['/', say(language, 'home')], ['/services', say(language, 'all')], ...[...pages].map(([name, { title }]) => [`/pages/${name}`, title])];
  return String(
    html`<ul class="am-prose portal-prose">
      ${links.map(([to, title]) => html`<li><a href="${to}">${title}</a></li>`)}
    </ul>`,
  );
}
