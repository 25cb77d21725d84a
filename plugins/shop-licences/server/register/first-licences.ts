import type { Db } from '@amanah/plugin-api';
import type { OwnLicence } from '../register-config.ts';

/** Puts licences into our own register; a number that is there already stays as it is. */
export async function putFirstLicences(db: Db, licences: readonly OwnLicence[]): Promise<void> {
  if (licences.length === 0) return;
  await db.query(
    `INSERT INTO licence (number, unit, shop, owner_national_id, owner_name, register, unified_number, activity_code, activity_name, district, street,
                          area_m2, sign_m2, issued_on, valid_until, state)
     SELECT number, unit, shop, owner->>'nationalId', owner->>'name', register, "unifiedNumber", activity->>'code', activity->>'name', district, street,
            "areaM2", "signM2", "issuedOn", "validUntil", state
     FROM jsonb_to_recordset($1::jsonb) AS one(number text, unit text, shop text, owner jsonb, register text, "unifiedNumber" text, activity jsonb, district text,
            street text, "areaM2" numeric, "signM2" numeric, "issuedOn" date, "validUntil" date, state text)
     ON CONFLICT (number) DO NOTHING`,
    [JSON.stringify(licences)],
  );
}
