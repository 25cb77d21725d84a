import type { Log, SignOutReport } from '@amanah/plugin-api';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../store/contract.ts';
import { signOut, type SignOutSources } from './sign-out.ts';

const channel = 'hub_sign_out_asked';
/** Longest wait until a running hub takes the request, and until it is done, in milliseconds. */
const takenWithinMs = 3_000;
const doneWithinMs = 15_000;

/** Takes sign-outs that other processes ask for; of several replicas one takes each. Returns how to stop. */
export async function serveSignOutRequests(store: Store, sources: SignOutSources, log: Log): Promise<() => Promise<void>> {
  return store.listen(channel, (requestId) => {
    void (async () => {
      const [request] = await store.hub.query<{ person_id: string }>(
        'UPDATE hub.sign_out_request SET taken_at = now() WHERE id = $1 AND taken_at IS NULL RETURNING person_id',
        [requestId],
      );
      if (!request) return;
      const report = await signOut(sources, { personId: request.person_id });
      await store.hub.query('UPDATE hub.sign_out_request SET report = $2 WHERE id = $1', [requestId, JSON.stringify(report)]);
    })().catch((error: unknown) => log.error({ err: error }, 'a sign-out that was asked for could not be done'));
  });
}

/** Has a running hub end every session of a person, with all systems and clients they entered; `null` when no hub took it. */
export async function askForSignOut(store: Store, personId: string): Promise<SignOutReport | null> {
  const [request] = await store.hub.query<{ id: string }>('INSERT INTO hub.sign_out_request (person_id) VALUES ($1) RETURNING id', [personId]);
  const id = request!.id;
  await store.notify(channel, id);
  const askedAt = Date.now();
  for (;;) {
    await delay(100);
    const [row] = await store.hub.query<{ taken_at: Date | null; report: SignOutReport | null }>(
      'SELECT taken_at, report FROM hub.sign_out_request WHERE id = $1',
      [id],
    );
    if (row?.report) return row.report;
    const waited = Date.now() - askedAt;
    if ((!row?.taken_at && waited > takenWithinMs) || waited > doneWithinMs) {
      // Taken back, so that a hub which comes up in this very moment does not do it as well.
      await store.hub.query('DELETE FROM hub.sign_out_request WHERE id = $1', [id]);
      return null;
    }
  }
}
