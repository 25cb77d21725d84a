import { AmanahError } from '@amanah/errors';
import type { PersonRef, Queryable } from '@amanah/plugin-api';
import type { TaskRow } from './task-access.ts';

/** Takes a task; the first of two wins, and a deputy takes over what the official on leave had taken. @throws REQUESTS_TASK_TAKEN */
export async function claimTask(tx: Queryable, { request, token, step }: TaskRow, { id, name }: PersonRef, inPlaceOf: string | null): Promise<void> {
  const [taken] = await tx.query(
    `UPDATE task SET claimed_by = $4, claimed_name = $5, claimed_at = now()
     WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL AND (claimed_by IS NULL OR claimed_by IN ($4, $6)) RETURNING 1`,
    [request, token, step, id, JSON.stringify(name), inPlaceOf],
  );
  if (!taken) throw new AmanahError('REQUESTS_TASK_TAKEN', { detail: `${request} ${token}` });
}

export async function releaseTask(tx: Queryable, { request, token, step }: TaskRow): Promise<void> {
  await tx.query(
    'UPDATE task SET claimed_by = NULL, claimed_name = NULL, claimed_at = NULL WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL',
    [request, token, step],
  );
}

/** Gives a task to a colleague, and writes so in the history of the request. */
export async function assignTask(
  tx: Queryable,
  { request, token, step }: TaskRow,
  { from, to, note }: { readonly from: PersonRef; readonly to: PersonRef; readonly note: string | null },
): Promise<void> {
  await tx.query('SELECT 1 FROM request WHERE number = $1 FOR UPDATE', [request]);
  await tx.query(
    'UPDATE task SET claimed_by = $4, claimed_name = $5, claimed_at = now() WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL',
    [request, token, step, to.id, JSON.stringify(to.name)],
  );
  await tx.query(
    `INSERT INTO happening (request, nth, kind, step, by_person, by_name, data)
     SELECT $1, coalesce(max(nth), 0) + 1, 'handed-over', $2, $3, $4, $5 FROM happening WHERE request = $1`,
    [request, step, from.id, JSON.stringify(from.name), JSON.stringify({ to: to.name, note })],
  );
}
