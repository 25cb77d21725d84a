import type { Bilingual, Capacity } from '@amanah/plugin-api';
import type { Db, Queryable } from '../store/contract.ts';
import { hashPassword } from './password.ts';

/** What a password sign-in asks for besides the password; `none` exists outside production only. */
export type SecondFactor = 'none' | 'totp' | 'email';

/** A person as sign-in needs them. */
export interface Person {
  readonly id: string;
  readonly username: string | null;
  readonly national_id: string | null;
  readonly name_ar: string;
  readonly name_en: string;
  readonly password_hash: string | null;
  readonly email: string | null;
  readonly second_factor: SecondFactor;
}

export interface NewPerson {
  readonly username?: string;
  readonly nationalId?: string;
  readonly password?: string;
  readonly secondFactor: SecondFactor;
  readonly name: Bilingual;
  readonly email?: string;
  readonly mobile?: string;
  readonly birthDate?: string;
  readonly nationality?: string;
  readonly affiliations?: readonly { readonly capacityId: string; readonly capacity: Capacity }[];
  readonly roles?: readonly { readonly capacityId?: string; readonly role: string; readonly unit: string }[];
}

const columns = 'id, username, national_id, name_ar, name_en, email, password_hash, second_factor';

/** The person with this user name, as staff write it. */
export async function personByUsername(db: Queryable, username: string): Promise<Person | undefined> {
  return (await db.query<Person>(`SELECT ${columns} FROM hub.person WHERE username = $1`, [username], 'person-by-username'))[0];
}

/** The person of an account id, as sessions and tokens name them. */
export async function personById(db: Queryable, id: string): Promise<Person | undefined> {
  return (await db.query<Person>(`SELECT ${columns} FROM hub.person WHERE id = $1`, [id], 'person-by-id'))[0];
}

/** The person of a national identity, made or brought up to date from what the national provider says of them (rules.md B3: read-only here). */
export async function personOfNationalId(
  db: Queryable,
  claims: { nationalId: string; name: Bilingual; birthDate?: string; nationality?: string },
): Promise<Person> {
  const [row] = await db.query<Person>(
    `INSERT INTO hub.person (national_id, name_ar, name_en, birth_date, nationality) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (national_id) DO UPDATE SET name_ar = $2, name_en = $3, birth_date = $4, nationality = $5 RETURNING ${columns}`,
    [claims.nationalId, claims.name.ar, claims.name.en, claims.birthDate ?? null, claims.nationality ?? null],
  );
  return row!;
}

/** Adds a person, or brings the one of the same user name or national id up to date, with capacities and roles as given. Returns the id. */
export async function savePerson(db: Db, person: NewPerson): Promise<string> {
  const passwordHash = person.password ? await hashPassword(person.password) : null;
  return db.transaction(async (tx) => {
    const [found] = await tx.query<{ id: string }>('SELECT id FROM hub.person WHERE username = $1 OR national_id = $2 LIMIT 1', [
      person.username ?? null,
      person.nationalId ?? null,
    ]);
    const values = [
      person.username ?? null,
      person.nationalId ?? null,
      person.name.ar,
      person.name.en,
      person.email ?? null,
      person.mobile ?? null,
      person.birthDate ?? null,
      person.nationality ?? null,
      passwordHash,
      person.secondFactor,
    ];
    const [row] = found
      ? await tx.query<{ id: string }>(
          `UPDATE hub.person SET username = $1, national_id = $2, name_ar = $3, name_en = $4, email = $5, mobile = $6, birth_date = $7, nationality = $8,
             password_hash = coalesce($9, password_hash), second_factor = $10 WHERE id = $11 RETURNING id`,
          [...values, found.id],
        )
      : await tx.query<{ id: string }>(
          `INSERT INTO hub.person (username, national_id, name_ar, name_en, email, mobile, birth_date, nationality, password_hash, second_factor)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
          values,
        );
    const id = row!.id;
    await tx.query('DELETE FROM hub.affiliation WHERE person_id = $1', [id]);
    await tx.query('DELETE FROM hub.role_holding WHERE person_id = $1', [id]);
    for (const { capacityId, capacity } of person.affiliations ?? [])
      await tx.query('INSERT INTO hub.affiliation VALUES ($1, $2, $3)', [id, capacityId, JSON.stringify(capacity)]);
    for (const { capacityId = 'self', role, unit } of person.roles ?? [])
      await tx.query('INSERT INTO hub.role_holding VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [id, capacityId, role, unit]);
    return id;
  });
}
