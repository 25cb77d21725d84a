import type { Context } from './context.ts';

const mostCopied = 10_000;

/** Licences of a person, and the measures that an official took: kept, as the law on municipal licences asks. */
export function declarePersonalData(ctx: Context): void {
  const { db, people } = ctx;
  const owned = async (personId: string) => (await people.nationalIdOf(personId)) ?? '';
  ctx.personalData({
    name: 'licences',
    title: 'personalLicences',
    purpose: 'personalLicencesPurpose',
    kept: 'personalLicencesKept',
    async count(personId) {
      const [row] = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM licence WHERE owner_national_id = $1 OR accounts @> ARRAY[$2]', [
        await owned(personId),
        personId,
      ]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: async (personId) =>
      db.query(
        `SELECT number, unit, shop, owner_name, activity_name, district, street, area_m2::float8, sign_m2::float8, issued_on::text, valid_until::text, state
         FROM licence WHERE owner_national_id = $1 OR accounts @> ARRAY[$2] ORDER BY number LIMIT ${mostCopied}`,
        [await owned(personId), personId],
      ),
  });
  ctx.personalData({
    name: 'measures',
    title: 'personalMeasures',
    purpose: 'personalMeasuresPurpose',
    kept: 'personalLicencesKept',
    async count(personId) {
      const [row] = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM licence_history WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => db.query(`SELECT number, at, kind, why FROM licence_history WHERE person_id = $1 ORDER BY at LIMIT ${mostCopied}`, [personId]),
  });
}
