import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardAnswer } from '../shared/answers.ts';
import { cardOf } from './card.ts';
import { facetNames, type FacetName } from '../shared/catalogue-query.ts';
import { Catalogue, type Filters } from './catalogue.ts';
import { loadContent } from './content.ts';
import { governmentService, cardHead } from './page-heads.ts';
import { feedAnswer, feedOf } from './feed.ts';
import { durationWords, feeWords } from './service-words.ts';

const catalogue = new Catalogue(loadContent(new URL('../../../config/', import.meta.url)));
const { content } = catalogue;
const live = {
  apply: null,
  start: { way: 'elsewhere' as const, channels: [] },
  rating: { average: null, count: 0, open: true, mine: null },
  outages: [],
  downtime: [],
};
const sum = (values: readonly { count: number }[]) => values.reduce((total, value) => total + value.count, 0);

describe('service cards', () => {
  test.each(['ar', 'en'] as const)('every one of the 120 has all fields of rules.md A1 (%s)', (language) => {
    expect(content.services).toHaveLength(120);
    for (const service of content.services) {
      const card = cardAnswer.parse(cardOf(service, catalogue, language, live));
      for (const text of [
        card.name,
        card.summary,
        card.className,
        card.owner,
        card.duration,
        card.fee,
        card.support.phone,
        card.serviceLevelPath,
        card.updated,
      ])
        expect(text).not.toBe('');
      for (const list of [card.audiences, card.channels, card.lifeEvents, card.steps, card.faq, card.related, card.languages])
        expect(list.length, service.code).toBeGreaterThan(0);
      expect(card.related.some((other) => other.code === card.code)).toBe(false);
    }
  });

  test('only documents whose source is upload stand under "you upload"', () => {
    for (const service of content.services) {
      const card = cardOf(service, catalogue, 'ar', live);
      expect(card.uploaded).toHaveLength(service.requiredDocuments.filter((document) => document.source === 'upload').length);
      expect(card.fetched.length + card.uploaded.length).toBe(service.requiredDocuments.length);
    }
  });

  test('a service is instant exactly when it takes less than a day', () => {
    const instant = content.services.filter((service) => cardOf(service, catalogue, 'ar', live).instant);
    expect(instant).toHaveLength(50);
    expect(catalogue.service('SRV-001') && cardOf(catalogue.service('SRV-001')!, catalogue, 'ar', live).instant).toBe(false);
  });

  test('burial services open with condolences and only the questions of their own system', () => {
    const card = cardOf(catalogue.service('SRV-084')!, catalogue, 'ar', live);
    expect(card.quiet).toBe(true);
    expect(card.condolence).toBe('أحسن الله عزاءكم');
    expect(card.faq).toHaveLength(1);
  });

  test('an unknown code has a 404 head, a known one a canonical address and structured data', () => {
    expect(cardHead(undefined, content, 'ar').status).toBe(404);
    const head = cardHead(catalogue.service('SRV-001'), content, 'en');
    expect(head.canonicalPath).toBe('/services/SRV-001');
    expect(governmentService(catalogue.service('SRV-001')!, content, 'ar')).toMatchObject({ '@type': 'GovernmentService', name: 'إصدار رخصة تجارية' });
  });
});

describe('facets', () => {
  test('the four classes, owner, instant and fee each sum to 120', () => {
    const { facets } = catalogue.list({}, '', 'visits', 'ar');
    for (const name of ['class', 'owner', 'instant', 'free']) expect(sum(facets.find((facet) => facet.name === name)!.values)).toBe(120);
    expect(catalogue.classes().map(({ count }) => count)).toEqual([22, 28, 43, 27]);
  });

  test('the count beside every value is the number of services that choosing it lists', () => {
    const chosen = [{}, { class: ['procedural'] }, { audience: ['business'], class: ['procedural'] }];
    for (const filters of chosen) {
      for (const facet of catalogue.list(filters, '', 'visits', 'ar').facets) {
        for (const value of facet.values) {
          expect(catalogue.list({ ...filters, [facet.name]: [value.id] }, '', 'visits', 'ar').services, `${facet.name}=${value.id}`).toHaveLength(value.count);
        }
      }
    }
    expect(catalogue.list({ audience: ['business'], class: ['procedural'] }, '', 'visits', 'ar').services).toHaveLength(39);
  });

  test('whatever else is chosen, the counts of the four classes add up to what is listed without a class', () => {
    const values = (name: FacetName) =>
      catalogue
        .list({}, '', 'visits', 'ar')
        .facets.find((facet) => facet.name === name)!
        .values.map(({ id }) => id);
    const some = (name: FacetName) => fc.subarray(values(name)).map((ids) => [name, ids] as const);
    const filters = fc.tuple(...facetNames.filter((name) => name !== 'class').map(some)).map((chosen) => Object.fromEntries(chosen) as Filters);
    fc.assert(
      fc.property(filters, fc.subarray(values('class')), fc.constantFrom('', 'رخصة', 'permit'), (others, classes, query) => {
        const { facets } = catalogue.list({ ...others, class: classes }, query, 'visits', 'ar');
        expect(sum(facets.find(({ name }) => name === 'class')!.values)).toBe(catalogue.list(others, query, 'visits', 'ar').services.length);
      }),
    );
  });

  test('every service has a life event', () => {
    expect(content.services.every((service) => service.lifeEvents.length > 0)).toBe(true);
  });
});

describe('words', () => {
  test('durations follow the six Arabic forms', () => {
    expect(['P1D', 'P2D', 'P3D', 'P15D', 'PT1H', 'PT2H', 'PT2M', 'PT5M', 'PT30M', 'PT0S'].map((duration) => durationWords(duration).ar)).toEqual([
      'يوم عمل واحد',
      'يوما عمل',
      '3 أيام عمل',
      '15 يوم عمل',
      'ساعة واحدة',
      'ساعتان',
      'دقيقتان',
      '5 دقائق',
      '30 دقيقة',
      'متاحة في الحال',
    ]);
  });

  test('a fee says free, fixed, or from', () => {
    expect(feeWords(catalogue.service('SRV-001')!.fee).ar).toBe('تبدأ من 500 ريال');
    expect(feeWords(catalogue.service('SRV-008')!.fee)).toEqual({ ar: 'مجاناً', en: 'Free' });
  });
});

test('the feed for the national portal carries all services with stable links', () => {
  const feed = feedAnswer.parse(feedOf(content));
  expect(new Set(feed.services.map(({ link }) => link)).size).toBe(120);
});

test('most visited comes first, then the order of the configuration', () => {
  const fresh = new Catalogue(content);
  expect(fresh.mostUsed(2).map(({ code }) => code)).toEqual(['SRV-001', 'SRV-003']);
  fresh.setVisits(new Map([['SRV-120', 7]]));
  expect(fresh.mostUsed(1)[0]?.code).toBe('SRV-120');
});
