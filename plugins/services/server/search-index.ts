import MiniSearch from 'minisearch';
import { foldText, foldWord, foldWords } from '@amanah/plugin-api';
import type { Content, Service } from './content.ts';

export interface Hit {
  readonly code: string;
  readonly score: number;
}

const BOOST = { name: 4, keywords: 5, code: 8, system: 1.5, owner: 1, summary: 1 };
const EXACT_PHRASE = 80;
const NAME_PHRASE = 30;
const SYNONYM_WEIGHT = 1.5;

/** Search over names, common names, summaries and owners in both languages, with typing slips; answers from memory. */
export class SearchIndex {
  readonly #index: MiniSearch;
  readonly #synonyms: readonly { readonly say: string; readonly words: readonly string[]; readonly mean: readonly string[] }[];
  readonly #phrases: readonly { readonly code: string; readonly names: readonly string[]; readonly keywords: readonly string[] }[];

  constructor(content: Content) {
    const systems = new Map(content.systems.map((system) => [system.id, `${system.name.ar} ${system.name.en}`]));
    this.#index = new MiniSearch({
      idField: 'code',
      fields: Object.keys(BOOST),
      tokenize: (text) => foldText(text).split(' '),
      processTerm: (term) => foldWord(term) || null,
      extractField: (service: Service, field) => {
        switch (field) {
          case 'name':
            return `${service.name.ar} ${service.name.en}`;
          case 'summary':
            return `${service.summary.ar} ${service.summary.en}`;
          case 'keywords':
            return [...service.keywords.ar, ...service.keywords.en].join(' ');
          case 'system':
            return systems.get(service.system) ?? '';
          case 'owner':
            return `${service.owner.ar} ${service.owner.en}`;
          default:
            return service.code;
        }
      },
    });
    this.#index.addAll(content.services);
    this.#synonyms = content.extra.synonyms.flatMap(({ say, mean }) =>
      say.map((word) => ({ say: foldWords(word).join(' '), words: foldWords(word), mean: foldWords(mean) })),
    );
    this.#phrases = content.services.map((service) => ({
      code: service.code,
      names: [service.name.ar, service.name.en].map((name) => foldWords(name).join(' ')),
      keywords: [...service.keywords.ar, ...service.keywords.en].map((word) => foldWords(word).join(' ')),
    }));
  }

  /** Codes with scores, best first; the whole query must be found if anything holds it whole, otherwise parts of it. */
  find(query: string): Hit[] {
    const words = foldWords(query.slice(0, 200));
    if (words.length === 0) return [];
    const scores = new Map<string, number>();
    const add = (hits: Iterable<{ id: string; score: number }>, weight: number) => {
      for (const hit of hits) scores.set(hit.id, (scores.get(hit.id) ?? 0) + hit.score * weight);
    };
    const options = {
      boost: BOOST,
      prefix: (term: string) => term.length >= 2,
      fuzzy: (term: string) => (term.length >= 6 ? 2 : term.length >= 4 ? 1 : false),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    } as const;
    const whole = this.#index.search(words.join(' '), { ...options, combineWith: 'AND' });
    add(whole, 1);
    const meant = this.#meant(words);
    for (const mean of meant) add(this.#index.search(mean.join(' '), { boost: BOOST, combineWith: 'AND' }), SYNONYM_WEIGHT);
    if (whole.length === 0) add(this.#index.search(words.join(' '), { ...options, combineWith: 'OR' }), meant.length > 0 ? 0.2 : 0.5);
    this.#preferPhrases(words.join(' '), scores);
    return [...scores].map(([code, score]) => ({ code, score })).sort((a, b) => b.score - a.score || a.code.localeCompare(b.code));
  }

  #meant(words: readonly string[]): readonly (readonly string[])[] {
    const padded = ` ${words.join(' ')} `;
    const found = this.#synonyms.filter((synonym) => padded.includes(` ${synonym.say} `));
    return found.map((synonym) => synonym.mean);
  }

  #preferPhrases(query: string, scores: Map<string, number>): void {
    for (const { code, names, keywords } of this.#phrases) {
      const exact = keywords.includes(query) || names.includes(query);
      const inside = query.length >= 4 && names.some((name) => name.includes(query));
      if (exact || inside) scores.set(code, (scores.get(code) ?? 0) + (exact ? EXACT_PHRASE : NAME_PHRASE));
    }
  }
}
