import type { Bilingual, Locale, PersonRef, Queryable } from '@amanah/plugin-api';
import type { LetterAnswer } from '../../shared/answers/request-answers.ts';

const mostShown = 200;

/** Letters of a request, oldest first. `authority` stands for officials where their names are not told. */
export async function lettersOf(db: Queryable, number: string, language: Locale, authority: string | null): Promise<readonly LetterAnswer[]> {
  const rows = await db.query<{ id: string; from_applicant: boolean; person_name: Bilingual; body: string; written_at: Date }>(
    `SELECT id::text, from_applicant, person_name, body, written_at FROM letter_ever AS letter WHERE request = $1 ORDER BY letter.id LIMIT ${mostShown}`,
    [number],
  );
  return rows.map((row) => ({
    id: row.id,
    fromApplicant: row.from_applicant,
    by: row.from_applicant || authority === null ? row.person_name[language] : authority,
    body: row.body,
    at: new Date(row.written_at).toISOString(),
  }));
}

export async function writeLetter(
  db: Queryable,
  number: string,
  { fromApplicant, person, body }: { readonly fromApplicant: boolean; readonly person: PersonRef; readonly body: string },
): Promise<void> {
  await db.query('INSERT INTO letter (request, from_applicant, person_id, person_name, body) VALUES ($1, $2, $3, $4, $5)', [
    number,
    fromApplicant,
    person.id,
    JSON.stringify(person.name),
    body,
  ]);
}
