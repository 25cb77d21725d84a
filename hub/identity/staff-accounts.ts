import type { Bilingual } from '@amanah/plugin-api';
import type { Queryable } from '../store/contract.ts';
import type { SecondFactor } from './people.ts';

/** A staff account as operators look at it; the national number is not in it. */
export interface StaffAccount {
  readonly id: string;
  readonly personId: string;
  readonly name: Bilingual;
  readonly email: string | null;
  /** Whether a password opens it; without one it opens by national identity alone, or not at all. */
  readonly password: boolean;
  readonly secondFactor: SecondFactor;
  /** `role@unit`, held as oneself. */
  readonly roles: readonly string[];
  /** Further capacities that are kept here, with the roles held in each. */
  readonly posts: readonly { readonly capacity: string; readonly roles: readonly string[] }[];
}

/** Every account with a user name, or the one of a person. */
export async function readStaff(db: Queryable, personId: string | null = null): Promise<readonly StaffAccount[]> {
  return db.query<StaffAccount>(
    `SELECT p.username AS id, p.id AS "personId", jsonb_build_object('ar', p.name_ar, 'en', p.name_en) AS name, p.email,
       p.password_hash IS NOT NULL AS password, p.second_factor AS "secondFactor",
       ARRAY(SELECT h.role || '@' || h.unit FROM hub.role_holding h WHERE h.person_id = p.id AND h.capacity_id = 'self' ORDER BY 1) AS roles,
       coalesce((SELECT jsonb_agg(jsonb_build_object('capacity', a.capacity_id, 'roles',
           ARRAY(SELECT h.role || '@' || h.unit FROM hub.role_holding h WHERE h.person_id = p.id AND h.capacity_id = a.capacity_id ORDER BY 1)) ORDER BY a.capacity_id)
         FROM hub.affiliation a WHERE a.person_id = p.id), '[]') AS posts
     FROM hub.person p WHERE p.username IS NOT NULL AND ($1::uuid IS NULL OR p.id = $1) ORDER BY p.username`,
    [personId],
  );
}
