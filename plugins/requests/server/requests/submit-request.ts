import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';
import { notStarted } from '../../procedure/running/state.ts';
import { moveRequest, type Ground, type Moved } from './move-request.ts';
import type { PublishedProcedure } from './procedure-library.ts';
import { nextRequestNumber } from './request-number.ts';

/** What a person sends, checked against the form before. */
export interface Submission {
  readonly service: string;
  readonly unit: string;
  readonly person: string;
  readonly capacityId: string;
  readonly capacity: unknown;
  /** Chosen by the page once for a draft: a double click, a retry or a second tab sends the same one. */
  readonly key: string;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Submitted extends Pick<Moved, 'toRun'> {
  readonly number: string;
  /** The same submission had come before. */
  readonly repeated: boolean;
}

/**
 * Opens a request and starts its procedure in one transaction; `after` belongs to it, so that what it writes (jobs, events) is there exactly when the request is.
 * @throws REQUESTS_KEY_REUSED when the key was used for another service
 */
export async function submitRequest(
  db: Db,
  { service, unit, person, capacityId, capacity, key, answers, facts = {} }: Submission,
  { id, version }: PublishedProcedure,
  ground: Ground,
  after: (tx: Queryable, submitted: Submitted) => Promise<void> = async () => {},
): Promise<Submitted> {
  return db.transaction(async (tx) => {
    // Two of the same submission come one after the other: the second one finds the first.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`submit ${person} ${key}`]);
    const [before] = await tx.query<{ number: string; service: string }>('SELECT number, service FROM request WHERE person_id = $1 AND submit_key = $2', [
      person,
      key,
    ]);
    if (before && before.service !== service) throw new AmanahError('REQUESTS_KEY_REUSED', { detail: `${before.number} ${service}` });
    if (before) return { number: before.number, repeated: true, toRun: [] };
    const now = ground.now();
    const number = await nextRequestNumber(tx, now);
    await tx.query(
      `INSERT INTO request (number, service, procedure, version, unit, person_id, capacity_id, capacity, submit_key, answers, facts, state, progress, submitted_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'submitted', $12, $13, $13)`,
      [
        number,
        service,
        id,
        version,
        unit,
        person,
        capacityId,
        JSON.stringify(capacity),
        key,
        JSON.stringify(answers),
        JSON.stringify(facts),
        JSON.stringify(notStarted),
        now,
      ],
    );
    const { toRun } = await moveRequest(tx, number, { event: { type: 'start' }, by: { person } }, ground);
    const submitted = { number, repeated: false, toRun };
    await after(tx, submitted);
    return submitted;
  });
}
