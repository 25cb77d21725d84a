import { AmanahError } from '@amanah/errors';
import type { Bilingual, Call, Db, Locale, PluginAccess } from '@amanah/plugin-api';
import type { NewsContent, NewsState } from '../../shared/news.ts';
import type { NewsAtWork, NewsList, NewsRow as ListedRow } from '../../shared/news-answers.ts';
import { newsPath, picturePath } from './happening.ts';
import { picturesOf, rowOf, type NewsRow } from './news-rows.ts';

const pageSize = 20;

type Listed = NewsRow & { readonly slug: string | null; readonly published_at: Date | null; readonly out: boolean };

export interface OfficeParts {
  readonly db: Db;
  readonly access: Pick<PluginAccess, 'may' | 'unitsWith' | 'unit'>;
  /** Names of linked services and programmes. */
  namesOf(content: NewsContent, call: Call): Promise<Pick<NewsAtWork, 'services' | 'programmes'>>;
}

/** Items as the communication office sees them, of the units on which somebody may. */
export class NewsAtOffice {
  readonly #parts: OfficeParts;

  constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  async list({ state, q, page }: { state?: NewsState | undefined; q?: string | undefined; page: number }, { actor, language }: Call): Promise<NewsList> {
    const { db, access } = this.#parts;
    const units = access.unitsWith(actor, 'social:news.read');
    const words = q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null;
    const mine = `($1::text[] IS NULL OR n.unit = ANY ($1)) AND ($2::text IS NULL OR n.content -> 'title' ->> 'ar' ILIKE $2 OR n.content -> 'title' ->> 'en' ILIKE $2)`;
    const [rows, counts] = await Promise.all([
      db.query<Listed>(
        `SELECT n.*, p.slug, p.published_at, COALESCE(NOT p.withdrawn, false) AS out FROM news n LEFT JOIN news_published p ON p.news = n.id
         WHERE ${mine} AND ($3::text IS NULL OR n.state = $3) ORDER BY n.changed_at DESC, n.id LIMIT $4 OFFSET $5`,
        [units, words, state ?? null, pageSize, (page - 1) * pageSize],
      ),
      db.query<{ state: NewsState; count: number }>(`SELECT n.state, count(*)::int AS count FROM news n WHERE ${mine} GROUP BY n.state`, [units, words]),
    ]);
    const found = new Map(counts.map((one) => [one.state, one.count]));
    const total = state ? (found.get(state) ?? 0) : counts.reduce((sum, { count }) => sum + count, 0);
    const countOf = (one: NewsState) => found.get(one) ?? 0;
    return {
      news: rows.map((row) => this.#listed(row, language)),
      counts: {
        draft: countOf('draft'),
        waiting: countOf('waiting'),
        approved: countOf('approved'),
        published: countOf('published'),
        withdrawn: countOf('withdrawn'),
      },
      total,
      page,
      pages: Math.max(1, Math.ceil(total / pageSize)),
    };
  }

  /** @throws SOCIAL_NEWS_UNKNOWN */
  async item(id: string, call: Call): Promise<NewsAtWork> {
    const { db, access, namesOf } = this.#parts;
    const [row] = await db.query<Listed>(
      `SELECT n.*, p.slug, p.published_at, COALESCE(NOT p.withdrawn, false) AS out FROM news n LEFT JOIN news_published p ON p.news = n.id WHERE n.id = $1`,
      [id],
    );
    if (!row || !access.may(call.actor, 'social:news.read', row.unit)) throw new AmanahError('SOCIAL_NEWS_UNKNOWN');
    const may = (permission: string) => access.may(call.actor, `social:${permission}`, row.unit);
    const [pictures, steps, names] = await Promise.all([
      picturesOf(db, id),
      db.query<{ id: string; at: Date; person_name: Bilingual | null; action: string; words: string | null }>(
        'SELECT id::text, at, person_name, action, words FROM news_step WHERE news = $1 ORDER BY news_step.id DESC LIMIT 60',
        [id],
      ),
      namesOf(row.content, call),
    ]);
    return {
      ...this.#listed(row, call.language),
      version: row.version,
      content: row.content,
      pictures: pictures.map(({ id: picture, width, height }) => ({ id: picture, path: picturePath(picture), width, height })),
      ...names,
      steps: steps.map(({ id: step, at, person_name: name, action, words }) => ({
        id: step,
        at: at.toISOString(),
        by: name?.[call.language] ?? null,
        action,
        words,
      })),
      may: { write: may('news.write'), approve: may('news.approve'), withdraw: row.out && may('news.approve') },
      wroteIt: call.actor !== null && row.writers.includes(call.actor.person.id),
    };
  }

  /** Another unit's item is answered like one that does not exist. @throws SOCIAL_NEWS_UNKNOWN, HTTP_PERMISSION_DENIED where it may only be seen */
  async assertMay(permission: 'news.write' | 'news.approve', id: string, { actor }: Call): Promise<void> {
    const row = await rowOf(this.#parts.db, id);
    if (!row || !this.#parts.access.may(actor, 'social:news.read', row.unit)) throw new AmanahError('SOCIAL_NEWS_UNKNOWN');
    if (!this.#parts.access.may(actor, `social:${permission}`, row.unit)) throw new AmanahError('HTTP_PERMISSION_DENIED');
  }

  #listed(row: Listed, language: Locale): ListedRow {
    const { id, state, content, unit, changed_at, publish_at, published_at, out, slug } = row;
    return {
      id,
      state,
      out,
      title: content.title,
      unit,
      unitName: this.#parts.access.unit(unit)?.name[language] ?? unit,
      audience: content.audience,
      changedAt: changed_at.toISOString(),
      publishAt: publish_at?.toISOString() ?? null,
      publishedAt: published_at?.toISOString() ?? null,
      path: out && slug ? newsPath(slug) : null,
    };
  }
}
