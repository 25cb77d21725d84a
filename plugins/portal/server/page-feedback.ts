import { AmanahError } from '@amanah/errors';
import type { Db, Locale, Log } from '@amanah/plugin-api';
import type { PageAnswer, PageFeedbackService, PageOpinion } from '../contract.ts';

/** Open to everyone without signing in; more than this in a minute is a flood, not readers. */
const ANSWERS_A_MINUTE = 60;
const REFRESH_MS = 60_000;

/** Answers to "was this page useful": stored one by one, their counts held in memory so that every page can show them. */
export class PageFeedback implements PageFeedbackService {
  readonly #db: Db;
  readonly #log: Log;
  #counts: ReadonlyMap<string, PageOpinion> = new Map();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /** Counts of one page; zeros when nobody has answered yet. */
  of(path: string): PageOpinion {
    return this.#counts.get(path) ?? { path, useful: 0, total: 0 };
  }

  /** @throws HTTP_RATE_LIMITED when answers come faster than people read */
  async give(answer: { readonly path: string; readonly useful: boolean; readonly note: string | null; readonly language: Locale }): Promise<void> {
    const stored = await this.#db.query(
      `INSERT INTO page_feedback (path, useful, note, language)
       SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM page_feedback WHERE given_at > now() - interval '1 minute') < $5
       RETURNING id`,
      [answer.path, answer.useful, answer.note, answer.language, ANSWERS_A_MINUTE],
    );
    if (stored.length === 0) throw new AmanahError('HTTP_RATE_LIMITED', { retryAfterSeconds: 60 });
    await this.#count();
  }

  async pages(limit: number): Promise<PageOpinion[]> {
    return this.#db.query<PageOpinion>(
      `SELECT path, count(*) FILTER (WHERE useful)::int AS useful, count(*)::int AS total FROM page_feedback
       GROUP BY path ORDER BY count(*) FILTER (WHERE NOT useful) DESC, path LIMIT $1`,
      [limit],
    );
  }

  async latest(limit: number): Promise<PageAnswer[]> {
    const rows = await this.#db.query<Omit<PageAnswer, 'givenAt'> & { given_at: Date | string }>(
      'SELECT path, useful, note, language, given_at FROM page_feedback ORDER BY given_at DESC, id DESC LIMIT $1',
      [limit],
    );
    return rows.map(({ given_at: givenAt, ...row }) => ({ ...row, givenAt: new Date(givenAt).toISOString() }));
  }

  async start(): Promise<void> {
    await this.#count();
    this.#timer = setInterval(
      () => void this.#count().catch((error: unknown) => this.#log.warn({ err: error }, 'counts of page answers wait for the store')),
      REFRESH_MS,
    );
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #count(): Promise<void> {
    const rows = await this.#db.query<PageOpinion>(
      'SELECT path, count(*) FILTER (WHERE useful)::int AS useful, count(*)::int AS total FROM page_feedback GROUP BY path',
    );
    this.#counts = new Map(rows.map((row) => [row.path, row]));
  }
}
