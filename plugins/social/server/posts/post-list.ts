import { errorCodes, errorText, type ErrorCode } from '@amanah/errors';
import type { Bilingual, Db, Locale } from '@amanah/plugin-api';
import type { PostAnswer } from '../../shared/post-answers.ts';
import type { NetworkKind } from '../networks/connectors.ts';
import { decisionsOf } from './post-decisions.ts';
import type { Act, ActProblem, ActState, PostState } from './post-rows.ts';

interface ListedRow {
  readonly id: string;
  readonly network: string;
  readonly kind: NetworkKind;
  readonly title_ar: string;
  readonly title_en: string;
  readonly state: PostState;
  readonly remote_id: string | null;
  readonly remote_url: string | null;
  readonly clicks: number;
  readonly act: { act: Act; state: ActState; attempts: number; due_at: string; ended_at: string | null; problem: ActProblem | null } | null;
}

/** Where a news item stands on each network: what keeps it waiting, or what was last done, and how often its link was followed. */
export async function postsOf(db: Db, news: string, language: Locale): Promise<PostAnswer[]> {
  const rows = await db.query<ListedRow>(
    `SELECT p.id, p.network, n.kind, n.title_ar, n.title_en, p.state, p.remote_id, p.remote_url,
       (SELECT coalesce(sum(clicks), 0)::int FROM post_click c WHERE c.code = p.code) AS clicks, to_jsonb(a) AS act
     FROM post p JOIN network n ON n.id = p.network LEFT JOIN LATERAL (
       SELECT act, state, attempts, due_at, ended_at, problem FROM post_act WHERE post = p.id AND state <> 'dropped'
       ORDER BY state = 'done', CASE WHEN state = 'done' THEN -id ELSE id END LIMIT 1) a ON true
     WHERE p.news = $1 ORDER BY n.kind <> 'activitypub', n.id`,
    [news],
  );
  return rows.map((row) => {
    const title: Bilingual = { ar: row.title_ar, en: row.title_en };
    return {
      id: row.id,
      network: row.network,
      title,
      kind: row.kind,
      state: row.state,
      url: row.remote_url,
      clicks: row.clicks,
      act: row.act && {
        act: row.act.act,
        state: row.act.state,
        attempts: row.act.attempts,
        dueAt: row.act.due_at === 'infinity' ? null : row.act.due_at,
        endedAt: row.act.ended_at,
        problem: problemText(row.act.problem, language),
      },
      may: decisionsOf(row.act, row),
    };
  });
}

/** A problem in words; one that the catalogue does not know any more keeps its code. */
export function problemText(problem: ActProblem | null, language: Locale): { code: string; title: string; action: string } | null {
  if (!problem) return null;
  const code = (errorCodes as readonly string[]).includes(problem.code) ? (problem.code as ErrorCode) : 'SOCIAL_POST_BROKEN';
  return { code: problem.code, ...errorText(code, language, problem.params) };
}
