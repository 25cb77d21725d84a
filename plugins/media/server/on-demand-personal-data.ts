import type { Context } from './context.ts';

/**
 * Declares what programmes on demand keep about people: who uploaded, wrote captions, made private links. It is official work: nothing of it is erased on
 * request. Viewers leave nothing behind.
 */
export function declareOnDemandData({ db, personalData }: Pick<Context, 'db' | 'personalData'>): void {
  const all = `SELECT 'upload' AS what, u.programme, p.title_ar AS title, u.created_at AS at FROM upload u JOIN programme p ON p.id = u.programme WHERE u.created_by = $1
    UNION ALL SELECT 'captions ' || t.language, t.programme, p.title_ar, t.changed_at FROM track t JOIN programme p ON p.id = t.programme WHERE t.changed_by = $1
    UNION ALL SELECT 'link', l.programme, p.title_ar, l.created_at FROM private_link l JOIN programme p ON p.id = l.programme WHERE l.created_by = $1`;
  personalData({
    name: 'on-demand',
    title: 'vodPersonal',
    purpose: 'vodPersonalPurpose',
    kept: 'vodPersonalKept',
    async count(personId) {
      const [row] = await db.query<{ count: number }>(`SELECT count(*)::float8 AS count FROM (${all}) AS one`, [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => db.query(`${all} ORDER BY 4 DESC LIMIT 10000`, [personId]),
  });
}
