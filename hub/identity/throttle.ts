import { AmanahError } from '@amanah/errors';
import type { Queryable } from '../store/contract.ts';

interface Limit {
  readonly key: string;
  readonly failures: number;
  readonly windowSeconds: number;
}

/**
 * Limits on failed sign-ins. They hold for the pair of user name and address, and for the address: a stranger elsewhere can use up neither
 * of the owner's, so nobody can lock somebody else out.
 */
export function signInLimits(username: string, address: string): readonly Limit[] {
  return [
    { key: `sign-in:${address}:${username.toLowerCase().slice(0, 100)}`, failures: 5, windowSeconds: 900 },
    { key: `sign-in:${address}`, failures: 50, windowSeconds: 900 },
  ];
}

/** @throws HTTP_RATE_LIMITED while one of the limits is used up */
export async function assertWithin(db: Queryable, limits: readonly Limit[]): Promise<void> {
  const rows = await db.query<{ key: string; failures: number; seconds: number }>(
    `SELECT key, failures, ceil(extract(epoch FROM resets_at - now()))::int AS seconds FROM hub.throttle WHERE key = ANY($1) AND resets_at > now()`,
    [limits.map(({ key }) => key)],
  );
  const used = rows.find((row) => row.failures >= (limits.find(({ key }) => key === row.key)?.failures ?? Infinity));
  if (used) throw new AmanahError('HTTP_RATE_LIMITED', { retryAfterSeconds: used.seconds });
}

/** Counts one failure against each limit. */
export async function countFailure(db: Queryable, limits: readonly Limit[]): Promise<void> {
  for (const { key, windowSeconds } of limits) {
    await db.query(
      `INSERT INTO hub.throttle VALUES ($1, 1, now() + make_interval(secs => $2))
       ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN hub.throttle.resets_at > now() THEN hub.throttle.failures + 1 ELSE 1 END,
         resets_at = CASE WHEN hub.throttle.resets_at > now() THEN hub.throttle.resets_at ELSE EXCLUDED.resets_at END`,
      [key, windowSeconds],
    );
  }
}

/** Forgets the failures of a person who got in. */
export async function clearFailures(db: Queryable, limits: readonly Limit[]): Promise<void> {
  await db.query('DELETE FROM hub.throttle WHERE key = $1', [limits[0]?.key]);
}
