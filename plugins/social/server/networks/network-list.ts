import type { Bilingual, Db, Locale } from '@amanah/plugin-api';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { problemText } from '../posts/post-list.ts';
import type { ActProblem } from '../posts/post-rows.ts';
import { connectors } from './connectors.ts';
import type { Network, NetworkRegister } from './network-register.ts';

interface Doings {
  readonly id: string;
  readonly in_minute: number;
  readonly in_day: number;
  readonly waiting: number;
  readonly posted: { readonly at: string; readonly url: string | null; readonly news: string; readonly title: Bilingual | null } | null;
  readonly refused: { readonly at: string; readonly news: string; readonly problem: ActProblem } | null;
}

/** Networks as people see them: who we are there, what was last posted and refused, how much more they take. */
export async function networksInWords(db: Db, register: NetworkRegister, followers: number, language: Locale): Promise<NetworkAnswer[]> {
  const [networks, doings] = await Promise.all([register.all(), doingsOf(db)]);
  return networks.map(({ restsUntil, problem, ...network }) => {
    const doing = doings.get(network.id);
    return {
      ...network,
      restsUntil: restsUntil && restsUntil > new Date() ? restsUntil.toISOString() : null,
      problem: problemText(problem, language),
      followers: network.kind === 'activitypub' ? followers : null,
      left: leftOf(network.kind, doing),
      waiting: doing?.waiting ?? 0,
      lastPost: doing?.posted ?? null,
      lastRefusal: doing?.refused ? { ...doing.refused, problem: problemText(doing.refused.problem, language)! } : null,
    };
  });
}

/** How much more a network takes, by its own rules; `null`: our own account takes all. */
function leftOf(kind: Network['kind'], doing: Doings | undefined): NetworkAnswer['left'] {
  if (kind === 'activitypub') return null;
  const { perMinute, perDay } = connectors[kind].pace;
  const left = (most: number, used = 0) => ({ left: Math.max(0, most - used), most });
  return { minute: left(perMinute, doing?.in_minute), day: left(perDay, doing?.in_day) };
}

async function doingsOf(db: Db): Promise<ReadonlyMap<string, Doings>> {
  const rows = await db.query<Doings>(
    `SELECT n.id, c.in_minute, c.in_day, c.waiting, to_jsonb(posted) AS posted, to_jsonb(refused) AS refused
     FROM network n
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE a.began_at > now() - interval '1 minute')::int AS in_minute, count(*) FILTER (WHERE a.began_at > now() - interval '1 day')::int AS in_day,
         count(*) FILTER (WHERE a.state IN ('queued', 'sending', 'unclear'))::int AS waiting
       FROM post_act a JOIN post p ON p.id = a.post WHERE p.network = n.id AND (a.began_at > now() - interval '1 day' OR a.state IN ('queued', 'sending', 'unclear'))) c
     LEFT JOIN LATERAL (
       SELECT a.ended_at AS at, p.remote_url AS url, p.news, w.content -> 'title' AS title
       FROM post_act a JOIN post p ON p.id = a.post LEFT JOIN news_published w ON w.news = p.news
       WHERE p.network = n.id AND a.act = 'create' AND a.state = 'done' ORDER BY a.ended_at DESC LIMIT 1) posted ON true
     LEFT JOIN LATERAL (
       SELECT a.began_at AS at, p.news, a.problem
       FROM post_act a JOIN post p ON p.id = a.post
       WHERE p.network = n.id AND a.problem IS NOT NULL AND a.state <> 'dropped' AND a.began_at IS NOT NULL ORDER BY a.began_at DESC LIMIT 1) refused ON true`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
