import { AmanahError } from '@amanah/errors';
import { foldText, portRefusal, type Db, type Locale, type OperationOptions, type PortClient, type Queryable, type ServedPort } from '@amanah/plugin-api';
import type { ListedLicence, shopLicenceRegister } from '../../contract.ts';
import { amendedColumns, changeLicence } from './change-licence.ts';
import { historyOf, noteChange } from './history.ts';
import { isOccupied, issueLicence } from './issue-licence.ts';
import { columns, licenceOf, listedColumns, today, type LicenceRow, type ListedRow } from './licence-row.ts';
import { once } from './once.ts';

export type RegisterClient = PortClient<(typeof shopLicenceRegister)['operations']>;
/** A register as whoever keeps it offers it: optional operations as it likes. */
export type OfferedRegister = ServedPort<(typeof shopLicenceRegister)['operations']>;

type Refusal = 'unknown' | 'not-renewable' | 'not-changeable' | 'occupied';
const reasons = { unknown: 'licenceUnknown', 'not-renewable': 'notRenewable', 'not-changeable': 'notChangeable', occupied: 'placeOccupied' } as const;

/** Texts of refusals in the reader's language. */
export type Words = (key: 'registerName' | (typeof reasons)[Refusal], language: Locale) => string;

/** Most licences of one owner that are listed. */
const mostListed = 100;
const mostFound = 50;

/** Our own register of the shop licences of one unit, as a provider of the port. */
export function ownRegister(db: Db, unit: string, words: Words): OfferedRegister {
  const refuse = (refusal: Refusal, { language = 'ar' }: OperationOptions = {}) =>
    portRefusal(refusal, { provider: words('registerName', language), reason: words(reasons[refusal], language) });
  const write = <A extends object>(operation: string, asked: unknown, options: OperationOptions, work: (tx: Queryable) => Promise<A>) =>
    once(db, { key: options.idempotencyKey, operation, asked, register: words('registerName', options.language ?? 'ar') }, work);
  const change = (asked: { readonly number: string }, options: OperationOptions, given: Parameters<typeof changeLicence>[2]) =>
    write(given.kind, asked, options, async (tx) => {
      const done = await changeLicence(tx, { number: asked.number, unit }, given);
      if (typeof done === 'string') throw refuse(done, options);
      return done;
    });
  const list = (where: string, values: readonly unknown[]) =>
    db.query<ListedLicence>(`SELECT ${listedColumns} FROM licence WHERE unit = $1 AND ${where} ORDER BY number LIMIT ${mostListed}`, [unit, ...values]);

  return {
    async find({ number }, options) {
      const [row] = await db.query<LicenceRow>(`SELECT ${columns} FROM licence WHERE number = $1 AND unit = $2`, [number, unit]);
      if (!row) throw refuse('unknown', options);
      return licenceOf(row);
    },
    async numberOf({ alias }, options) {
      const [row] = await db.query<{ number: string }>('SELECT number FROM licence_alias JOIN licence USING (number) WHERE alias = $1 AND unit = $2', [
        alias,
        unit,
      ]);
      if (!row) throw refuse('unknown', options);
      return row;
    },
    listByOwner: async ({ nationalId }) => ({ licences: await list('owner_national_id = $2', [nationalId]) }),
    listByEstablishment: async ({ unifiedNumber }) => ({ licences: await list('unified_number = $2', [unifiedNumber]) }),
    at: async ({ shortAddress }) => ({ licences: await list(`short_address = $2 AND state <> 'cancelled' AND valid_until >= ${today}`, [shortAddress]) }),
    async findByWords({ words: asked }) {
      const digits = asked.replace(/\D/g, '');
      const words = foldText(asked)
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== '')
        .map((word) => `(${word}:* | ال${word}:*)`);
      const found = (where: string) => `(SELECT number FROM licence WHERE unit = $1 AND ${where} ORDER BY number LIMIT ${mostFound})`;
      const rows = await db.query<ListedRow>(
        `SELECT ${listedColumns}, owner_name AS owner, activity_name AS activity, district FROM licence JOIN (
           ${found(`$2 <> '' AND number BETWEEN rpad($2, 11, '0') AND rpad($2, 11, '9')`)} UNION ${found('unified_number = $2')}
           UNION ${found('number IN (SELECT number FROM licence_alias WHERE alias = $2)')} UNION ${found(`$3 <> '' AND words @@ to_tsquery('simple', $3)`)}
         ) AS found USING (number) ORDER BY number LIMIT ${mostFound}`,
        [unit, digits, words.join(' & ')],
      );
      return { licences: rows };
    },
    async historyOf({ number }, options) {
      const [known] = await db.query('SELECT 1 FROM licence WHERE number = $1 AND unit = $2', [number, unit]);
      if (!known) throw refuse('unknown', options);
      return { changes: await historyOf(db, number) };
    },
    issue: (asked, options = {}) =>
      write('issue', asked, options, async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [`${unit} ${asked.licence.shortAddress ?? ''}`]);
        if (await isOccupied(tx, unit, asked.licence.shortAddress)) throw refuse('occupied', options);
        return { number: await issueLicence(tx, unit, asked.licence, asked.cause) };
      }),
    amend: (asked, options = {}) => change(asked, options, { kind: 'amended', cause: asked.cause, values: amendedColumns(asked.changes) }),
    transfer: (asked, options = {}) => {
      const { owner, unifiedNumber, accounts } = asked.to;
      const values = { owner_national_id: owner.nationalId ?? null, owner_name: owner.name, unified_number: unifiedNumber ?? null, register: null, accounts };
      return change(asked, options, { kind: 'transferred', cause: asked.cause, values });
    },
    suspend: (asked, options = {}) => change(asked, options, { kind: 'suspended', cause: asked.cause }),
    lift: (asked, options = {}) => change(asked, options, { kind: 'lifted', cause: asked.cause }),
    cancel: (asked, options = {}) => change(asked, options, { kind: 'cancelled', cause: asked.cause }),
    noteDuplicate: (asked, options = {}) => change(asked, options, { kind: 'duplicated', cause: asked.cause }),
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
        await noteChange(tx, number, 'renewed', { request: options.case ?? null });
        return { reference };
      });
    },
  };
}

async function renewed(tx: Queryable, key: string): Promise<{ reference: string; number: string; years: number } | undefined> {
  return (await tx.query<{ reference: string; number: string; years: number }>('SELECT reference, number, years FROM renewal WHERE key = $1', [key]))[0];
}
