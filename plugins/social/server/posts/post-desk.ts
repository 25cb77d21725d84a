import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import { connectors, type NetworkKind } from '../networks/connectors.ts';
import { newPostCode } from './post-code.ts';
import { addAct, dropActs, openActs, type ActMatter, type ActPicture, type PostRow } from './post-rows.ts';
import { composedWords, writtenWords, type TextLimit } from './post-words.ts';

/** What of a published news item concerns its posts. */
export interface NewsToPost {
  readonly id: string;
  /** Raised by each change that readers see. */
  readonly edition: number;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** The item's own picture. */
  readonly picture: ActPicture | null;
  /** Networks chosen for it, with words where a person wrote others than the composed ones. */
  readonly networks: readonly { readonly id: string; readonly words: string | null }[];
}

/** The Fediverse takes any length; ours keeps to what its apps show unfolded. */
const unbounded: TextLimit = { most: 5_000, measure: (text) => text.length };

/** How a kind of network counts and how much it takes. */
export function limitOf(kind: NetworkKind): TextLimit {
  return kind === 'activitypub' ? unbounded : connectors[kind];
}

const nothing: ActMatter = { words: '', picture: null };

/** Words and picture for a network. Words that somebody wrote longer than a network takes beside a picture stand there without it. */
function matterFor(kind: NetworkKind, { picture, ...news }: NewsToPost, written: string | null, link: string): ActMatter {
  const limit = limitOf(kind);
  const beside = kind === 'activitypub' || picture === null ? limit : { ...limit, most: connectors[kind].pictures.most ?? limit.most };
  const words = written === null ? composedWords({ ...news, link }, beside) : writtenWords(written, link);
  return { words, picture: limit.measure(words) <= beside.most ? picture : null };
}

/**
 * Turns what happens to news into acts on networks. Told the same twice it does nothing the second time; an older edition than one that is known is
 * left out; what has not left yet is overtaken by what comes later.
 */
export class PostDesk {
  readonly #db: Db;
  readonly #linkOf: (code: string) => string;

  constructor(db: Db, linkOf: (code: string) => string) {
    this.#db = db;
    this.#linkOf = linkOf;
  }

  /** A news item came out or was changed. */
  async follow(news: NewsToPost): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const posts = await lockedPosts(tx, news.id);
      const known = await latestEdition(tx, news.id);
      if (known !== null && known >= news.edition) return;
      for (const { id, words } of news.networks) {
        const [network] = await tx.query<{ kind: NetworkKind }>('SELECT kind FROM network WHERE id = $1', [id]);
        if (!network) continue;
        const post = posts.find((one) => one.network === id && one.state !== 'gone') ?? (await begunPost(tx, news.id, id));
        const link = this.#linkOf(post.code);
        await putAct(tx, post, news.edition, matterFor(network.kind, news, words, link));
      }
      for (const post of posts) if (!news.networks.some(({ id }) => id === post.network)) await takeOff(tx, post, news.edition);
    });
  }

  /** A news item was withdrawn: it goes from every network. */
  async withdraw(news: string): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const posts = await lockedPosts(tx, news);
      const edition = await latestEdition(tx, news);
      for (const post of posts) await takeOff(tx, post, edition ?? 1);
    });
  }

  /** Where the network cannot change a post: taken off, then posted anew with the words of the change that it refused. @returns whether there was one */
  async replace(postId: string): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const [post] = await tx.query<PostRow>(`SELECT * FROM post WHERE id = $1 AND state = 'out' FOR UPDATE`, [postId]);
      const refused = post && (await openActs(tx, post.id)).find(({ act, state }) => act === 'update' && state === 'refused');
      if (!post || !refused) return false;
      await dropActs(tx, [refused.id]);
      await addAct(tx, post.id, 'delete', refused.edition, nothing);
      await addAct(tx, post.id, 'create', refused.edition, refused);
      return true;
    });
  }
}

/** Posts of a news item, held until the transaction ends; the lock on the item's name keeps two first posts apart. */
async function lockedPosts(tx: Queryable, news: string): Promise<PostRow[]> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`posts/${news}`]);
  return tx.query<PostRow>('SELECT * FROM post WHERE news = $1 ORDER BY made_at FOR UPDATE', [news]);
}

async function latestEdition(tx: Queryable, news: string): Promise<number | null> {
  const [row] = await tx.query<{ edition: number | null }>('SELECT max(edition) AS edition FROM post_act JOIN post ON post.id = post WHERE news = $1', [news]);
  return row?.edition ?? null;
}

/** A post that was never there, or is there no more and begins anew with another link. */
async function begunPost(tx: Queryable, news: string, network: string): Promise<PostRow> {
  const [post] = await tx.query<PostRow>(
    `INSERT INTO post (news, network, code) VALUES ($1, $2, $3)
     ON CONFLICT (news, network) DO UPDATE SET code = excluded.code, state = 'waiting', remote_id = NULL, remote_url = NULL, picture = NULL, media = NULL, media_at = NULL RETURNING *`,
    [news, network, newPostCode()],
  );
  return post!;
}

/** Creates where it never left, else changes; acts that have not begun are overtaken. */
async function putAct(tx: Queryable, post: PostRow, edition: number, matter: ActMatter): Promise<void> {
  const open = await openActs(tx, post.id);
  await dropActs(
    tx,
    open.filter(({ state }) => state === 'queued' || state === 'refused').map(({ id }) => id),
  );
  const onItsWay = post.state !== 'waiting' || open.some(({ act, state }) => act === 'create' && (state === 'sending' || state === 'unclear'));
  await addAct(tx, post.id, onItsWay ? 'update' : 'create', edition, matter);
}

async function takeOff(tx: Queryable, post: PostRow, edition: number): Promise<void> {
  if (post.state === 'gone') return;
  const open = await openActs(tx, post.id);
  if (open.some(({ act, state }) => act === 'delete' && state !== 'refused')) return;
  await dropActs(
    tx,
    open.filter(({ state }) => state === 'queued' || state === 'refused').map(({ id }) => id),
  );
  const neverLeft = post.state === 'waiting' && !open.some(({ state }) => state === 'sending' || state === 'unclear');
  if (neverLeft) await tx.query(`UPDATE post SET state = 'gone' WHERE id = $1`, [post.id]);
  else await addAct(tx, post.id, 'delete', edition, nothing);
}
