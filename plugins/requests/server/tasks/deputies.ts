import type { Actor, Bilingual, Db, HeldRole, PersonRef } from '@amanah/plugin-api';

/** An official whose tasks a deputy does during leave. */
export interface Absent {
  readonly id: string;
  readonly name: Bilingual;
  readonly roles: readonly HeldRole[];
}

export interface NamedDeputy {
  readonly deputy: { readonly id: string; readonly name: Bilingual };
  readonly from: string;
  readonly until: string;
}

const today = `(now() AT TIME ZONE 'Asia/Riyadh')::date`;

/** Deputies during leave: named by the official, for days, with the roles that the official holds then. */
export class Deputies {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** In whose place the person acts today. */
  async absentOf(personId: string): Promise<readonly Absent[]> {
    return this.#db.query<Absent>(
      `SELECT person_id AS id, person_name AS name, roles FROM deputy WHERE deputy_id = $1 AND ${today} BETWEEN from_day AND until_day ORDER BY person_id`,
      [personId],
      'requests-absent',
    );
  }

  async named(personId: string): Promise<readonly NamedDeputy[]> {
    const rows = await this.#db.query<{ id: string; name: Bilingual; from: string; until: string }>(
      `SELECT deputy_id AS id, deputy_name AS name, from_day::text AS from, until_day::text AS until FROM deputy
       WHERE person_id = $1 AND until_day >= ${today} ORDER BY from_day`,
      [personId],
    );
    return rows.map(({ id, name, from, until }) => ({ deputy: { id, name }, from, until }));
  }

  /** Names a deputy; another one from the same day on takes its place. */
  async name({ person, roles }: Actor, deputy: PersonRef, from: string, until: string): Promise<void> {
    await this.#db.query(
      `INSERT INTO deputy (person_id, person_name, deputy_id, deputy_name, roles, from_day, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (person_id, from_day) DO UPDATE SET deputy_id = $3, deputy_name = $4, roles = $5, until_day = $7, named_at = now()`,
      [person.id, JSON.stringify(person.name), deputy.id, JSON.stringify(deputy.name), JSON.stringify(roles), from, until],
    );
  }

  async end(personId: string, from: string): Promise<void> {
    await this.#db.query('DELETE FROM deputy WHERE person_id = $1 AND from_day = $2', [personId, from]);
  }
}
