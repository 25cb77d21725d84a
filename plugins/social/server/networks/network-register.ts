import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Seals } from '@amanah/plugin-api';
import { z } from 'zod';
import type { ActProblem } from '../posts/post-rows.ts';
import { connectors, type NetworkKind } from './connectors.ts';

const kinds = ['mastodon', 'telegram', 'x', 'facebook'] as const;

/** A network of others as it is connected. */
export const newNetwork = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  kind: z.enum(kinds),
  title: z.strictObject({ ar: z.string().min(1).max(60), en: z.string().min(1).max(60) }),
  /** Where its API answers. */
  url: z.url({ protocol: /^https?$/ }),
  /** Chat (telegram) or page (facebook). */
  account: z.string().max(100).default(''),
  token: z.string().min(1).max(2_000),
});
export type NewNetwork = z.infer<typeof newNetwork>;

export interface Network {
  readonly id: string;
  readonly kind: NetworkKind;
  readonly title: Bilingual;
  readonly url: string;
  readonly account: string;
  readonly paused: boolean;
  readonly restsUntil: Date | null;
  readonly problem: ActProblem | null;
}

interface NetworkRow extends Omit<Network, 'title' | 'restsUntil'> {
  readonly title_ar: string;
  readonly title_en: string;
  readonly rests_until: Date | null;
}

/** What a network's token is sealed for. */
export const tokenPurpose = (network: string): string => `network-token/${network}`;

/** The Amanah's own account, there in every portal. */
export const ownAccount = 'fediverse';

/** Networks on which the Amanah speaks; tokens are sealed and never given back. */
export class NetworkRegister {
  readonly #db: Db;
  readonly #seals: Seals;

  constructor(db: Db, seals: Seals) {
    this.#db = db;
    this.#seals = seals;
  }

  /** Own account first. */
  async all(): Promise<Network[]> {
    const rows = await this.#db.query<NetworkRow>(`SELECT * FROM network ORDER BY kind <> 'activitypub', id`);
    return rows.map(({ id, kind, title_ar: ar, title_en: en, url, account, paused, rests_until: restsUntil, problem }) => ({
      id,
      kind,
      title: { ar, en },
      url,
      account,
      paused,
      restsUntil,
      problem,
    }));
  }

  /** Puts our own account there. */
  async keepOwn(title: Bilingual, handle: string): Promise<void> {
    await this.#db.query(
      `INSERT INTO network (id, kind, title_ar, title_en, account) VALUES ($1, 'activitypub', $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET title_ar = excluded.title_ar, title_en = excluded.title_en, account = excluded.account`,
      [ownAccount, title.ar, title.en, handle],
    );
  }

  /** Asks the network who we are there before anything is kept. @throws NetworkRefusal where it does not know us */
  async connect(network: NewNetwork, signal: AbortSignal): Promise<{ readonly account: string }> {
    const identity = await connectors[network.kind].who(network, signal);
    await this.keep(network);
    return identity;
  }

  /** Keeps a network as it is given; one of the same id goes on with the new address and token. */
  async keep({ id, kind, title, url, account, token }: NewNetwork): Promise<void> {
    const rows = await this.#db.query(
      `INSERT INTO network (id, kind, title_ar, title_en, url, account, token_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET title_ar = excluded.title_ar, title_en = excluded.title_en, url = excluded.url, account = excluded.account,
         token_sealed = excluded.token_sealed, problem = NULL, rests_until = NULL, changed_at = now() WHERE network.kind = excluded.kind RETURNING id`,
      [id, kind, title.ar, title.en, url, account, this.#seals.seal(tokenPurpose(id), token)],
    );
    if (rows.length === 0) throw new AmanahError('SOCIAL_NETWORK_TAKEN', { params: { id } });
  }

  /** Nothing is sent while it is paused; what waits goes out afterwards. @throws SOCIAL_NETWORK_UNKNOWN */
  async pause(id: string, paused: boolean): Promise<void> {
    const rows = await this.#db.query('UPDATE network SET paused = $2, changed_at = now() WHERE id = $1 RETURNING id', [id, paused]);
    if (rows.length === 0) throw new AmanahError('SOCIAL_NETWORK_UNKNOWN');
  }

  /** Forgets a network of others and its token; what was posted stays there. @throws SOCIAL_NETWORK_UNKNOWN */
  async disconnect(id: string): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const rows = await tx.query(`DELETE FROM network WHERE id = $1 AND kind <> 'activitypub' RETURNING id`, [id]);
      if (rows.length === 0) throw new AmanahError('SOCIAL_NETWORK_UNKNOWN');
      await tx.query(
        `UPDATE post_act SET state = 'dropped', ended_at = now() FROM post WHERE post.id = post AND network = $1 AND post_act.state IN ('queued', 'refused', 'unclear')`,
        [id],
      );
    });
  }
}
