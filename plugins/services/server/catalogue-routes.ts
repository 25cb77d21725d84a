import { AmanahError } from '@amanah/errors';
import type { PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import type { manifest } from '../manifest.ts';
import { cardAnswer, listAnswer, serviceRow } from '../shared/answers.ts';
import type { BeneficiaryVoice } from './beneficiary-voice.ts';
import { rowOf } from './card.ts';
import { cardAnswerOf } from './card-answer.ts';
import type { Catalogue } from './catalogue.ts';
import { listInput, listOf } from './catalogue-list.ts';
import { feedAnswer, feedOf } from './feed.ts';

const open = { public: 'the catalogue is read without signing in (rules.md A2)' };

type Context = PluginContext<typeof manifest>;

/** Routes that read the catalogue: list with facets, card, search, related, feed. */
export function registerCatalogueRoutes(ctx: Context, catalogue: Catalogue, voice: BeneficiaryVoice): void {
  const { content } = catalogue;

  ctx.route({
    method: 'get',
    path: '/',
    access: open,
    limit: { perMinute: 1200 },
    summary: 'Services that fit the filters, with facet counts',
    input: listInput,
    output: listAnswer,
    handle: async (input, call) => listOf(catalogue, input, input.lang ?? call.language),
  });

  ctx.route({
    method: 'get',
    path: '/search',
    access: open,
    limit: { perMinute: 1200 },
    summary: 'Services found by common or official names, with typing slips',
    input: z.strictObject({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(10) }),
    output: z.strictObject({ services: z.array(serviceRow) }),
    async handle({ q, limit }, { language }) {
      const services = catalogue
        .search(q)
        .slice(0, limit)
        .map(({ code }) => catalogue.service(code))
        .filter((service) => service !== undefined);
      return { services: services.map((service) => rowOf(service, content, language)) };
    },
  });

  ctx.route({
    method: 'get',
    path: '/feed',
    access: { public: 'exchange feed for the unified national portal (rules.md A7)' },
    limit: { perMinute: 60 },
    summary: 'The whole catalogue in both languages with stable deep links',
    input: z.strictObject({}),
    output: feedAnswer,
    cacheSeconds: 300,
    handle: async () => feedOf(content),
  });

  ctx.route({
    method: 'get',
    path: '/cards/{code}',
    access: open,
    limit: { perMinute: 1200 },
    summary: 'The service card with every field of rules.md A1',
    input: z.strictObject({ code: z.string().max(20) }),
    output: cardAnswer,
    async handle({ code }, call) {
      const service = catalogue.service(code);
      if (!service) throw new AmanahError('SERVICES_UNKNOWN');
      return cardAnswerOf(ctx, catalogue, voice, service, call);
    },
  });
}
