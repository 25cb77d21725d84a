import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { AccountBlock, BlockKind } from '../../shared/block-answers.ts';
import type { Doer } from '../news/news-rows.ts';
import type { Follower } from './followers.ts';
import { accountName, serverName } from './remote-names.ts';

interface BlockRow {
  readonly id: string;
  readonly kind: BlockKind;
  readonly address: string;
  readonly reason: string;
  readonly person_name: Bilingual;
  readonly at: Date;
}

/** Followers that a block of this kind is about; `$1` is what it names. */
const about = {
  server: 'lies_under(server_of(actor), $1) OR lies_under(server_of(inbox), $1) OR lies_under(server_of(shared_inbox), $1)',
  account: `actor = $1 OR '@' || lower(split_part(handle, '@', 2)) || '@' || server_of(actor) = $1`,
} as const;

/** Inboxes of followers to whom it is about. One that others share is still told what is for them: their server hands it on to its own. */
const theirs = (kind: BlockKind) =>
  `inbox IN (SELECT unnest(ARRAY[inbox, shared_inbox]) FROM follower WHERE ${about[kind]})
   AND inbox NOT IN (SELECT coalesce(shared_inbox, inbox) FROM follower WHERE (${about[kind]}) IS NOT TRUE)`;
/** Inboxes to which nothing more goes. */
const silent = { server: `(lies_under(server_of(inbox), $1) OR ${theirs('server')})`, account: theirs('account') } as const;

/** Servers and accounts with which our account in the Fediverse has nothing to do. */
export class AccountBlocks {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(): Promise<AccountBlock[]> {
    const rows = await this.#db.query<BlockRow>('SELECT id, kind, address, reason, person_name, at FROM account_block ORDER BY at DESC, id');
    return rows.map(({ person_name: by, at, ...row }) => ({ ...row, by, at: at.toISOString() }));
  }

  /** Its followers are gone with it, and what waits for its inboxes. @returns what the block names @throws SOCIAL_BLOCKED_ALREADY */
  async block(kind: BlockKind, address: string, reason: string, by: NonNullable<Doer>): Promise<{ readonly id: string }> {
    return this.#db.transaction(async (tx) => {
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO account_block (kind, address, reason, person_id, person_name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, address) DO NOTHING RETURNING id`,
        [kind, address, reason, by.id, JSON.stringify(by.name)],
      );
      if (!made) throw new AmanahError('SOCIAL_BLOCKED_ALREADY');
      await tx.query(`DELETE FROM activity_delivery WHERE state = 'queued' AND ${silent[kind]}`, [address]);
      await tx.query(`DELETE FROM follower WHERE ${about[kind]}`, [address]);
      return made;
    });
  }

  /** @returns what it named @throws SOCIAL_BLOCK_UNKNOWN */
  async lift(id: string): Promise<Pick<BlockRow, 'kind' | 'address' | 'reason'>> {
    const [row] = await this.#db.query<BlockRow>('DELETE FROM account_block WHERE id = $1 RETURNING kind, address, reason', [id]);
    if (!row) throw new AmanahError('SOCIAL_BLOCK_UNKNOWN');
    return row;
  }
}

/** Whether a follow is refused; `page`: where the account's profile is, if it says so. */
export async function isBlocked(tx: Queryable, { actor, handle, inbox, sharedInbox }: Follower, page: string | null): Promise<boolean> {
  const servers = [actor, inbox, sharedInbox].flatMap((address) => (address === null ? [] : (serverName(address) ?? [])));
  const accounts = [actor, handle, page].flatMap((address) => (address === null ? [] : (accountName(address) ?? [])));
  const rows = await tx.query(
    `SELECT id FROM account_block WHERE (kind = 'account' AND address = ANY($2::text[]))
       OR (kind = 'server' AND EXISTS (SELECT FROM unnest($1::text[]) AS server WHERE lies_under(server, address))) LIMIT 1`,
    [servers, accounts],
  );
  return rows.length > 0;
}
