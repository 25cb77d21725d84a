import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { NewsContent, NewsState } from '../../shared/news.ts';

/** An item as it is worked on. */
export interface NewsRow {
  readonly id: string;
  readonly state: NewsState;
  readonly version: number;
  readonly unit: string;
  readonly content: NewsContent;
  readonly writers: readonly string[];
  readonly written_by: string;
  readonly changed_at: Date;
  readonly approved_by: string | null;
  readonly publish_at: Date | null;
  readonly withdrawn_because: Bilingual | null;
  readonly demo: boolean;
}

/** An item as readers see it. */
export interface PublishedRow {
  readonly news: string;
  readonly slug: string;
  readonly edition: number;
  readonly unit: string;
  readonly audience: 'everyone' | 'officials';
  readonly units: readonly string[];
  readonly content: NewsContent;
  readonly demo: boolean;
  readonly published_at: Date;
  readonly changed_at: Date;
  readonly withdrawn: boolean;
}

export interface PictureRow {
  readonly id: string;
  readonly news: string;
  readonly width: number;
  readonly height: number;
}

export type StepAction = 'begun' | 'written' | 'sent' | 'returned' | 'approved' | 'published' | 'withdrawn';

/** Somebody who acts; `null`: the hub itself, at the moment that was set. */
export type Doer = { readonly id: string; readonly name: Bilingual } | null;

export async function rowOf(db: Queryable, id: string, { lock = false } = {}): Promise<NewsRow | undefined> {
  const [row] = await db.query<NewsRow>(`SELECT * FROM news WHERE id = $1${lock ? ' FOR UPDATE' : ''}`, [id]);
  return row;
}

export async function publishedOf(db: Queryable, id: string): Promise<PublishedRow | undefined> {
  const [row] = await db.query<PublishedRow>('SELECT * FROM news_published WHERE news = $1', [id]);
  return row;
}

export async function picturesOf(db: Queryable, news: string): Promise<PictureRow[]> {
  return db.query<PictureRow>('SELECT id, news, width, height FROM news_picture WHERE news = $1 ORDER BY made_at, id', [news]);
}

export async function addStep(tx: Queryable, id: string, by: Doer, action: StepAction, version: number, words: string | null = null): Promise<void> {
  await tx.query('INSERT INTO news_step (news, person_id, person_name, action, version, words) VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    by?.id ?? null,
    by ? JSON.stringify(by.name) : null,
    action,
    version,
    words,
  ]);
}
