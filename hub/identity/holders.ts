import type { PersonRef } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import { covers } from '../access/decide.ts';
import type { Queryable } from '../store/contract.ts';

/** Accounts that hold a permission on a unit by a role, there or above it, in whichever capacity: whom something must be told, signed in or not. */
export async function holdersOf(db: Queryable, access: Pick<Access, 'roles' | 'unit'>, permission: string, unit: string): Promise<readonly string[]> {
  const roles = access.roles().filter(({ permissions }) => permissions.some((granted) => covers(granted, permission)));
  const rows = await db.query<{ person_id: string }>('SELECT DISTINCT person_id FROM hub.role_holding WHERE role = ANY($1) AND unit = ANY($2)', [
    roles.map(({ id }) => id),
    lineOf(access, unit),
  ]);
  return rows.map((row) => row.person_id);
}

/** Persons who hold a role on a unit, there or above it, by name. */
export async function peopleWithRole(db: Queryable, access: Pick<Access, 'unit'>, role: string, unit: string): Promise<readonly PersonRef[]> {
  const rows = await db.query<{ id: string; name_ar: string; name_en: string }>(
    `SELECT DISTINCT p.id, p.name_ar, p.name_en FROM hub.role_holding h JOIN hub.person p ON p.id = h.person_id
     WHERE h.role = $1 AND h.unit = ANY($2) ORDER BY p.name_ar, p.id LIMIT 500`,
    [role, lineOf(access, unit)],
  );
  return rows.map((row) => ({ type: 'person', id: row.id, name: { ar: row.name_ar, en: row.name_en } }));
}

/** National or residence number of a person; `null` for accounts without one. */
export async function nationalIdOf(db: Queryable, personId: string): Promise<string | null> {
  const [row] = await db.query<{ national_id: string | null }>('SELECT national_id FROM hub.person WHERE id = $1', [personId]);
  return row?.national_id ?? null;
}

/** The unit and everything above it, and the whole tree as roles name it. */
function lineOf(access: Pick<Access, 'unit'>, unit: string): readonly string[] {
  const units = ['*'];
  for (let at: string | null | undefined = unit; at; at = access.unit(at)?.parent) units.push(at);
  return units;
}
