import { AmanahError } from '@amanah/errors';
import { portRefusal, type Db, type Locale, type OperationOptions, type PortClient, type Queryable } from '@amanah/plugin-api';
import type { Licence, LicenceState, shopLicenceRegister } from '../contract.ts';

export type RegisterClient = PortClient<(typeof shopLicenceRegister)['operations']>;

/** Texts of refusals in the reader's language. */
export type Words = (key: 'registerName' | 'licenceUnknown' | 'notRenewable', language: Locale) => string;

/** Most licences of one owner that are listed. */
const mostListed = 100;
/** What the state of a licence is today in Riyadh: one that has passed its last day is expired. */
const today = `(now() AT TIME ZONE 'Asia/Riyadh')::date`;
const stateNow = `CASE WHEN state = 'valid' AND valid_until < ${today} THEN 'expired' ELSE state END`;

interface Row {
  readonly number: string;
  readonly shop: string;
  readonly owner_national_id: string;
  readonly owner_name: string;
  readonly register: string | null;
  readonly unified_number: string | null;
  readonly activity_code: string | null;
  readonly activity_name: string;
  readonly district: string;
  readonly street: string | null;
  readonly area_m2: number;
  readonly sign_m2: number;
  readonly issued_on: string;
  readonly valid_until: string;
  readonly state: LicenceState;
}

/** Our own register of the shop licences of one unit, as a provider of the port. */
export function ownRegister(db: Db, unit: string, words: Words): RegisterClient {
  const refuse = (refusal: 'unknown' | 'not-renewable', { language = 'ar' }: OperationOptions = {}) =>
    portRefusal(refusal, { provider: words('registerName', language), reason: words(refusal === 'unknown' ? 'licenceUnknown' : 'notRenewable', language) });

  return {
    async find({ number }, options) {
      const [row] = await db.query<Row>(
        `SELECT number, shop, owner_national_id, owner_name, register, unified_number, activity_code, activity_name, district, street,
                area_m2::float8, sign_m2::float8, issued_on::text, valid_until::text, ${stateNow} AS state
         FROM licence WHERE number = $1 AND unit = $2`,
        [number, unit],
      );
      if (!row) throw refuse('unknown', options);
      return licenceOf(row);
    },
    async listByOwner({ nationalId }) {
      const licences = await db.query<{ number: string; shop: string; validUntil: string; state: LicenceState }>(
        `SELECT number, shop, valid_until::text AS "validUntil", ${stateNow} AS state
         FROM licence WHERE owner_national_id = $1 AND unit = $2 ORDER BY number LIMIT ${mostListed}`,
        [nationalId, unit],
      );
      return { licences };
    },
    async renew({ number, years, bill, on }, options = {}) {
      const key = options.idempotencyKey;
      if (!key) throw new AmanahError('SYSTEMS_KEY_MISSING', { params: { system: words('registerName', options.language ?? 'ar') } });
      return db.transaction(async (tx) => {
        const [known] = await tx.query<{ state: string }>('SELECT state FROM licence WHERE number = $1 AND unit = $2 FOR UPDATE', [number, unit]);
        if (!known) throw refuse('unknown', options);
        const before = await renewed(tx, key);
        if (before && (before.number !== number || before.years !== years)) {
          throw new AmanahError('SYSTEMS_KEY_REUSED', { params: { system: words('registerName', options.language ?? 'ar') } });
        }
        if (before) return { reference: before.reference };
        if (known.state !== 'valid') throw refuse('not-renewable', options);
        const [extended] = await tx.query<{ valid_until: string }>(
          `UPDATE licence SET valid_until = (greatest(valid_until, $3::date) + make_interval(years => $2))::date WHERE number = $1 RETURNING valid_until::text`,
          [number, years, on],
        );
        const [{ reference } = { reference: '' }] = await tx.query<{ reference: string }>(
          `INSERT INTO renewal (key, reference, number, years, bill, valid_until)
           VALUES ($1, 'R-' || nextval('renewal_reference'), $2, $3, $4, $5) RETURNING reference`,
          [key, number, years, bill, extended?.valid_until],
        );
        return { reference };
      });
    },
  };
}

async function renewed(tx: Queryable, key: string): Promise<{ reference: string; number: string; years: number } | undefined> {
  return (await tx.query<{ reference: string; number: string; years: number }>('SELECT reference, number, years FROM renewal WHERE key = $1', [key]))[0];
}

function licenceOf(row: Row): Licence {
  return {
    number: row.number,
    shop: row.shop,
    owner: { nationalId: row.owner_national_id, name: row.owner_name },
    register: row.register,
    unifiedNumber: row.unified_number,
    activity: { code: row.activity_code, name: row.activity_name },
    district: row.district,
    street: row.street,
    areaM2: row.area_m2,
    signM2: row.sign_m2,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    state: row.state,
  };
}
