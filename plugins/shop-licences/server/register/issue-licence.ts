import type { Queryable } from '@amanah/plugin-api';
import type { Cause, NewLicence } from '../../contract.ts';
import { noteChange } from './history.ts';
import { today } from './licence-row.ts';
import { nextLicenceNumber } from './new-number.ts';

/** Whether a valid licence holds the place (check C13). */
export async function isOccupied(tx: Queryable, unit: string, shortAddress: string | null | undefined): Promise<boolean> {
  if (!shortAddress) return false;
  const held = await tx.query(`SELECT 1 FROM licence WHERE unit = $1 AND short_address = $2 AND state <> 'cancelled' AND valid_until >= ${today} LIMIT 1`, [
    unit,
    shortAddress,
  ]);
  return held.length > 0;
}

/** Writes a new licence under the next number. */
export async function issueLicence(tx: Queryable, unit: string, licence: NewLicence, cause: Cause): Promise<string> {
  const number = await nextLicenceNumber(tx, new Date());
  await tx.query(
    `INSERT INTO licence (number, unit, shop, owner_national_id, owner_name, register, unified_number, activity_code, activity_name, district, street, short_address,
                          area_m2, sign_m2, issued_on, valid_until, accounts, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'valid')`,
    [
      number,
      unit,
      licence.shop,
      licence.owner.nationalId ?? null,
      licence.owner.name,
      licence.register ?? null,
      licence.unifiedNumber ?? null,
      licence.activity.code ?? null,
      licence.activity.name,
      licence.district,
      licence.street ?? null,
      licence.shortAddress ?? null,
      licence.areaM2,
      licence.signM2,
      licence.issuedOn,
      licence.validUntil,
      licence.accounts,
    ],
  );
  await noteChange(tx, number, 'issued', cause);
  return number;
}
