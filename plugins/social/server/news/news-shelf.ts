import { foldText, foldWords, type Call, type Log, type PluginAccess, type SearchHit } from '@amanah/plugin-api';
import MiniSearch from 'minisearch';
import type { News, NewsCard } from '../../contract.ts';
import { plainTextOf } from '../../shared/text-words.ts';
import { newsPath, picturePath } from './happening.ts';
import type { PublishedRow } from './news-rows.ts';
import { mayRead, readerOf, type PublishedNews } from './published-news.ts';

const refreshMs = 20_000;
/** Older items are found in the list, not by the header's search. */
const kept = 400;
const hits = 4;
/** Beside services: a word in passing must not stand above a service's name. */
const weight = 0.4;

/** The newest items in memory: for the home page, service cards and the header's search, which must not wait for a store. */
export class NewsShelf implements News {
  readonly #published: PublishedNews;
  readonly #access: Pick<PluginAccess, 'unit' | 'units'>;
  readonly #log: Log;
  #rows: readonly PublishedRow[] = [];
  #index = indexOf([]);
  #timer: NodeJS.Timeout | undefined;

  constructor(published: PublishedNews, access: Pick<PluginAccess, 'unit' | 'units'>, log: Log) {
    this.#published = published;
    this.#access = access;
    this.#log = log;
  }

  newest(limit: number, call: Call): NewsCard[] {
    return this.#readable(call).slice(0, limit).map(cardOf);
  }

  ofService(code: string, limit: number, call: Call): NewsCard[] {
    return this.#readable(call)
      .filter(({ content }) => content.services.includes(code))
      .slice(0, limit)
      .map(cardOf);
  }

  /** Unit of the item at a path of the portal. */
  unitAt(path: string): string | undefined {
    return this.#rows.find(({ slug }) => newsPath(slug) === path)?.unit;
  }

  search(query: string, call: Call, caption: SearchHit['caption'] & {}): SearchHit[] {
    const readable = new Map(this.#readable(call).map((row) => [row.news, row]));
    return this.#index
      .search(query, { boost: { title: 4 }, prefix: true, fuzzy: (term) => (term.length >= 5 ? 1 : false), combineWith: 'AND' })
      .flatMap(({ id, score }) => {
        const row = readable.get(id as string);
        return row ? [{ title: row.content.title, caption, to: newsPath(row.slug), kind: 'page' as const, score: score * weight }] : [];
      })
      .slice(0, hits);
  }

  async start(): Promise<void> {
    await this.refresh();
    this.#timer = setInterval(() => void this.refresh().catch((error: unknown) => this.#log.warn({ err: error }, 'news waits for the store')), refreshMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads anew what is out; other replicas see a change at their next round. */
  async refresh(): Promise<void> {
    this.#rows = await this.#published.list({ reader: { official: true, units: this.#access.units().map(({ id }) => id) }, limit: kept });
    this.#index = indexOf(this.#rows);
  }

  #readable({ actor }: Call): PublishedRow[] {
    const reader = readerOf(actor, this.#access);
    return this.#rows.filter((row) => mayRead(row, reader));
  }
}

function indexOf(rows: readonly PublishedRow[]): MiniSearch {
  const index = new MiniSearch({
    fields: ['title', 'text'],
    processTerm: (term) => foldWords(term).join('') || null,
    tokenize: (text) => foldText(text).split(' '),
  });
  const both = (text: { readonly ar: string; readonly en: string }) => `${text.ar} ${text.en}`;
  index.addAll(
    rows.map(({ news, content: { title, summary, body } }) => ({
      id: news,
      title: both(title),
      text: `${both(summary)} ${plainTextOf(body.ar)} ${plainTextOf(body.en)}`,
    })),
  );
  return index;
}

export function cardOf({ news, slug, content, unit, published_at: publishedAt, demo }: PublishedRow): NewsCard {
  const { title, summary, picture } = content;
  return {
    id: news,
    path: newsPath(slug),
    title,
    summary,
    unit,
    picture: picture && { path: picturePath(picture.id), alt: picture.alt },
    publishedAt: publishedAt.toISOString(),
    demo,
  };
}
