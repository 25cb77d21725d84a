import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';
import { categories, type Category } from '../shared/settings.ts';

/** Which mails a link stops. */
export type Stopped = Category | 'daily';

export interface StopLink {
  readonly personId: string;
  readonly what: Stopped;
}

/** Links that stop mails of one kind for one person without signing in: they bear who and what, signed with a key of the plugin. */
export class StopLinks {
  readonly #db: Queryable;
  #key: Promise<string> | undefined;

  constructor(db: Queryable) {
    this.#db = db;
  }

  async make({ personId, what }: StopLink): Promise<string> {
    const content = Buffer.from(JSON.stringify([personId, what])).toString('base64url');
    return `${content}.${this.#signature(content, await this.#keyOnce())}`;
  }

  /** What a link says; `null` when it was not made here or is not whole. */
  async read(token: string): Promise<StopLink | null> {
    const [content = '', signature = ''] = token.split('.');
    const right = Buffer.from(this.#signature(content, await this.#keyOnce()));
    const given = Buffer.from(signature);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const [personId, what] = JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as [string, Stopped];
    return what === 'daily' || categories.includes(what) ? { personId, what } : null;
  }

  #signature(content: string, key: string): string {
    return createHmac('sha256', key).update(content).digest('base64url');
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
