import { AmanahError } from '@amanah/errors';
import { networkOf } from '../http/network-of.ts';
import type { Queryable } from '../store/contract.ts';

export interface Limit {
  readonly key: string;
  readonly failures: number;
  readonly windowSeconds: number;
}

/**
 * Limits on failed tries of something secret: for the pair of name and address, and for the address (of IPv6 the subscriber's /64). A stranger
 * elsewhere can use up neither, so nobody can lock somebody else out; a device the person is known on (`device`) has a budget of its own,
 * which strangers behind the same address cannot use up either.
 */
export function tryLimits(what: string, address: string, device: string | null = null): readonly Limit[] {
  const name = what.trim().toLowerCase().slice(0, 100);
  if (device !== null) return [{ key: `try:device:${device}:${name}`, failures: 5, windowSeconds: 900 }];
  const from = networkOf(address);
  return [
    { key: `try:${from}:${name}`, failures: 5, windowSeconds: 900 },
    { key: `try-all:${from}`, failures: 50, windowSeconds: 900 },
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

/**
 * Settles a try once it is known whether it was right. Many sent at once all pass `assertWithin` before the first of them is counted, so the
 * limits are asked again here: a right guess beyond them does not get in, and is answered as a wrong one is.
 * @throws HTTP_RATE_LIMITED when the others used the limits up meanwhile
 */
export async function settleTry(db: Queryable, limits: readonly Limit[], right: boolean): Promise<void> {
  if (right) {
    await assertWithin(db, limits);
    return clearFailures(db, limits);
  }
  await countFailure(db, limits);
  // The last try that is allowed is told that it was wrong, not that it was one too many.
  await assertWithin(
    db,
    limits.map((limit) => ({ ...limit, failures: limit.failures + 1 })),
  );
}
