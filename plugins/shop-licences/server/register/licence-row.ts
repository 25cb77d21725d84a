import type { Licence, LicenceState, ListedLicence } from '../../contract.ts';

/** What the state of a licence is today in Riyadh: one that has passed its last day is expired. */
export const today = `(now() AT TIME ZONE 'Asia/Riyadh')::date`;
export const stateNow = `CASE WHEN state = 'valid' AND valid_until < ${today} THEN 'expired' ELSE state END`;

export const columns = `number, shop, owner_national_id, owner_name, register, unified_number, activity_code, activity_name, district, street, short_address,
  area_m2::float8, sign_m2::float8, issued_on::text, valid_until::text, ${stateNow} AS state`;
export const listedColumns = `number, shop, valid_until::text AS "validUntil", ${stateNow} AS state`;

export type ListedRow = ListedLicence & { readonly owner: string; readonly activity: string; readonly district: string };

export interface LicenceRow {
  readonly number: string;
  readonly shop: string;
  readonly owner_national_id: string | null;
  readonly owner_name: string;
  readonly register: string | null;
  readonly unified_number: string | null;
  readonly activity_code: string | null;
  readonly activity_name: string;
  readonly district: string;
  readonly street: string | null;
  readonly short_address: string | null;
  readonly area_m2: number;
  readonly sign_m2: number;
  readonly issued_on: string;
  readonly valid_until: string;
  readonly state: LicenceState;
}

export function licenceOf(row: LicenceRow): Licence {
  return {
    number: row.number,
    shop: row.shop,
    owner: { nationalId: row.owner_national_id, name: row.owner_name },
    register: row.register,
    unifiedNumber: row.unified_number,
    activity: { code: row.activity_code, name: row.activity_name },
    district: row.district,
    street: row.street,
    shortAddress: row.short_address,
    areaM2: row.area_m2,
    signM2: row.sign_m2,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    state: row.state,
  };
}
