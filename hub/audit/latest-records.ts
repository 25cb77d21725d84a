import type { AuditAdmin, AuditRecord, Queryable } from '@amanah/plugin-api';

interface Row {
  readonly number: string;
  readonly at: Date;
  readonly action: string;
  readonly subject: string;
  readonly request_id: string;
  readonly name_ar: string | null;
  readonly name_en: string | null;
}

/** The latest records with the names of who acted; `search` looks in action, subject, request number and name. */
export async function latestRecords(db: Queryable, { search, before, limit }: Parameters<AuditAdmin['latest']>[0]): Promise<readonly AuditRecord[]> {
  const rows = await db.query<Row>(
    `SELECT a.number, a.at, a.action, a.subject, a.request_id,
       coalesce(p.name_ar, c.definition->'title'->>'ar', substr(a.actor, length('client/') + 1)) AS name_ar,
       coalesce(p.name_en, c.definition->'title'->>'en', substr(a.actor, length('client/') + 1)) AS name_en
     FROM hub.audit_record a LEFT JOIN hub.person p ON p.id::text = a.actor LEFT JOIN hub.client c ON 'client/' || c.id = a.actor
     WHERE ($1::bigint IS NULL OR a.number < $1)
       AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', a.action, a.subject, a.request_id, p.name_ar, p.name_en, p.username, a.actor))) > 0)
     ORDER BY a.number DESC LIMIT $3`,
    [before ?? null, search || null, limit],
  );
  return rows.map((row) => ({
    number: Number(row.number),
    at: row.at.toISOString(),
    action: row.action,
    subject: row.subject,
    actorName: row.name_ar === null || row.name_en === null ? null : { ar: row.name_ar, en: row.name_en },
    requestId: row.request_id,
  }));
}
