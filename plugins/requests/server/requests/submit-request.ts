import { AmanahError } from '@amanah/errors';
import { foldWords, type Bilingual, type Capacity, type PersonRef, type Queryable } from '@amanah/plugin-api';
import { notStarted } from '../../procedure/running/state.ts';
import type { PublishedProcedure } from './procedure-library.ts';
import { nextRequestNumber } from './request-number.ts';

/** What a person sends, checked against the form before. */
export interface Submission {
  /** Code of the service. */
  readonly service: string;
  readonly unit: string;
  readonly person: { readonly id: string; readonly name: Bilingual; readonly nationalId: string | null };
  /** The official who opens it in somebody's name; left out where the person sends it. */
  readonly openedBy?: PersonRef;
  readonly capacityId: string;
  readonly capacity: Capacity;
  readonly beneficiary: string;
  readonly place: string | null;
  /** Chosen by the page once for a draft: a double click, a retry or a second tab sends the same one. */
  readonly key: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** By when the service level wants it done. */
  readonly due: Date | null;
  readonly parent?: { readonly number: string; readonly token: number };
}

export interface Opened {
  readonly number: string;
  /** The same submission had come before. */
  readonly repeated: boolean;
}

/**
 * Writes a request whose procedure is to be started in the same transaction.
 * @throws REQUESTS_KEY_REUSED when the key was used for another service
 */
export async function openRequest(tx: Queryable, submission: Submission, { id, version }: PublishedProcedure, now: Date): Promise<Opened> {
  const { service, unit, person, capacityId, capacity, beneficiary, place, key, answers, facts = {}, due, parent } = submission;
  // Two of the same submission come one after the other: the second one finds the first.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`submit ${person.id} ${key}`], 'submit-lock');
  const [before] = await tx.query<{ number: string; service: string }>(
    'SELECT number, service FROM request WHERE person_id = $1 AND submit_key = $2',
    [person.id, key],
    'submit-known',
  );
  if (before && before.service !== service) throw new AmanahError('REQUESTS_KEY_REUSED', { detail: `${before.number} ${service}` });
  if (before) return { number: before.number, repeated: true };
  const number = await nextRequestNumber(tx, now);
  await tx.query(
    `INSERT INTO request (number, service, procedure, version, unit, person_id, person_name, national_id, capacity_id, capacity, beneficiary, place, words, submit_key,
       answers, facts, state, progress, holder_since, due_at, parent, parent_token, submitted_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, to_tsvector('simple', $13), $14, $15, $16, 'submitted', $17, $18, $19, $20, $21, $18, $18)`,
    [
      number,
      service,
      id,
      version,
      unit,
      person.id,
      JSON.stringify(person.name),
      person.nationalId,
      capacityId,
      JSON.stringify(capacity),
      beneficiary,
      place,
      wordsOf(number, submission),
      key,
      JSON.stringify(answers),
      JSON.stringify(facts),
      JSON.stringify(notStarted),
      now,
      due,
      parent?.number ?? null,
      parent?.token ?? null,
    ],
    'request-open',
  );
  return { number, repeated: false };
}

/** What officials search a request by: its number, and names and numbers of whom it is for. */
function wordsOf(number: string, { person, capacity, place }: Submission): string {
  const body = 'establishment' in capacity ? capacity.establishment : 'office' in capacity ? capacity.office : null;
  const names = [person.name, ...(body ? [body.name] : [])].flatMap(({ ar, en }) => [ar, en]);
  return [number, ...foldWords(names.join(' ')), person.nationalId ?? '', body?.unifiedNumber ?? '', place ?? ''].join(' ');
}
