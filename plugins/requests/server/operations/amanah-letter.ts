import type { Queryable } from '@amanah/plugin-api';
import type { Context } from '../plugin-parts.ts';

/** Writes a letter of the Amanah to the applicant's side, once by its key. */
export async function writeAmanahLetter(
  ctx: Pick<Context, 'text'>,
  db: Queryable,
  letter: { readonly request: string; readonly body: string; readonly key: string },
) {
  await db.query(
    `INSERT INTO letter (request, from_applicant, person_id, person_name, body, key) VALUES ($1, false, 'amanah', $2, $3, $4) ON CONFLICT (key) DO NOTHING`,
    [letter.request, JSON.stringify({ ar: ctx.text('letterAuthority', 'ar'), en: ctx.text('letterAuthority', 'en') }), letter.body, letter.key],
  );
}
