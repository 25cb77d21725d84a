import type pg from 'pg';

const batch = 20_000;

/** Municipalities over which licences are spread. */
export const licenceUnits = ['m-dhahran', 'm-east-dammam', 'm-west-dammam'] as const;

const number = `'5' || lpad(n::text, 10, '0')`;
const person = 'n % 120000';
const given = `(ARRAY['محمد', 'عبدالله', 'خالد', 'سعود', 'فهد', 'نوره', 'ساره', 'هند', 'ريم', 'علي'])[1 + ${person} % 10]`;
const family = `(ARRAY['الدوسري', 'القحطاني', 'الغامدي', 'الزهراني', 'العتيبي', 'الشمري', 'الحربي', 'المطيري'])[1 + ${person} / 10 % 8]`;
const trade = `(ARRAY['تموينات', 'مخبز', 'مطعم', 'مقهى', 'خياط', 'حلاق', 'صيدلية', 'مكتبة', 'ورشة', 'بقالة'])[1 + n % 10]`;
const issued = `(now() - make_interval(days => (n % 1400)::int))::date`;
/** One in fifty is suspended, one in twenty cancelled; those that were issued long ago have expired. */
const state = `CASE WHEN n % 50 = 7 THEN 'suspended' WHEN n % 20 = 3 THEN 'cancelled' ELSE 'valid' END`;
const until = `(${issued} + make_interval(years => (1 + n % 3)::int))::date`;

/**
 * Fills our own register up to so many licences with their history (an issue, and what brought each to its state), spread over three municipalities and 120,000 owners.
 * The same numbers always give the same rows; a batch is one transaction, so that a run that was cut off goes on where it was.
 */
export async function seedLicences(client: pg.Client | pg.PoolClient, upTo: number): Promise<void> {
  const [{ count }] = (await client.query<{ count: number }>('SELECT count(*)::int AS count FROM licence')).rows as [{ count: number }];
  for (let from = count; from < upTo; from += batch) {
    const range = [from, Math.min(from + batch, upTo) - 1];
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO licence (number, unit, shop, owner_national_id, owner_name, unified_number, activity_code, activity_name, district, street, short_address, area_m2, sign_m2, issued_on,
         valid_until, state, accounts)
       SELECT ${number}, (ARRAY['${licenceUnits.join(`', '`)}'])[1 + n % ${licenceUnits.length}], ${trade} || ' ' || ${family} || ' ' || n, '1' || lpad((${person})::text, 9, '0'),
         ${given} || ' ' || ${family}, '7' || lpad((${person})::text, 9, '0'), '471101', ${trade}, 'حي ' || n % 90, 'شارع ' || n % 400,
         chr(65 + (n / 10000 % 26)::int) || chr(65 + (n / 260000 % 26)::int) || 'DA' || lpad((n % 10000)::text, 4, '0'), 20 + n % 300, 2 + n % 12, ${issued}, ${until}, ${state},
         ARRAY['account-' || ${person}]
       FROM generate_series($1::bigint, $2::bigint) AS n`,
      range,
    );
    await client.query(
      `INSERT INTO licence_history (number, nth, at, kind, state, valid_until, person_id, person_name, request, why)
       SELECT number, 1, issued_on, 'issued', 'valid', valid_until, NULL, NULL::jsonb, 'seed-' || number, NULL FROM licence WHERE number IN (SELECT ${number} FROM generate_series($1::bigint, $2::bigint) AS n)
       UNION ALL
       SELECT number, 2, issued_on + 90, state, state, valid_until, 'head', '{"ar": "رئيس البلدية", "en": "Head of the municipality"}'::jsonb, NULL, 'مخالفة لم تصحح'
       FROM licence WHERE state <> 'valid' AND number IN (SELECT ${number} FROM generate_series($1::bigint, $2::bigint) AS n)`,
      range,
    );
    await client.query('COMMIT');
  }
  await client.query('VACUUM ANALYZE licence');
  await client.query('VACUUM ANALYZE licence_history');
}
