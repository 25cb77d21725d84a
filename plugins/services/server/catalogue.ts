import type { Bilingual } from '@amanah/plugin-api';
import type { CatalogueService, CountedGroup, ServiceSummary } from '../contract.ts';
import { facetNames, type FacetName } from '../shared/catalogue-query.ts';
import type { Content, Service } from './content.ts';
import { SearchIndex, type Hit } from './search-index.ts';
import { durationWords, feeWords, isInstant, sayBoth } from './service-words.ts';

export type Filters = Readonly<Partial<Record<FacetName, readonly string[]>>>;
export type Sort = 'relevance' | 'visits' | 'name' | 'duration';

export interface Facet {
  readonly name: FacetName;
  readonly values: readonly CountedGroup[];
}

const MINUTES: Readonly<Record<string, number>> = { S: 1 / 60, M: 1, H: 60, D: 1440 };

function valuesOf(service: Service, facet: FacetName): readonly string[] {
  switch (facet) {
    case 'class':
      return [service.class];
    case 'audience':
      return service.audiences;
    case 'event':
      return service.lifeEvents;
    case 'channel':
      return service.channels;
    case 'owner':
      return [service.owner.unit];
    case 'instant':
      return [String(isInstant(service.duration))];
    case 'free':
      return [String(service.fee.basis === 'free')];
  }
}

function minutes(duration: string): number {
  const found = /(\d+)([SMHD])$/.exec(duration);
  return Number(found?.[1] ?? 0) * (MINUTES[found?.[2] ?? 'M'] ?? 1);
}

/** The services in memory: filters, facet counts, search, most visited. */
export class Catalogue implements CatalogueService {
  readonly content: Content;
  readonly #byCode: ReadonlyMap<string, Service>;
  readonly #index: SearchIndex;
  readonly #names: Readonly<Record<FacetName, readonly { readonly id: string; readonly name: Bilingual }[]>>;
  #visits: ReadonlyMap<string, number> = new Map();

  constructor(content: Content) {
    this.content = content;
    this.#byCode = new Map(content.services.map((service) => [service.code, service]));
    this.#index = new SearchIndex(content);
    const owners = new Map(content.services.map(({ owner }) => [owner.unit, { id: owner.unit, name: { ar: owner.ar, en: owner.en } }]));
    this.#names = {
      class: content.classes,
      audience: content.audiences,
      event: content.lifeEvents,
      channel: content.channels,
      owner: [...owners.values()],
      instant: [
        { id: 'true', name: sayBoth('instantYes') },
        { id: 'false', name: sayBoth('instantNo') },
      ],
      free: [
        { id: 'true', name: sayBoth('freeYes') },
        { id: 'false', name: sayBoth('freeNo') },
      ],
    };
  }

  get count(): number {
    return this.content.services.length;
  }

  service(code: string): Service | undefined {
    return this.#byCode.get(code);
  }

  search(query: string): readonly Hit[] {
    return this.#index.find(query);
  }

  /** Takes over the counts of visits read from the store. */
  setVisits(visits: ReadonlyMap<string, number>): void {
    this.#visits = visits;
  }

  /** Services that fit, sorted, and the counts of each facet's values given the other facets and the query. */
  list(filters: Filters, query: string, sort: Sort, language: 'ar' | 'en'): { readonly services: readonly Service[]; readonly facets: readonly Facet[] } {
    const hits = query.trim() === '' ? null : this.search(query);
    const found = hits ? hits.map((hit) => this.#byCode.get(hit.code)).filter((service) => service !== undefined) : this.content.services;
    const fits = (service: Service, except?: FacetName) =>
      facetNames.every((facet) => facet === except || !filters[facet]?.length || valuesOf(service, facet).some((value) => filters[facet]?.includes(value)));
    const services = found.filter((service) => fits(service));
    const facets = facetNames.map((name) =>
      this.#count(
        name,
        found.filter((service) => fits(service, name)),
      ),
    );
    return { services: this.#sorted(services, hits && sort === 'relevance' ? 'relevance' : sort, language), facets };
  }

  #count(name: FacetName, services: readonly Service[]): Facet {
    const counts = new Map<string, number>();
    for (const service of services) for (const value of valuesOf(service, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return { name, values: this.#names[name].map(({ id, name: label }) => ({ id, name: label, count: counts.get(id) ?? 0 })) };
  }

  #sorted(services: readonly Service[], sort: Sort, language: 'ar' | 'en'): readonly Service[] {
    const order = new Intl.Collator(language).compare;
    switch (sort) {
      case 'name':
        return services.toSorted((a, b) => order(a.name[language], b.name[language]));
      case 'duration':
        return services.toSorted((a, b) => minutes(a.duration) - minutes(b.duration));
      case 'visits':
        return this.#byVisits(services);
      case 'relevance':
        return services;
    }
  }

  #byVisits(services: readonly Service[]): readonly Service[] {
    const { featured } = this.content.extra;
    const place = (code: string) => (featured.includes(code) ? featured.indexOf(code) : featured.length);
    return services.toSorted(
      (a, b) => (this.#visits.get(b.code) ?? 0) - (this.#visits.get(a.code) ?? 0) || place(a.code) - place(b.code) || a.code.localeCompare(b.code),
    );
  }

  classes(): readonly CountedGroup[] {
    return this.#count('class', this.content.services).values;
  }
  audiences(): readonly CountedGroup[] {
    return this.#count('audience', this.content.services).values;
  }
  lifeEvents(): readonly CountedGroup[] {
    return this.#count('event', this.content.services).values;
  }
  mostUsed(limit: number): readonly ServiceSummary[] {
    return this.#byVisits(this.content.services).slice(0, limit).map(summaryOf);
  }

  find(code: string): ServiceSummary | undefined {
    const service = this.#byCode.get(code);
    return service && summaryOf(service);
  }

  /** Services of the same system first, then those that share a life event; never more than `limit`. */
  related(service: Service, limit: number): readonly Service[] {
    const others = this.content.services.filter((other) => other.code !== service.code);
    const shares = (other: Service) => other.lifeEvents.some((event) => service.lifeEvents.includes(event));
    const score = (other: Service) =>
      (other.system === service.system ? 4 : 0) + (shares(other) ? 2 : 0) + (other.primaryAudience === service.primaryAudience ? 1 : 0);
    return others
      .filter((other) => other.system === service.system || shares(other))
      .toSorted((a, b) => score(b) - score(a))
      .slice(0, limit);
  }
}

/** A service as lists of other plugins show it. */
export function summaryOf(service: Service): ServiceSummary {
  return {
    code: service.code,
    name: service.name,
    summary: service.summary,
    class: service.class,
    system: service.system,
    duration: durationWords(service.duration),
    fee: feeWords(service.fee),
    path: `/services/${service.code}`,
  };
}
