import type { HubFigures, Queryable } from '@amanah/plugin-api';
import type { Jobs } from '../jobs/contract.ts';

interface Row {
  readonly bytes: string;
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly letters: number;
  readonly sessions: number;
  readonly key_since: Date | null;
  readonly backup_at: Date | null;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Figures of the hub's parts, counted now. */
export async function hubFigures(db: Queryable, jobs: Pick<Jobs, 'load'>): Promise<HubFigures> {
  const [[row], load] = await Promise.all([
    db.query<Row>(
      `SELECT pg_database_size(current_database()) AS bytes,
         (SELECT count(*)::int FROM hub.outbox) AS waiting,
         (SELECT min(occurred_at) FROM hub.outbox) AS oldest,
         (SELECT count(*)::int FROM hub.dead_letter) AS letters,
         (SELECT count(*)::int FROM hub.session WHERE revoked_at IS NULL AND absolute_expires_at > now()) AS sessions,
         (SELECT max(created_at) FROM hub.signing_key WHERE retired_at IS NULL) AS key_since,
         (SELECT max(at) FROM hub.audit_record WHERE action = 'hub:backup.made') AS backup_at`,
    ),
    jobs.load(),
  ]);
  return {
    databaseBytes: Number(row!.bytes),
    outbox: { waiting: row!.waiting, oldestAt: iso(row!.oldest) },
    ...load,
    deadLetters: row!.letters,
    liveSessions: row!.sessions,
    signingKeySince: iso(row!.key_since),
    backupAt: iso(row!.backup_at),
  };
}
