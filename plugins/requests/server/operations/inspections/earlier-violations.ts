import type { Queryable } from '@amanah/plugin-api';

/** Clauses that whom an inspection is about was fined for since a day, once for each time; what was voided does not count. */
export async function earlierViolations(db: Queryable, { number, beneficiary }: { readonly number: string; readonly beneficiary: string }, days: number) {
  const rows = await db.query<{ code: string }>(
    `SELECT one->>'code' AS code FROM request, jsonb_array_elements(facts->'fined') AS one
     WHERE beneficiary = $1 AND procedure = 'field-inspection' AND number <> $2 AND state <> 'void' AND submitted_at > now() - make_interval(days => $3)`,
    [beneficiary, number, days],
  );
  return rows.map(({ code }) => code);
}
