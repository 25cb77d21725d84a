import type { PersonalDataKind } from './personal-data.ts';
import type { Queryable } from './server.ts';

/** Rows of one table of the plugin that belong to a person by `person_id` and that no law keeps: counted, copied and erased whole. */
export function personalRows(
  db: Queryable,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): Required<Pick<PersonalDataKind, 'count' | 'copy' | 'erase'>> {
  const of = `FROM ${table} WHERE person_id = $1`;
  return {
    async count(personId) {
      const [row] = await db.query<{ count: number }>(`SELECT count(*)::int AS count ${of}`, [personId]);
      const count = row?.count ?? 0;
      return { count, erasable: count };
    },
    copy: (personId) => db.query(`SELECT ${columns.join(', ')} ${of}`, [personId]),
    erase: async (personId) => (await db.query(`DELETE ${of} RETURNING 1`, [personId])).length,
  };
}
