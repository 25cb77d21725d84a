import type { Actor, Bilingual, Locale } from '@amanah/plugin-api';
import type { LoadAnswer } from '../../shared/answers/staff-answers.ts';
import type { PluginParts } from '../plugin-parts.ts';

const shown = 50;

interface UrgentRow {
  readonly request: string;
  readonly token: number;
  readonly step: string;
  readonly service: string;
  readonly unit: string;
  readonly opened_at: Date;
  readonly due_at: Date;
  readonly claimed_name: Bilingual | null;
  readonly procedure: string;
  readonly version: string;
}

/** Open tasks of a head's units that are late or have less than a day left; the head's own requests are not among them. */
export async function urgentTasks(
  { ctx, directory, procedures }: PluginParts,
  actor: Actor,
  units: readonly string[] | null,
  language: Locale,
): Promise<LoadAnswer['urgent']> {
  const rows = await ctx.db.query<UrgentRow>(
    `SELECT t.request, t.token, t.step, t.service, t.unit, t.opened_at, t.due_at, t.claimed_name, r.procedure, r.version
     FROM task t JOIN request r ON r.number = t.request
     WHERE t.closed_at IS NULL AND t.holder = 'authority' AND ($1::text[] IS NULL OR t.unit = ANY($1)) AND t.due_at < now() + interval '1 day' AND r.person_id <> $2
     ORDER BY t.due_at LIMIT ${shown}`,
    [units, actor.person.id],
  );
  return Promise.all(
    rows.map(async ({ request, token, step, service, unit, opened_at, due_at, claimed_name, procedure, version }) => ({
      request,
      token,
      step: (await procedures().at(procedure, version)).nodes.get(step)?.name[language] ?? step,
      service: directory.services.get(service)?.name[language] ?? service,
      unitName: ctx.access.unit(unit)?.name[language] ?? unit,
      openedAt: new Date(opened_at).toISOString(),
      dueAt: new Date(due_at).toISOString(),
      claimedBy: claimed_name?.[language] ?? null,
      mayAssign: ctx.access.may(actor, 'requests:task.assign', unit),
    })),
  );
}
