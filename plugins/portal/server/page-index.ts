import { foldText, foldWords, type Locale, type SearchHit } from '@amanah/plugin-api';
import MiniSearch from 'minisearch';
import type { StatutoryPage } from './statutory-page.ts';
import { say } from './words.ts';

type Pages = Readonly<Record<Locale, ReadonlyMap<string, StatutoryPage>>>;

const LIMIT = 6;
/** A page beside services: its whole text is searched, so a word in passing must not stand above a service's name. */
const WEIGHT = 0.5;

/** The portal's own pages for the header's search: titles and whole texts in both languages, with typing slips. */
export class PageIndex {
  readonly #index: MiniSearch;
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
    this.#index = new MiniSearch({
      fields: ['title', 'text'],
      processTerm: (term) => foldWords(term).join('') || null,
      tokenize: (text) => foldText(text).split(' '),
    });
    const textOf = (name: string, part: 'title' | 'html') => (['ar', 'en'] as const).map((language) => pages[language].get(name)?.[part] ?? '').join(' ');
    this.#index.addAll(
      [...pages.ar.keys()].map((name) => ({ id: name, title: textOf(name, 'title'), text: textOf(name, 'html').replaceAll(/<[^>]+>/g, ' ') })),
    );
  }

  /** Pages that fit, best first. */
  find(query: string): SearchHit[] {
    const options = { boost: { title: 6 }, prefix: true, fuzzy: (term: string) => (term.length >= 4 ? 1 : false), combineWith: 'AND' } as const;
    return this.#index
      .search(query, options)
      .slice(0, LIMIT)
      .map(({ id, score }) => ({
        title: { ar: this.#pages.ar.get(id)!.title, en: this.#pages.en.get(id)!.title },
        caption: { ar: say('ar', 'statutory'), en: say('en', 'statutory') },
        to: `/pages/${id}`,
        kind: 'page',
        score: score * WEIGHT,
      }));
  }
}
