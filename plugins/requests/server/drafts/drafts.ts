import { randomInt } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Actor, Db } from '@amanah/plugin-api';
import type { Answers } from '../../shared/forms/form-types.ts';
import type { StoredSources } from './sources.ts';

/** Letters and digits that are not mistaken for each other (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const mostDrafts = 50;
/** A draft that nobody has touched for so long is forgotten. */
const keptDays = 90;

export interface Draft {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly capacity_id: string;
  readonly answers: Answers;
  readonly at_step: string | null;
  readonly sources: StoredSources;
  readonly revision: number;
  readonly changed_at: Date;
}

const columns = 'id, number, service, capacity_id, answers, at_step, sources, revision, changed_at';

/** What persons have begun and not sent: theirs alone, in the capacity in which they began. */
export class Drafts {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws REQUESTS_TOO_MANY_DRAFTS */
  async begin({ person, capacityId }: Pick<Actor, 'person' | 'capacityId'>, service: string): Promise<Draft> {
    const [count] = await this.#db.query<{ count: number }>('SELECT count(*)::int AS count FROM draft WHERE person_id = $1', [person.id]);
    if ((count?.count ?? 0) >= mostDrafts) throw new AmanahError('REQUESTS_TOO_MANY_DRAFTS');
    const [draft] = await this.#db.query<Draft>(`INSERT INTO draft (number, service, person_id, capacity_id) VALUES ($1, $2, $3, $4) RETURNING ${columns}`, [
      `D-${Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')}`,
      service,
      person.id,
      capacityId,
    ]);
    return draft!;
  }

  /** @throws REQUESTS_DRAFT_UNKNOWN, also for those of other persons */
  async find(personId: string, id: string): Promise<Draft> {
    const [draft] = await this.#db.query<Draft>(`SELECT ${columns} FROM draft WHERE id = $1 AND person_id = $2`, [id, personId]);
    if (!draft) throw new AmanahError('REQUESTS_DRAFT_UNKNOWN', { detail: id });
    return draft;
  }

  async list(personId: string): Promise<readonly Draft[]> {
    return this.#db.query<Draft>(`SELECT ${columns} FROM draft WHERE person_id = $1 ORDER BY changed_at DESC LIMIT ${mostDrafts}`, [personId]);
  }

  /** Keeps what was written; refused when another window has kept something since. @throws REQUESTS_DRAFT_UNKNOWN, REQUESTS_DRAFT_CHANGED */
  async keep(
    personId: string,
    id: string,
    { answers, step, revision }: { readonly answers: Answers; readonly step: string; readonly revision: number },
  ): Promise<number> {
    const [kept] = await this.#db.query<{ revision: number }>(
      `UPDATE draft SET answers = $3, at_step = $4, revision = revision + 1, changed_at = now() WHERE id = $1 AND person_id = $2 AND revision = $5 RETURNING revision`,
      [id, personId, JSON.stringify(answers), step, revision],
    );
    if (kept) return kept.revision;
    await this.find(personId, id);
    throw new AmanahError('REQUESTS_DRAFT_CHANGED', { detail: id });
  }

  async keepSources(personId: string, id: string, sources: StoredSources): Promise<void> {
    await this.#db.query('UPDATE draft SET sources = sources || $3::jsonb WHERE id = $1 AND person_id = $2', [id, personId, JSON.stringify(sources)]);
  }

  async discard(personId: string, id: string): Promise<void> {
    await this.#db.query('DELETE FROM draft WHERE id = $1 AND person_id = $2', [id, personId]);
  }

  async forgetOld(): Promise<void> {
    await this.#db.query('DELETE FROM draft WHERE changed_at < now() - make_interval(days => $1)', [keptDays]);
  }
}

/** A draft is gone on with in the capacity in which it was begun: in another one the request would be somebody else's. @throws REQUESTS_CAPACITY_REFUSED */
export function assertBegunSo({ capacityId }: Pick<Actor, 'capacityId'>, draft: Pick<Draft, 'capacity_id' | 'service'>): void {
  if (draft.capacity_id !== capacityId) throw new AmanahError('REQUESTS_CAPACITY_REFUSED', { detail: `${capacityId} ${draft.service}` });
}
