import { createHash } from 'node:crypto';
import type { Queryable } from '@amanah/plugin-api';
import type { OutsideChannel } from './plan.ts';

/** Addresses and numbers that took nothing, kept by their hash: another one of the same person is tried again. */
export class BlockedContacts {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  async isBlocked(personId: string, channel: OutsideChannel, contact: string): Promise<boolean> {
    const rows = await this.#db.query('SELECT 1 FROM blocked_contact WHERE person_id = $1 AND channel = $2 AND contact_hash = $3', [
      personId,
      channel,
      hashOf(contact),
    ]);
    return rows.length > 0;
  }

  async block(personId: string, channel: OutsideChannel, contact: string): Promise<void> {
    await this.#db.query(
      `INSERT INTO blocked_contact (person_id, channel, contact_hash) VALUES ($1, $2, $3)
       ON CONFLICT (person_id, channel) DO UPDATE SET contact_hash = excluded.contact_hash, since = now()`,
      [personId, channel, hashOf(contact)],
    );
  }
}

/** Mark of a contact that tells nobody what it is. */
export function hashOf(contact: string): string {
  return createHash('sha256').update(contact.trim().toLowerCase()).digest('hex').slice(0, 32);
}
