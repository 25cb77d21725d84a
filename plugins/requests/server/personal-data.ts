import { personalRows } from '@amanah/plugin-api';
import type { PluginParts } from './plugin-parts.ts';

/** What an official has decided, also where it has been folded: years of it are found by who closed something there. */
const closedBy = `SELECT request, step, decision, reasons, note, closed_at FROM task WHERE closed_by = $1
  UNION ALL SELECT p.request, t.step, t.decision, t.reasons, t.note, t.closed_at FROM past_request p, jsonb_populate_recordset(NULL::task, p.tasks) AS t
  WHERE p.officials @> ARRAY[$1] AND t.closed_by = $1`;

/** Declares what the plugin keeps of persons: drafts are theirs to erase, requests and what was written in them are official records. */
export function declarePersonalData({ ctx }: PluginParts): void {
  ctx.personalData({
    name: 'drafts',
    title: 'personalDrafts',
    purpose: 'personalDraftsPurpose',
    kept: 'personalDraftsKept',
    ...personalRows(ctx.db, { table: 'draft', columns: ['number', 'service', 'answers', 'changed_at'] }),
  });
  ctx.personalData({
    name: 'requests',
    title: 'personalRequests',
    purpose: 'personalRequestsPurpose',
    kept: 'personalRequestsKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM request WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) =>
      ctx.db.query(
        `SELECT number, service, answers, state, submitted_at, ended_at,
           (SELECT jsonb_agg(jsonb_build_object('body', body, 'at', written_at) ORDER BY id) FROM letter_ever AS letter WHERE letter.request = request.number AND letter.person_id = $1) AS letters
         FROM request WHERE person_id = $1 ORDER BY submitted_at`,
        [personId],
      ),
  });
  ctx.personalData({
    name: 'inbox',
    title: 'personalInbox',
    purpose: 'personalInboxPurpose',
    kept: 'personalInboxKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>(
        `SELECT ((SELECT count(*) FROM saved_queue WHERE person_id = $1) + (SELECT count(*) FROM deputy WHERE person_id = $1 OR deputy_id = $1)
           + (SELECT count(*) FROM (${closedBy}) AS closed))::int AS count`,
        [personId],
      );
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => ctx.db.query(`${closedBy} ORDER BY closed_at`, [personId]),
  });
}
