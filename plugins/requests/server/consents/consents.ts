import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { OutsideWork } from '../../contract.ts';

export interface AskedConsent {
  readonly key: string;
  readonly request: string;
  readonly service: string;
  readonly applicant: Bilingual;
  readonly asked_at: Date;
  /** What the request says of its record and of the establishment that would receive it. */
  readonly licence: string | null;
  readonly unified_number: string | null;
  /** What a delegation that is asked for would let the party do. */
  readonly delegate_for: readonly string[] | null;
  readonly until: string | null;
  readonly fee_limit: number | null;
}

export type ConsentAnswer = 'given' | 'refused';

const mostShown = 100;

/** What other parties of requests are asked to consent to, each once. */
export class Consents {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Asks the party that the request names, and answers its national number; the same key again changes nothing. */
  async ask({ request, key }: Pick<OutsideWork, 'request' | 'key'>): Promise<string | null> {
    const { otherPartyId, establishmentNumber } = request.answers;
    if (typeof otherPartyId !== 'string') return null;
    await this.#db.query('INSERT INTO consent (request, key, national_id, unified_number) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      request.number,
      key,
      otherPartyId,
      typeof establishmentNumber === 'string' ? establishmentNumber : null,
    ]);
    return otherPartyId;
  }

  /** What waits for a person's answer, oldest first. */
  async waitingFor(nationalId: string): Promise<readonly AskedConsent[]> {
    return this.#db.query<AskedConsent>(
      `SELECT key, consent.request, service, person_name AS applicant, asked_at, answers->>'licenceNumber' AS licence, unified_number,
         answers->'delegateFor' AS delegate_for, answers->>'untilDate' AS until, answers->'feeLimit' AS fee_limit
       FROM consent JOIN request ON request.number = consent.request
       WHERE consent.national_id = $1 AND answer IS NULL AND ended_at IS NULL ORDER BY asked_at LIMIT ${mostShown}`,
      [nationalId],
    );
  }

  /** Keeps an answer; the first one stands. @throws REQUESTS_UNKNOWN for what is asked of nobody, or of somebody else */
  async keep(
    tx: Queryable,
    { key, nationalId, personId, answer }: { readonly key: string; readonly nationalId: string; readonly personId: string; readonly answer: ConsentAnswer },
  ): Promise<{ readonly request: string; readonly answer: ConsentAnswer }> {
    const [asked] = await tx.query<{ request: string; answer: ConsentAnswer | null }>(
      'SELECT request, answer FROM consent WHERE key = $1 AND national_id = $2 FOR UPDATE',
      [key, nationalId],
    );
    if (!asked) throw new AmanahError('REQUESTS_UNKNOWN', { detail: key });
    if (asked.answer !== null) return { request: asked.request, answer: asked.answer };
    await tx.query('UPDATE consent SET answer = $2, answered_at = now(), person_id = $3 WHERE key = $1', [key, answer, personId]);
    return { request: asked.request, answer };
  }
}
