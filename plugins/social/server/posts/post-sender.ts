import type { Db, Log, Queryable, Seals } from '@amanah/plugin-api';
import { connectors } from '../networks/connectors.ts';
import type { Connector, NetworkAccess, PostWords, RemotePost } from '../networks/connector.ts';
import { NetworkRefusal } from '../networks/network-refusal.ts';
import { noteRefusal } from '../networks/network-problem.ts';
import { tokenPurpose } from '../networks/network-register.ts';
import { claimAct } from './act-claim.ts';
import type { ActProblem, ClaimedAct } from './post-rows.ts';
import type { RefusalEvents } from './refusal-events.ts';
import type { SentPictures } from './sent-pictures.ts';

/** Our own account in the Fediverse: told within the transaction that ends the act. */
export interface OwnAccount {
  carryOut(tx: Queryable, act: ClaimedAct): Promise<RemotePost | null>;
}

export interface Sending {
  readonly db: Db;
  readonly log: Log;
  readonly seals: Seals;
  readonly linkOf: (code: string) => string;
  readonly own: OwnAccount;
  readonly refusals: RefusalEvents;
  readonly pictures: SentPictures;
}

/** After so many tries an act waits for a person. */
const mostAttempts = 12;
const firstRestMs = 30_000;
const longestRestMs = 6 * 3_600_000;

/** Carries acts out, one after the other, until nothing is due. */
export class PostSender {
  readonly #to: Sending;

  constructor(to: Sending) {
    this.#to = to;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const act = await claimAct(this.#to.db);
      if (!act) return;
      await this.#carryOut(act, signal);
    }
  }

  async #carryOut(act: ClaimedAct, signal: AbortSignal): Promise<void> {
    try {
      if (act.kind === 'activitypub') {
        await this.#to.db.transaction(async (tx) => finish(tx, act, await this.#to.own.carryOut(tx, act)));
        return;
      }
      const connector = connectors[act.kind];
      const found = mayBeThere(act) ? await this.#look(connector, act, signal) : undefined;
      if (found === 'nobody knows') return;
      const remote = found ?? (await this.#ask(connector, act, signal));
      await this.#to.db.transaction((tx) => finish(tx, act, remote));
    } catch (error) {
      await this.#put(act, error);
    }
  }

  /** Looks for a post that an earlier try may have left there. `undefined`: it is not there. */
  async #look(connector: Connector, act: ClaimedAct, signal: AbortSignal): Promise<RemotePost | undefined | 'nobody knows'> {
    if (!connector.find) {
      await this.#leaveUnclear(act, { code: 'SOCIAL_NETWORK_UNCLEAR', params: {} }, null);
      return 'nobody knows';
    }
    try {
      return await connector.find(this.#accessOf(act), this.#to.linkOf(act.post.code), signal);
    } catch (error) {
      const { code, params, retryAt } = error instanceof NetworkRefusal ? error : { code: 'SOCIAL_POST_BROKEN', params: {}, retryAt: null };
      const givenUp = act.attempts >= mostAttempts;
      await this.#leaveUnclear(act, { code, params }, givenUp ? null : (retryAt ?? new Date(Date.now() + restAfter(act.attempts))));
      return 'nobody knows';
    }
  }

  /** @returns what the post is afterwards, `null` when it is gone */
  async #ask(connector: Connector, act: ClaimedAct, signal: AbortSignal): Promise<RemotePost | null> {
    const access = this.#accessOf(act);
    const words: Omit<PostWords, 'media'> = { text: act.words, link: this.#to.linkOf(act.post.code), language: 'ar' };
    const there: RemotePost | null = act.post.remote_id === null ? null : { id: act.post.remote_id, url: act.post.remote_url };
    if (act.act === 'delete') {
      if (there) await connector.remove(access, there, signal);
      return null;
    }
    const { pictures } = this.#to;
    if (!there) return connector.publish(access, { ...words, ...(await pictures.forNew(connector, act, access, signal)) }, act.post.id, signal);
    if (!connector.edit) throw new NetworkRefusal('SOCIAL_EDIT_IMPOSSIBLE', 'no');
    await connector.edit(access, there, { ...words, ...(await pictures.forChanged(connector, act, access, signal)) }, signal);
    return there;
  }

  #accessOf({ url, account, token_sealed: sealed, post }: ClaimedAct): NetworkAccess {
    return { url, account, token: sealed === null ? '' : this.#to.seals.unseal(tokenPurpose(post.network), sealed) };
  }

  async #put(act: ClaimedAct, error: unknown): Promise<void> {
    const refusal = error instanceof NetworkRefusal ? error : null;
    this.#to.log.warn({ act: act.id, post: act.post.id, network: act.post.network, code: refusal?.code, err: error }, 'a post was not carried out');
    const problem: ActProblem = { code: refusal?.code ?? 'SOCIAL_POST_BROKEN', params: refusal?.params ?? {} };
    const dueAt = refusal?.retryAt ?? new Date(Date.now() + restAfter(act.attempts));
    // Changing or removing twice does no harm: only a post that may be there twice is a question.
    if (refusal?.outcome === 'unclear' && act.post.remote_id === null && act.act !== 'delete') return this.#leaveUnclear(act, problem, dueAt);
    const state = refusal?.outcome === 'no' || act.attempts >= mostAttempts ? 'refused' : 'queued';
    await this.#to.db.transaction(async (tx) => {
      await tx.query('UPDATE post_act SET state = $2, problem = $3, due_at = $4 WHERE id = $1', [act.id, state, JSON.stringify(problem), dueAt]);
      if (refusal?.code === 'SOCIAL_NETWORK_BUSY') await tx.query('UPDATE network SET rests_until = $2 WHERE id = $1', [act.post.network, dueAt]);
      if (state === 'refused') await this.#to.refusals.ofPost(tx, act, problem);
      await this.#noteNetwork(tx, act, problem);
    });
  }

  /** Perhaps it is there: it is looked for at `dueAt`, or (`null`) left until a person has looked. */
  async #leaveUnclear(act: ClaimedAct, problem: ActProblem, dueAt: Date | null): Promise<void> {
    await this.#to.db.transaction(async (tx) => {
      await tx.query(`UPDATE post_act SET state = 'unclear', due_at = coalesce($3::timestamptz, 'infinity'), problem = $2 WHERE id = $1`, [
        act.id,
        JSON.stringify(problem),
        dueAt,
      ]);
      await tx.query(`UPDATE post SET state = 'unknown' WHERE id = $1 AND state = 'waiting'`, [act.post.id]);
      if (dueAt === null) await this.#to.refusals.ofPost(tx, act, problem);
      await this.#noteNetwork(tx, act, problem);
    });
  }

  async #noteNetwork(tx: Queryable, { post: { network } }: ClaimedAct, problem: ActProblem): Promise<void> {
    if (await noteRefusal(tx, network, problem)) await this.#to.refusals.ofNetwork(tx, network);
  }
}

