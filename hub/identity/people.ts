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

/** A capacity kept here with the roles held in it; `capacity` is null for acting as oneself (`self`). */
export interface HeldCapacity {
  readonly id: string;
  readonly capacity: Capacity | null;
  readonly roles: readonly { readonly role: string; readonly unit: string }[];
}

/** Kinds of capacity that are kept here; ownership comes from the Commerce register, delegations from the persons themselves. */
export type KeptKind = 'self' | 'official' | 'agent' | 'government';

/** What is said of a person; what is left out stays as it is, or empty for a new one. */
export interface PersonFields {
  readonly username?: string;
  readonly nationalId?: string;
  readonly password?: string;
  /** Of the password, where it was made before (`hashPassword`). */
  readonly passwordHash?: string;
  readonly secondFactor?: SecondFactor;
  readonly name?: Bilingual;
  readonly email?: string;
  readonly mobile?: string;
  readonly birthDate?: string;
  readonly nationality?: string;
  /** Those of a kind take the place of all earlier ones of that kind. */
  readonly capacities?: Readonly<Partial<Record<KeptKind, readonly HeldCapacity[]>>>;
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

/**
 * Adds a person, or changes what is given of the one with the same user name, else of the same national id. A second factor that is given ends
 * the app and the recovery codes from before; a new password ends the sign-ins that wait for a code.
 */
export async function savePerson(db: Db, person: PersonFields): Promise<{ readonly id: string; readonly added: boolean }> {
  const passwordHash = person.passwordHash ?? (person.password === undefined ? null : await hashPassword(person.password));
  return db.transaction(async (tx) => {
    const found = await personFor(tx, person);
    const values = [
      person.username ?? null,
      person.nationalId ?? null,
      person.name?.ar ?? null,
      person.name?.en ?? null,
      person.email ?? null,
      person.mobile ?? null,
      person.birthDate ?? null,
      person.nationality ?? null,
      passwordHash,
      person.secondFactor ?? null,
    ];
    const [row] = found
      ? await tx.query<{ id: string }>(
          `UPDATE hub.person SET username = coalesce($1, username), national_id = coalesce($2, national_id), name_ar = coalesce($3, name_ar),
             name_en = coalesce($4, name_en), email = coalesce($5, email), mobile = coalesce($6, mobile), birth_date = coalesce($7, birth_date),
             nationality = coalesce($8, nationality), password_hash = coalesce($9, password_hash), second_factor = coalesce($10, second_factor)
           WHERE id = $11 RETURNING id`,
          [...values, found.id],
        )
      : await tx.query<{ id: string }>(
          `INSERT INTO hub.person (username, national_id, name_ar, name_en, email, mobile, birth_date, nationality, password_hash, second_factor)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, 'totp')) RETURNING id`,
          values,
        );
    const id = row!.id;
    if (person.secondFactor) await forgetCodes(tx, id);
    if (passwordHash) await endWaitingSignIns(tx, id);
    for (const [kind, held] of Object.entries(person.capacities ?? {})) await replaceCapacities(tx, id, kind as KeptKind, held);
    return { id, added: !found };
  });
}

/** The account that `savePerson` would change. @throws Error when user name and national id are of two accounts */
export async function personFor(db: Queryable, { username, nationalId }: Pick<PersonFields, 'username' | 'nationalId'>): Promise<Person | undefined> {
  const byName = username === undefined ? undefined : await personByUsername(db, username);
  const [byNumber] = nationalId === undefined ? [] : await db.query<Person>(`SELECT ${columns} FROM hub.person WHERE national_id = $1`, [nationalId]);
  if (byNumber && byNumber.id !== byName?.id && (byName || (byNumber.username !== null && username !== undefined)))
    throw new Error(`the national id is that of another account${byNumber.username ? `, "${byNumber.username}"` : ''}`);
  return byName ?? byNumber;
}

/**
 * A person leaves the staff: roles, posts, password and every further way of signing in that was kept here are gone. The person stays, for the
 * records they stand in, and as a citizen where they have a national id.
 */
export async function endStaffAccount(db: Db, personId: string): Promise<void> {
  await db.transaction(async (tx) => {
    for (const kind of ['self', 'official', 'agent', 'government'] as const) await replaceCapacities(tx, personId, kind, []);
    await tx.query('UPDATE hub.person SET password_hash = NULL WHERE id = $1', [personId]);
    await tx.query('DELETE FROM hub.passkey WHERE person_id = $1', [personId]);
    await forgetCodes(tx, personId);
    await endWaitingSignIns(tx, personId);
  });
}

async function forgetCodes(tx: Queryable, personId: string): Promise<void> {
  for (const table of ['factor', 'recovery_code', 'totp_offer']) await tx.query(`DELETE FROM hub.${table} WHERE person_id = $1`, [personId]);
}

/** Ends sign-ins that have given the password already and wait for their code. */
export async function endWaitingSignIns(tx: Queryable, personId: string): Promise<void> {
  await tx.query(`DELETE FROM hub.sign_in_attempt WHERE data->>'kind' = 'second-factor' AND data->>'personId' = $1`, [personId]);
}

async function replaceCapacities(tx: Queryable, personId: string, kind: KeptKind, held: readonly HeldCapacity[]): Promise<void> {
  for (const table of ['affiliation', 'role_holding'])
    await tx.query(`DELETE FROM hub.${table} WHERE person_id = $1 AND split_part(capacity_id, ':', 1) = $2`, [personId, kind]);
  for (const { id, capacity, roles } of held) {
    if (capacity) await tx.query('INSERT INTO hub.affiliation VALUES ($1, $2, $3)', [personId, id, JSON.stringify(capacity)]);
    for (const { role, unit } of roles)
      await tx.query('INSERT INTO hub.role_holding VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [personId, id, role, unit]);
  }
}
