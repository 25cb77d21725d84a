import type { PersonContact } from '@amanah/plugin-api';
import type { Queryable } from '../store/contract.ts';

/** Where a person is reached outside the portal; `null` for an account that is no more. */
export async function contactOf(db: Queryable, personId: string): Promise<PersonContact | null> {
  const [row] = await db.query<{ name_ar: string; name_en: string; email: string | null; mobile: string | null }>(
    'SELECT name_ar, name_en, email, mobile FROM hub.person WHERE id::text = $1',
    [personId],
  );
  return row ? { name: { ar: row.name_ar, en: row.name_en }, email: row.email, mobile: row.mobile } : null;
}

/** Accounts that are known by exactly this user name, national number, e-mail or mobile number. */
export async function accountsKnownAs(db: Queryable, mark: string): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT id::text FROM hub.person WHERE username = $1 OR national_id = $1 OR lower(email) = lower($1) OR mobile = $1 LIMIT 20',
    [mark],
  );
  return rows.map(({ id }) => id);
}
