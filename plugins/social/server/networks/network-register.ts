import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Seals } from '@amanah/plugin-api';
import type { NewNetwork } from '../../shared/network.ts';
import type { ConnectedKind } from '../../shared/network-kinds.ts';
import type { ActProblem } from '../posts/post-rows.ts';
import type { NetworkAccess, NetworkIdentity } from './connector.ts';
import { connectors, type NetworkKind } from './connectors.ts';

export interface Network {
  readonly id: string;
  readonly kind: NetworkKind;
  readonly title: Bilingual;
  readonly url: string;
  readonly account: string;
  readonly paused: boolean;
  /** Each change by a person raises it. */
  readonly version: number;
  /** As the network itself last called us; `null`: it was never asked. */
  readonly knownAs: string | null;
  readonly restsUntil: Date | null;
  readonly problem: ActProblem | null;
}

interface NetworkRow extends Omit<Network, 'title' | 'restsUntil' | 'knownAs'> {
  readonly title_ar: string;
  readonly title_en: string;
  readonly known_as: string | null;
  readonly rests_until: Date | null;
  readonly token_sealed: string | null;
}

/** A network of others, with how it is reached. */
type ConnectedRow = NetworkRow & { readonly kind: ConnectedKind; readonly token_sealed: string };

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
    return rows.map(({ id, kind, title_ar: ar, title_en: en, url, account, paused, version, known_as: knownAs, rests_until: restsUntil, problem }) => ({
      id,
      kind,
      title: { ar, en },
      url,
      account,
      paused,
      version,
      knownAs,
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

  /** Asks a network who we are there; nothing is kept. @throws NetworkRefusal where it does not know us */
  async prove(kind: ConnectedKind, access: NetworkAccess, signal: AbortSignal): Promise<NetworkIdentity> {
    return connectors[kind].who(access, signal);
  }

  /**
   * Connects a network, or gives one that is known (`version` above 0) another name, address and token, after the network has said who we are there.
   * @throws NetworkRefusal where it does not know us, SOCIAL_NETWORK_TAKEN, SOCIAL_NETWORK_CHANGED
   */
  async connect(network: NewNetwork, version: number, signal: AbortSignal): Promise<NetworkIdentity> {
    const { id, kind, title, url, account, token } = network;
    const identity = await this.prove(kind, network, signal);
    const values = [id, kind, title.ar, title.en, url, account, this.#sealed(id, token), identity.account];
    if (version === 0) {
      const added = await this.#db.query(
        `INSERT INTO network (id, kind, title_ar, title_en, url, account, token_sealed, known_as, proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        values,
      );
      if (added.length === 0) throw new AmanahError('SOCIAL_NETWORK_TAKEN', { params: { id } });
      return identity;
    }
    const changed = await this.#db.query(
      `UPDATE network SET title_ar = $3, title_en = $4, url = $5, account = $6, token_sealed = $7, known_as = $8, proved_at = now(), ${renewed} WHERE id = $1 AND kind = $2 AND version = $9 RETURNING id`,
      [...values, version],
    );
    if (changed.length === 0) throw new AmanahError('SOCIAL_NETWORK_CHANGED');
    return identity;
  }

  /** A new token at the same address. @throws NetworkRefusal where it is not taken, SOCIAL_NETWORK_UNKNOWN, SOCIAL_NETWORK_CHANGED */
  async renew(id: string, version: number, token: string, signal: AbortSignal): Promise<NetworkIdentity> {
    const { kind, url, account } = await this.#connected(id);
    const identity = await this.prove(kind, { url, account, token }, signal);
    const rows = await this.#db.query(
      `UPDATE network SET token_sealed = $2, known_as = $3, proved_at = now(), ${renewed} WHERE id = $1 AND version = $4 RETURNING id`,
      [id, this.#sealed(id, token), identity.account, version],
    );
    if (rows.length === 0) throw new AmanahError('SOCIAL_NETWORK_CHANGED');
    return identity;
  }

  /** Asks a network that is connected whether it still knows us. @throws NetworkRefusal where it does not, SOCIAL_NETWORK_UNKNOWN */
  async tryAgain(id: string, signal: AbortSignal): Promise<NetworkIdentity> {
    const { kind, url, account, token_sealed: sealed } = await this.#connected(id);
    const identity = await this.prove(kind, { url, account, token: this.#seals.unseal(tokenPurpose(id), sealed) }, signal);
    // Only while it is the token that was asked with.
    await this.#db.query('UPDATE network SET known_as = $3, proved_at = now(), problem = NULL WHERE id = $1 AND token_sealed = $2', [
      id,
      sealed,
      identity.account,
    ]);
    return identity;
  }

  /** Keeps a network of the configuration without asking it. One that is there already as it is given stays as it is, with what hinders it. */
  async keep({ id, kind, title, url, account, token }: NewNetwork): Promise<void> {
    await this.#db.transaction(async (tx) => {
      const [known] = await tx.query<NetworkRow>('SELECT * FROM network WHERE id = $1 FOR UPDATE', [id]);
      if (known && this.#isSame(known, { url, account, token })) return;
      const rows = await tx.query(
        `INSERT INTO network (id, kind, title_ar, title_en, url, account, token_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET title_ar = excluded.title_ar, title_en = excluded.title_en, url = excluded.url, account = excluded.account,
           token_sealed = excluded.token_sealed, ${renewed} WHERE network.kind = excluded.kind RETURNING id`,
        [id, kind, title.ar, title.en, url, account, this.#sealed(id, token)],
      );
      if (rows.length === 0) throw new AmanahError('SOCIAL_NETWORK_TAKEN', { params: { id } });
    });
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

  async #connected(id: string): Promise<ConnectedRow> {
    const [row] = await this.#db.query<ConnectedRow>(`SELECT * FROM network WHERE id = $1 AND kind <> 'activitypub' AND token_sealed IS NOT NULL`, [id]);
    if (!row) throw new AmanahError('SOCIAL_NETWORK_UNKNOWN');
    return row;
  }

  #sealed(id: string, token: string): string {
    return this.#seals.seal(tokenPurpose(id), token);
  }

  #isSame(row: NetworkRow, { url, account, token }: NetworkAccess): boolean {
    if (row.url !== url || row.account !== account || row.token_sealed === null) return false;
    try {
      return this.#seals.unseal(tokenPurpose(row.id), row.token_sealed) === token;
    } catch {
      // Sealed with another key of the hub: what the configuration says takes its place.
      return false;
    }
  }
}

/** What another token or address ends. */
const renewed = 'problem = NULL, rests_until = NULL, changed_at = now(), version = network.version + 1';
