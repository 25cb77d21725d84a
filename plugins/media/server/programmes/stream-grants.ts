import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';

/** Signed permissions to read the stream of one programme until a moment, carried in an address: for players and devices that have no session. */
export class StreamGrants {
  readonly #db: Queryable;
  readonly #now: () => number;
  #key: Promise<string> | undefined;

  constructor(db: Queryable, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** A grant for so many seconds from now. */
  async make(programme: string, seconds: number): Promise<string> {
    const until = Math.floor(this.#now() / 1_000 + seconds).toString(36);
    return `${until}.${signature(programme, until, await this.#keyOnce())}`;
  }

  /** Whether the grant was made here for this programme and still holds. */
  async holds(programme: string, grant: string): Promise<boolean> {
    const [until = '', given = ''] = grant.split('.');
    const right = Buffer.from(signature(programme, until, await this.#keyOnce()));
    const shown = Buffer.from(given);
    return shown.length === right.length && timingSafeEqual(shown, right) && Number.parseInt(until, 36) * 1_000 > this.#now();
  }

  #keyOnce(): Promise<string> {
    return (this.#key ??= this.#readKey().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    }));
  }

  async #readKey(): Promise<string> {
    await this.#db.query('INSERT INTO link_key (key) VALUES ($1) ON CONFLICT DO NOTHING', [randomBytes(32).toString('base64url')]);
    const [row] = await this.#db.query<{ key: string }>('SELECT key FROM link_key');
    return row!.key;
  }
}

function signature(programme: string, until: string, key: string): string {
  return createHmac('sha256', key).update(`stream ${programme} ${until}`).digest('base64url').slice(0, 32);
}
