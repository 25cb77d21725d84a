import { AmanahError, type Language } from '@amanah/errors';
import type { Call, PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import { connectedSystems } from '../../systems/contract.ts';
import type { manifest } from '../manifest.ts';
import { cardAnswer, listAnswer, serviceRow, type CardAnswer } from '../shared/answers.ts';
import type { BeneficiaryVoice } from './beneficiary-voice.ts';
import { cardOf, connectedFor, nameIn, rowOf } from './card.ts';
import { facetNames, type Catalogue, type FacetName, type Filters } from './catalogue.ts';
import type { Service } from './content.ts';
import { feedAnswer, feedOf } from './feed.ts';

const PAGE_SIZE = 10;
const open = { public: 'the catalogue is read without signing in (rules.md A2)' };
const list = z.string().max(400).optional();

type Context = PluginContext<typeof manifest>;

const listInput = z.strictObject({
  q: z.string().max(200).default(''),
  class: list,
  audience: list,
  event: list,
  channel: list,
  owner: list,
  instant: list,
  free: list,
  sort: z.enum(['relevance', 'visits', 'name', 'duration']).optional(),
  page: z.coerce.number().int().min(1).default(1),
  /** Reading language of the answer's names; default: the request's. */
  lang: z.enum(['ar', 'en']).optional(),
});

/** Routes that read the catalogue: list with facets, card, search, related, feed. */
export function registerCatalogueRoutes(ctx: Context, catalogue: Catalogue, voice: BeneficiaryVoice): void {
  const { content } = catalogue;

  ctx.route({
    method: 'get',
    path: '/',
    access: open,
    summary: 'Services that fit the filters, with facet counts',
    input: listInput,
    output: listAnswer,
    async handle(input, call) {
      const language = input.lang ?? call.language;
      const sort = input.sort ?? (input.q.trim() ? 'relevance' : 'visits');
      const found = catalogue.list(filtersOf(input), input.q, sort, language);
      const pages = Math.max(1, Math.ceil(found.services.length / PAGE_SIZE));
      const page = Math.min(input.page, pages);
      return {
        total: found.services.length,
        page,
        pages,
        all: catalogue.count,
        services: found.services.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((service) => rowOf(service, content, language)),
        facets: found.facets.map(({ name, values }) => ({
          name,
          values: values.map((value) => ({ id: value.id, name: value.name[language], count: value.count })),
        })),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/search',
    access: open,
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
    summary: 'The service card with every field of rules.md A1',
    input: z.strictObject({ code: z.string().max(20) }),
    output: cardAnswer,
    async handle({ code }, call) {
      const service = catalogue.service(code);
      if (!service) throw new AmanahError('SERVICES_UNKNOWN');
      const live = { start: await startOf(ctx, service, catalogue, call.language), rating: await ratingOf(catalogue, voice, service, call) };
      return cardOf(service, catalogue, call.language, live, new Date());
    },
  });
}

function filtersOf(input: Partial<Record<FacetName, string | undefined>>): Filters {
  return Object.fromEntries(facetNames.flatMap((facet) => (input[facet] ? [[facet, input[facet].split(',').filter(Boolean)]] : [])));
}

async function ratingOf(catalogue: Catalogue, voice: BeneficiaryVoice, service: Service, { actor }: Call): Promise<CardAnswer['rating']> {
  if (catalogue.content.extra.quietServices.includes(service.code)) return { average: null, count: 0, open: false, mine: null };
  const [summary, mine] = await Promise.all([voice.summary(service.code), actor ? voice.own(service.code, actor.person.id) : null]);
  return { ...summary, open: true, mine };
}

/** The connected systems that take the service today, or the channels to use instead. */
async function startOf(ctx: Context, service: Service, catalogue: Catalogue, language: Language): Promise<CardAnswer['start']> {
  const { content } = catalogue;
  const found = await Promise.all(
    connectedFor(service, content).map(async ({ system: id, place }) => {
      const system = await ctx.use(connectedSystems).find(id);
      return system && { id, title: system.title[language], place: place[language], enterPath: system.enterPath, state: system.state, since: system.since };
    }),
  );
  const systems = found.filter((system) => system !== undefined);
  if (systems.length > 0) return { way: 'systems', systems };
  const channels = service.channels.filter((channel) => !['web', 'mobile', 'api'].includes(channel));
  return { way: 'elsewhere', channels: channels.map((channel) => nameIn(content.channels, channel, language)) };
}
