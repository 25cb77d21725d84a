import { z } from 'zod';
import type { PluginParts } from '../plugin-parts.ts';

type Parts = Pick<PluginParts, 'ctx'>;

/** What pages of officials listen for; they read again what they show. */
const message = 'requests.inbox';

const happening = z.object({ number: z.string() });

/** Tells the open pages of officials that tasks of a request came, went or moved, so that inboxes stay true without being loaded again. */
export function tellOfficials(parts: Parts): void {
  for (const type of ['requests.request.submitted', 'requests.request.changed', 'requests.request.ended'])
    parts.ctx.events.on(type, happening, async ({ data }) => tellOfRequests(parts, [data.number]));
}

/** Tells whoever could have a task of the requests before their eyes: holders of the role of an open task or of one that was closed just now. */
export async function tellOfRequests({ ctx }: Parts, numbers: readonly string[]): Promise<void> {
  const lanes = await ctx.db.query<{ role: string; unit: string }>(
    `SELECT DISTINCT role, unit FROM task WHERE request = ANY($1) AND holder = 'authority' AND role IS NOT NULL AND unit IS NOT NULL
       AND (closed_at IS NULL OR closed_at > now() - interval '2 minutes')`,
    [numbers],
  );
  const people = await Promise.all(lanes.map(({ role, unit }) => ctx.access.holdersOf(role, unit)));
  const ids = [...new Set(people.flat().map(({ id }) => id))];
  if (ids.length > 0) await ctx.notify(ids, { type: message, data: { numbers } });
}
