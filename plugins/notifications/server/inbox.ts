import type { Db, Locale } from '@amanah/plugin-api';

const KEPT_DAYS = 180;

export interface Notification {
  readonly id: string;
  readonly title: string;
  readonly to: string;
  readonly sentAt: string;
  readonly read: boolean;
}

/** What each person was told, newest first; kept half a year. */
export class Inbox {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async list(personId: string, language: Locale, limit: number): Promise<Notification[]> {
    const rows = await this.#db.query<{ id: string; title_ar: string; title_en: string; target: string; sent_at: Date | string; read_at: Date | null }>(
      'SELECT id::text, title_ar, title_en, target, sent_at, read_at FROM notification WHERE person_id = $1 AND NOT silent ORDER BY id DESC LIMIT $2',
      [personId, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      title: language === 'ar' ? row.title_ar : row.title_en,
      to: row.target,
      sentAt: new Date(row.sent_at).toISOString(),
      read: row.read_at !== null,
    }));
  }

  async unread(personId: string): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM notification WHERE person_id = $1 AND read_at IS NULL AND NOT silent',
      [personId],
    );
    return row?.count ?? 0;
  }

  async markRead(personId: string): Promise<void> {
    await this.#db.query('UPDATE notification SET read_at = now() WHERE person_id = $1 AND read_at IS NULL AND NOT silent', [personId]);
  }

  async forgetOld(): Promise<void> {
    await this.#db.query('DELETE FROM notification WHERE sent_at < now() - make_interval(days => $1)', [KEPT_DAYS]);
  }
}