/** An earlier try to post was broken off, or its answer was lost. */
function mayBeThere({ state, act, post }: ClaimedAct): boolean {
  return state === 'unclear' && act !== 'delete' && post.remote_id === null;
}

/** The act is done; the post is where the network says, or gone. */
export async function finish(
  tx: Queryable,
  { id, post }: Pick<ClaimedAct, 'id'> & { readonly post: { readonly id: string; readonly network: string } },
  remote: RemotePost | null,
): Promise<void> {
  await tx.query(`UPDATE post_act SET state = 'done', ended_at = now(), problem = NULL WHERE id = $1`, [id]);
  // What is gone carries nothing: posted anew, its picture is sent anew.
  const bare = remote ? '' : ', picture = NULL, media = NULL, media_at = NULL';
  await tx.query(`UPDATE post SET state = $2, remote_id = $3, remote_url = $4${bare} WHERE id = $1`, [
    post.id,
    remote ? 'out' : 'gone',
    remote?.id ?? null,
    remote?.url ?? null,
  ]);
  await tx.query('UPDATE network SET problem = NULL WHERE id = $1 AND problem IS NOT NULL', [post.network]);
}

/** Half a minute after the first try, twice as long after each, at most six hours; a fifth of it by chance. */
function restAfter(attempts: number): number {
  const rest = Math.min(firstRestMs * 2 ** (attempts - 1), longestRestMs);
  return rest * (0.8 + Math.random() * 0.2);
}
