import { AmanahError } from '@amanah/errors';
import type { Db, DeadLetter, Queryable } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';

/** Tells workers that a letter was asked to be run again. */
export const replayChannel = 'hub_dead_letters';

/** What failed for good. */
export interface Failure {
  /** Names the run, so that reporting it twice leaves one letter. */
  readonly run: string;
  readonly kind: 'job' | 'event';
  readonly owner: string;
  readonly name: string;
  readonly input: unknown;
  readonly error: unknown;
  readonly attempts: number;
}

/** A dead letter taken out for another try; it stays until `forget`. */
export interface TakenLetter {
  readonly id: string;
  readonly run: string;
  readonly kind: 'job' | 'event';
  readonly owner: string;
  readonly name: string;
  readonly input: unknown;
  forget(): Promise<void>;
}

/** Keeps a job or event that failed for good; the same run is kept once, and its error is cut to 4,000 characters. */
export async function keepDeadLetter(db: Queryable, failure: Failure): Promise<void> {
  const error = failure.error instanceof Error ? `${failure.error.name}: ${failure.error.message}` : String(failure.error);
  await db.query(
    'INSERT INTO hub.dead_letter (run, kind, owner, name, input, error, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (run) DO NOTHING',
    [failure.run, failure.kind, failure.owner, failure.name, JSON.stringify(failure.input ?? null), error.slice(0, 4_000), failure.attempts],
  );
}

/** The latest five hundred, newest first. */
export async function listDeadLetters(db: Queryable): Promise<readonly DeadLetter[]> {
  const rows = await db.query<{
    id: string;
    kind: 'job' | 'event';
    owner: string;
    name: string;
    input: unknown;
    error: string;
    attempts: number;
    failed_at: Date;
  }>('SELECT id, kind, owner, name, input, error, attempts, failed_at FROM hub.dead_letter ORDER BY failed_at DESC LIMIT 500');
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    plugin: row.owner,
    job: row.name,
    input: row.input,
    error: row.error,
    attempts: row.attempts,
    failedAt: row.failed_at.toISOString(),
  }));
}

/** Asks the workers of the hub to run a letter again. @throws STORE_DEAD_LETTER_UNKNOWN */
export async function askForReplay(store: Pick<Store, 'hub' | 'notify'>, id: string): Promise<void> {
  const asked = await store.hub.query('UPDATE hub.dead_letter SET replay_asked_at = now() WHERE id::text = $1 RETURNING 1', [id]);
  if (asked.length === 0) throw new AmanahError('STORE_DEAD_LETTER_UNKNOWN', { detail: id });
  await store.notify(replayChannel, id);
}

/** The next letter that was asked for, for this worker alone; `null` when there is none. */
export async function nextAskedFor(db: Queryable): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `UPDATE hub.dead_letter SET replay_asked_at = NULL WHERE id =
       (SELECT id FROM hub.dead_letter WHERE replay_asked_at IS NOT NULL ORDER BY replay_asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id::text`,
  );
  return row?.id ?? null;
}

/** @throws STORE_DEAD_LETTER_UNKNOWN */
export async function takeDeadLetter(db: Db, id: string): Promise<TakenLetter> {
  const [row] = await db.query<{ run: string; kind: 'job' | 'event'; owner: string; name: string; input: unknown }>(
    'SELECT run, kind, owner, name, input FROM hub.dead_letter WHERE id::text = $1',
    [id],
  );
  if (!row) throw new AmanahError('STORE_DEAD_LETTER_UNKNOWN', { detail: id });
  return { id, ...row, forget: async () => void (await db.query('DELETE FROM hub.dead_letter WHERE id = $1', [id])) };
}
