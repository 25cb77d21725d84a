import type { Db, Queryable } from '@amanah/plugin-api';
import { connectors, type NetworkKind } from '../networks/connectors.ts';
import type { ClaimedAct, PostRow } from './post-rows.ts';

/** Longer than a whole try takes: what is still "sending" then was broken off with its process. */
const brokenOffAfter = '2 minutes';

interface DueRow extends Omit<ClaimedAct, 'post'> {
  readonly network: string;
  readonly post_row: PostRow;
}

/**
 * Takes the next act that is due and marks it as being sent, before anything leaves the house: whatever is killed afterwards, it is never sent blindly
 * again. Acts of one post keep their order; networks that rest, or have had as much as they take, wait. `null`: nothing is due.
 */
export async function claimAct(db: Db): Promise<ClaimedAct | null> {
  return db.transaction(async (tx) => {
    await tx.query(`UPDATE post_act SET state = 'unclear', due_at = now() WHERE state = 'sending' AND began_at < now() - $1::interval`, [brokenOffAfter]);
    const [due] = await tx.query<DueRow>(
      `SELECT a.*, n.id AS network, n.kind, n.url, n.account, n.token_sealed, to_jsonb(p) AS post_row
       FROM post_act a JOIN post p ON p.id = a.post JOIN network n ON n.id = p.network
       WHERE a.state IN ('queued', 'unclear') AND a.due_at <= now() AND NOT n.paused AND (n.rests_until IS NULL OR n.rests_until <= now())
         AND NOT EXISTS (SELECT FROM post_act b WHERE b.post = a.post AND b.id < a.id AND b.state IN ('queued', 'sending', 'refused', 'unclear'))
       ORDER BY a.due_at, a.id LIMIT 1 FOR UPDATE OF a, n SKIP LOCKED`,
    );
    if (!due) return null;
    if (await restNeeded(tx, due.network, due.kind)) return null;
    await tx.query(`UPDATE post_act SET state = 'sending', attempts = attempts + 1, began_at = now() WHERE id = $1`, [due.id]);
    const { network: _network, post_row: post, ...act } = due;
    return { ...act, attempts: act.attempts + 1, post };
  });
}

/** Whether the network has had as much as it takes; it rests then until the oldest of its last acts no longer counts. */
async function restNeeded(tx: Queryable, network: string, kind: NetworkKind): Promise<boolean> {
  if (kind === 'activitypub') return false;
  const { perMinute, perDay } = connectors[kind].pace;
  for (const [most, within] of [
    [perMinute, '1 minute'],
    [perDay, '1 day'],
  ] as const) {
    const [oldest] = await tx.query<{ began_at: Date }>(
      `SELECT began_at FROM post_act JOIN post ON post.id = post WHERE network = $1 AND began_at > now() - $2::interval ORDER BY began_at DESC OFFSET $3 LIMIT 1`,
      [network, within, most - 1],
    );
    if (!oldest) continue;
    await tx.query('UPDATE network SET rests_until = $2::timestamptz + $3::interval WHERE id = $1', [network, oldest.began_at, within]);
    return true;
  }
  return false;
}
