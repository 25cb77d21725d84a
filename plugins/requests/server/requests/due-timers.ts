import type { Db, Queryable } from '@amanah/plugin-api';
import { moveRequest, type Ground, type Moved } from './move-request.ts';

/** Timers that are fired in one go. */
const atOnce = 100;

/**
 * Fires the timers whose time has come, each in a transaction of its own; two replicas never fire the same one, and a crash leaves the rest for the next look.
 * Resolves to how many were fired; `after` belongs to the transaction.
 */
export async function fireDueTimers(
  db: Db,
  ground: Ground,
  after: (tx: Queryable, number: string, moved: Moved) => Promise<void> = async () => {},
): Promise<number> {
  for (let fired = 0; fired < atOnce; fired++) {
    const more = await db.transaction(async (tx) => {
      const [due] = await tx.query<{ request: string; token: number; timer: string }>(
        `DELETE FROM timer WHERE (request, token, timer) IN
           (SELECT request, token, timer FROM timer WHERE due_at <= $1 ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING request, token, timer`,
        [ground.now()],
      );
      if (!due) return false;
      const moved = await moveRequest(tx, due.request, { event: { type: 'timer', token: due.token, timer: due.timer }, by: { person: null } }, ground);
      await after(tx, due.request, moved);
      return true;
    });
    if (!more) return fired;
  }
  return atOnce;
}
