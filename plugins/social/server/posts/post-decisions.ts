import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';
import { finish } from './post-sender.ts';
import type { ActRow, PostRow } from './post-rows.ts';

export type Decision = 'retry' | 'there' | 'not-there' | 'replace';

/** The act of a post that stands before all others, with what a person may decide about it. */
export interface StandingAct extends Omit<ActRow, 'post'> {
  readonly due_at: Date | string;
}

/** What a person may decide. A post that may be there twice is never sent again without somebody having looked. */
export function decisionsOf(act: Pick<StandingAct, 'act' | 'state' | 'problem'> | null, post: Pick<PostRow, 'remote_id'>): Decision[] {
  if (act?.state === 'unclear' && act.act !== 'delete' && post.remote_id === null) return ['there', 'not-there'];
  if (act?.state !== 'refused') return [];
  const cannotBeChanged = act.problem?.code === 'SOCIAL_EDIT_IMPOSSIBLE' || act.problem?.code === 'SOCIAL_POST_GONE';
  return act.act === 'update' && cannotBeChanged ? ['replace'] : ['retry'];
}

/**
 * Carries out what a person has decided about a post. `address`: where they saw it.
 * @throws SOCIAL_POST_UNKNOWN, SOCIAL_POST_SETTLED when it does not wait for this decision
 */
export async function decide(db: Db, postId: string, decision: Exclude<Decision, 'replace'>, address: string | null): Promise<void> {
  await db.transaction(async (tx) => {
    const { post, act } = await standing(tx, postId);
    if (!act || !decisionsOf(act, post).includes(decision)) throw new AmanahError('SOCIAL_POST_SETTLED');
    if (decision === 'there') await finish(tx, { id: act.id, post }, { id: lastPart(address), url: address });
    else await tx.query(`UPDATE post_act SET state = 'queued', attempts = 0, due_at = now() WHERE id = $1`, [act.id]);
    if (decision === 'not-there') await tx.query(`UPDATE post SET state = 'waiting' WHERE id = $1`, [postId]);
  });
}

async function standing(tx: Queryable, postId: string): Promise<{ post: PostRow; act: StandingAct | undefined }> {
  const [post] = await tx.query<PostRow>('SELECT * FROM post WHERE id = $1 FOR UPDATE', [postId]);
  if (!post) throw new AmanahError('SOCIAL_POST_UNKNOWN');
  const [act] = await tx.query<StandingAct>(
    `SELECT * FROM post_act WHERE post = $1 AND state IN ('queued', 'sending', 'refused', 'unclear') ORDER BY id LIMIT 1 FOR UPDATE`,
    [postId],
  );
  return { post, act };
}

/** Networks end the address of a post with its id. */
function lastPart(address: string | null): string {
  return new URL(address ?? 'https://unknown/unknown').pathname.split('/').findLast((part) => part !== '') ?? 'unknown';
}
