import type { Access } from '../access/contract.ts';
import { covers } from '../access/decide.ts';
import type { Queryable } from '../store/contract.ts';

/** Accounts that hold a permission on a unit by a role, there or above it, in whichever capacity: whom something must be told, signed in or not. */
export async function holdersOf(db: Queryable, access: Pick<Access, 'roles' | 'unit'>, permission: string, unit: string): Promise<readonly string[]> {
  const roles = access.roles().filter(({ permissions }) => permissions.some((granted) => covers(granted, permission)));
  const units: string[] = [];
  for (let at: string | null | undefined = unit; at; at = access.unit(at)?.parent) units.push(at);
  const rows = await db.query<{ person_id: string }>('SELECT DISTINCT person_id FROM hub.role_holding WHERE role = ANY($1) AND unit = ANY($2)', [
    roles.map(({ id }) => id),
    units,
  ]);
  return rows.map((row) => row.person_id);
}
