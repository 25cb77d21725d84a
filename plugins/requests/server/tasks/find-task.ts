import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import type { TaskRow } from './task-access.ts';

/** An open task. @throws REQUESTS_TASK_GONE */
export async function findTask(db: Queryable, { request, token }: { readonly request: string; readonly token: number }): Promise<TaskRow> {
  const [task] = await db.query<TaskRow>(
    'SELECT request, token, step, lane, role, unit, holder, form, claimed_by FROM task WHERE request = $1 AND token = $2 AND closed_at IS NULL',
    [request, token],
  );
  if (!task) throw new AmanahError('REQUESTS_TASK_GONE', { detail: `${request} ${token}` });
  return task;
}
