import { definePlugin, personalRows } from '@amanah/plugin-api';
import { beneficiaryReports, catalogue as catalogueToken } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { cardAnswerOf } from './card-answer.ts';
import { cardHtml } from './card-html.ts';
import { BeneficiaryVoice } from './beneficiary-voice.ts';
import { CardVisits } from './card-visits.ts';
import { Catalogue } from './catalogue.ts';
import { loadContent } from './content.ts';
import { cardHead, catalogueHead } from './page-heads.ts';
import { registerCatalogueRoutes } from './catalogue-routes.ts';
import { registerOutageRoutes } from './outage-routes.ts';
import { problemReports } from './problem-reports.ts';
import { registerVoiceRoutes } from './voice-routes.ts';

const SEARCH_HITS = 8;

let visits: CardVisits | undefined;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const catalogue = new Catalogue(loadContent(ctx.configDir));
    const voice = new BeneficiaryVoice(ctx.db);
    const counted = new CardVisits(ctx.db, ctx.log, (found) => catalogue.setVisits(found));
    visits = counted;

    registerCatalogueRoutes(ctx, catalogue, voice);
    registerVoiceRoutes(ctx, catalogue, voice);
    registerOutageRoutes(ctx, catalogue);
    ctx.personalData({
      name: 'ratings',
      title: 'personalRatings',
      purpose: 'personalRatingsPurpose',
      kept: 'nothingHeld',
      ...personalRows(ctx.db, { table: 'rating', columns: ['service_code', 'stars', 'note', 'rated_at'] }),
    });
    ctx.provide(catalogueToken, catalogue);
    ctx.provide(beneficiaryReports, problemReports(ctx.db, catalogue));
    ctx.page('/services', async (_params, { language }, query) => catalogueHead(catalogue, language, query));
    ctx.page('/services/:code', async ({ code = '' }, call) => {
      const service = catalogue.service(code);
      if (!service) return cardHead(service, catalogue.content, call.language);
      counted.count(service.code);
      const card = await cardAnswerOf(ctx, catalogue, voice, service, call);
      return cardHead(service, catalogue.content, call.language, cardHtml(card, call.actor !== null, call.language), ctx.publicUrl);
    });
    ctx.search((query) =>
      catalogue
        .search(query)
        .slice(0, SEARCH_HITS)
        .flatMap(({ code, score }) => {
          const service = catalogue.service(code);
          return service
            ? [{ title: service.name, caption: { ar: service.owner.ar, en: service.owner.en }, to: `/services/${code}`, kind: 'service' as const, score }]
            : [];
        }),
    );
    ctx.sitemap(async () => [
      { path: '/services', lastModified: catalogue.content.extra.updated },
      ...catalogue.content.services.map(({ code }) => ({ path: `/services/${code}`, lastModified: catalogue.content.extra.updated })),
    ]);
    return undefined;
  },
  async start() {
    await visits?.start();
  },
  async stop() {
    await visits?.stop();
  },
});
