import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Db, Seals } from '@amanah/plugin-api';

export interface PrivateLink {
  readonly id: string;
  readonly programme: string;
  readonly note: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
}

const columns = 'id, programme, note, expires_at AS "expiresAt", created_at AS "createdAt", withdrawn_at AS "withdrawnAt"';
const idLetters = 12;
const purpose = 'private link';

/** Short links that open one programme to whoever has them, until a day. What is not signed here is refused before anything is looked up. */
export class PrivateLinks {
  readonly #db: Db;
  readonly #seals: Pick<Seals, 'digest'>;

  constructor(db: Db, seals: Pick<Seals, 'digest'>) {
    this.#db = db;
    this.#seals = seals;
  }

  /** @returns the token: it is kept nowhere */
  async make(
    programme: string,
    { note, hours, by }: { readonly note: string; readonly hours: number; readonly by: string },
  ): Promise<{ token: string; link: PrivateLink }> {
    const id = randomBytes(9).toString('base64url');
    const [link] = await this.#db.query<PrivateLink>(
      `INSERT INTO private_link (id, programme, note, expires_at, created_by) VALUES ($1, $2, $3, now() + make_interval(hours => $4), $5) RETURNING ${columns}`,
      [id, programme, note, hours, by],
    );
    return { token: id + this.#signature(id), link: link! };
  }

  /** The link of a token that still holds. @throws MEDIA_LINK_REFUSED when it is forged, over, or withdrawn: nobody learns which */
  async open(token: string): Promise<PrivateLink> {
    const id = this.#idIn(token);
    if (id === null) throw new AmanahError('MEDIA_LINK_REFUSED', { detail: 'signature' });
    const [link] = await this.#db.query<PrivateLink>(`SELECT ${columns} FROM private_link WHERE id = $1 AND withdrawn_at IS NULL AND expires_at > now()`, [id]);
    if (!link) throw new AmanahError('MEDIA_LINK_REFUSED', { detail: id });
    return link;
  }

  /** When a link that was made here stopped working; `null` for one that works, and for what is no link of ours. */
  async overSince(token: string): Promise<Date | null> {
    const id = this.#idIn(token);
    if (id === null) return null;
    const [link] = await this.#db.query<{ over: Date }>(
      'SELECT LEAST(expires_at, withdrawn_at) AS over FROM private_link WHERE id = $1 AND LEAST(expires_at, withdrawn_at) <= now()',
      [id],
    );
    return link?.over ?? null;
  }

  async list(programme: string): Promise<PrivateLink[]> {
    return this.#db.query<PrivateLink>(`SELECT ${columns} FROM private_link WHERE programme = $1 ORDER BY created_at DESC LIMIT 200`, [programme]);
  }

  async withdraw(programme: string, id: string): Promise<void> {
    await this.#db.query('UPDATE private_link SET withdrawn_at = COALESCE(withdrawn_at, now()) WHERE id = $1 AND programme = $2', [id, programme]);
  }

  /** The id in a token that was signed here; `null` for any other. */
  #idIn(token: string): string | null {
    const id = token.slice(0, idLetters);
    const [shown, right] = [Buffer.from(token.slice(idLetters)), Buffer.from(this.#signature(id))];
    return shown.length === right.length && timingSafeEqual(shown, right) ? id : null;
  }

  #signature(id: string): string {
    return this.#seals.digest(purpose, id).slice(0, 22);
  }
}
