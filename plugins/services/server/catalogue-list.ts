import type { Language } from '@amanah/errors';
import { z } from 'zod';
import type { ListAnswer } from '../shared/answers.ts';
import { rowOf } from './card.ts';
import { facetNames, type FacetName } from '../shared/catalogue-query.ts';
import type { Catalogue, Filters } from './catalogue.ts';

const PAGE_SIZE = 10;
const list = z.string().max(400).optional();

/** What can be asked of the catalogue; facets take several values with commas between them. */
export const listInput = z.strictObject({
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
export type ListInput = z.infer<typeof listInput>;

/** One page of the services that fit, with the counts behind every filter. */
export function listOf(catalogue: Catalogue, input: ListInput, language: Language): ListAnswer {
  const sort = input.sort ?? (input.q.trim() ? 'relevance' : 'visits');
  const found = catalogue.list(filtersOf(input), input.q, sort, language);
  const pages = Math.max(1, Math.ceil(found.services.length / PAGE_SIZE));
  const page = Math.min(input.page, pages);
  return {
    total: found.services.length,
    page,
    pages,
    all: catalogue.count,
    services: found.services.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((service) => rowOf(service, catalogue.content, language)),
    facets: found.facets.map(({ name, values }) => ({
      name,
      values: values.map((value) => ({ id: value.id, name: value.name[language], count: value.count })),
    })),
  };
}

/** The same question from a page's address, where a form without scripts repeats a name instead of using commas; what is wrong counts as not asked. */
export function listInputOf(query: URLSearchParams): ListInput {
  const given = Object.fromEntries(
    Object.entries(listInput.shape).flatMap(([name, schema]) => {
      const value = query.getAll(name).filter(Boolean).join(',');
      return value && schema.safeParse(value).success ? [[name, value]] : [];
    }),
  );
  return listInput.parse(given);
}

/** The values chosen of each facet. */
export function filtersOf(input: Partial<Record<FacetName, string | undefined>>): Filters {
  return Object.fromEntries(facetNames.flatMap((facet) => (input[facet] ? [[facet, input[facet].split(',').filter(Boolean)]] : [])));
}
