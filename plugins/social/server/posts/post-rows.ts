import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { NetworkKind } from '../networks/connectors.ts';

export type PostState = 'waiting' | 'out' | 'gone' | 'unknown';
export type Act = 'create' | 'update' | 'delete';
export type ActState = 'queued' | 'sending' | 'done' | 'refused' | 'unclear' | 'dropped';

/** Why an act was not carried out: a code of the catalogue with its places. */
export interface ActProblem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface PostRow {
  readonly id: string;
  readonly news: string;
  readonly network: string;
  readonly state: PostState;
  readonly code: string;
  readonly remote_id: string | null;
  readonly remote_url: string | null;
  /** Which of our pictures it carries, and what the network calls it. */
  readonly picture: string | null;
  readonly media: string | null;
  /** ISO, since it comes as JSON. */
  readonly media_at: string | null;
}

/** The picture of a news item as it was approved. */
export interface ActPicture {
  readonly id: string;
  readonly alt: Bilingual;
}

export interface ActRow {
  readonly id: string;
  readonly post: string;
  readonly act: Act;
  readonly edition: number;
  readonly words: string;
  readonly picture: ActPicture | null;
  readonly state: ActState;
  readonly attempts: number;
  readonly problem: ActProblem | null;
}

/** An act with all that is needed to carry it out. */
export interface ClaimedAct extends Omit<ActRow, 'post'> {
  readonly post: PostRow;
  readonly kind: NetworkKind;
  readonly url: string;
  readonly account: string;
  readonly token_sealed: string | null;
}

/** Acts of a post that still stand before others, oldest first. */
export async function openActs(tx: Queryable, post: string): Promise<ActRow[]> {
  return tx.query<ActRow>(`SELECT * FROM post_act WHERE post = $1 AND state IN ('queued', 'sending', 'refused', 'unclear') ORDER BY id FOR UPDATE`, [post]);
}

export async function dropActs(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(`UPDATE post_act SET state = 'dropped', ended_at = now() WHERE id = ANY($1)`, [ids]);
}

/** What is to stand there. */
export interface ActMatter {
  readonly words: string;
  readonly picture: ActPicture | null;
}

export async function addAct(tx: Queryable, post: string, act: Act, edition: number, { words, picture }: ActMatter): Promise<void> {
  await tx.query('INSERT INTO post_act (post, act, edition, words, picture) VALUES ($1, $2, $3, $4, $5)', [
    post,
    act,
    edition,
    words,
    picture && JSON.stringify(picture),
  ]);
}
