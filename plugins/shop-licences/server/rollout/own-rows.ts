import type { Queryable } from '@amanah/plugin-api';
import type { TakenRow } from './check-row.ts';

/** Licences that came from the older register of a unit, as ours has them, in the form in which rows are compared; all of them, or those of some older numbers. */
export async function ownRows(tx: Queryable, unit: string, numbers: readonly string[] | null = null): Promise<readonly TakenRow[]> {
  return tx.query<TakenRow>(
    `SELECT i.legacy_number AS number, l.shop, l.owner_national_id AS "ownerId", l.owner_name AS "ownerName", l.register, l.unified_number AS "unifiedNumber",
            l.activity_code AS "activityCode", l.activity_name AS "activityName", l.district, l.street, l.short_address AS "shortAddress",
            l.area_m2::float8 AS "areaM2", l.sign_m2::float8 AS "signM2", l.issued_on::text AS "issuedOn", l.valid_until::text AS "validUntil", l.state
     FROM licence_import i JOIN licence l USING (number) WHERE i.unit = $1 AND ($2::text[] IS NULL OR i.legacy_number = ANY ($2))`,
    [unit, numbers],
  );
}
