import type { Db } from '@amanah/plugin-api';
import type { Connector, NetworkAccess, PostPicture, PostWords } from '../networks/connector.ts';
import { NetworkRefusal } from '../networks/network-refusal.ts';
import type { ClaimedAct } from './post-rows.ts';

/** Networks forget pictures that no post took up, after a day at the earliest. */
const keptMs = 3_600_000;
/** What a picture is called where it goes with the post. */
const withPost = 'with-post';

/** How a post carries its picture. */
export type Carried = Pick<PostWords, 'media' | 'picture'>;
const none: Carried = { media: null };

/** Opens a picture of a news item; `null`: it is there no more. */
export type OpenPicture = (news: string, id: string) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Brings the picture of a post to its network, before the post itself: whatever is lost on that way, nobody has seen anything, and it is sent again. */
export class SentPictures {
  readonly #db: Db;
  readonly #open: OpenPicture;

  constructor(db: Db, open: OpenPicture) {
    this.#db = db;
    this.#open = open;
  }

  /** For a post that is not there yet. */
  async forNew(connector: Connector, act: ClaimedAct, access: NetworkAccess, signal: AbortSignal): Promise<Carried> {
    const { post, picture: wanted } = act;
    const { upload } = connector.pictures;
    const fresh = post.media_at !== null && Date.now() - Date.parse(post.media_at) < keptMs;
    if (upload && wanted && wanted.id === post.picture && fresh) return { media: post.media };
    return this.#send(connector, act, access, signal);
  }

  /** For a post that is there. @throws NetworkRefusal where it carries another picture that the network does not change */
  async forChanged(connector: Connector, act: ClaimedAct, access: NetworkAccess, signal: AbortSignal): Promise<Carried> {
    const { post, picture: wanted } = act;
    const same = (wanted?.id ?? null) === post.picture;
    if (same || (post.picture === null && !connector.pictures.changes)) return { media: post.media };
    if (!connector.pictures.changes) throw new NetworkRefusal('SOCIAL_EDIT_IMPOSSIBLE', 'no');
    return this.#send(connector, act, access, signal);
  }

  async #send({ pictures: { upload } }: Connector, { post, picture: wanted }: ClaimedAct, access: NetworkAccess, signal: AbortSignal): Promise<Carried> {
    const bytes = wanted && (await this.#open(post.news, wanted.id));
    if (!wanted || !bytes) {
      await this.#note(post.id, null, null);
      return none;
    }
    const picture: PostPicture = { bytes, alt: wanted.alt.ar };
    const media = upload ? await upload(access, picture, signal).catch(seenByNobody) : withPost;
    // Before the post: whoever finds it there, or is told so by a person, knows what it carries.
    await this.#note(post.id, wanted.id, media);
    return upload ? { media } : { media, picture };
  }

  async #note(post: string, picture: string | null, media: string | null): Promise<void> {
    await this.#db.query('UPDATE post SET picture = $2, media = $3, media_at = now() WHERE id = $1', [post, picture, media]);
  }
}

/** A picture whose answer was lost is no question: without its post nobody sees it. */
function seenByNobody(error: unknown): never {
  const brokenOff = (error as Error).name === 'AbortError';
  if (brokenOff || (error instanceof NetworkRefusal && error.outcome === 'unclear')) throw new NetworkRefusal('SOCIAL_NETWORK_AWAY', 'later', { cause: error });
  throw error;
}
