import { randomInt } from 'node:crypto';
import { AmanahError, type Language } from '@amanah/errors';
import type { Db } from '@amanah/plugin-api';

export interface RatingSummary {
  readonly average: number | null;
  readonly count: number;
}
export interface OwnRating {
  readonly stars: number;
  readonly note: string | null;
}
export interface ProblemReport {
  readonly reference: string;
  readonly code: string;
  readonly description: string;
  readonly reportedAt: string;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 8;
/** Reports are open to everyone; more than this in a minute is a flood, not beneficiaries. */
const REPORTS_A_MINUTE = 30;

/** What beneficiaries say of services: one rating a person and service, and problem reports. */
export class BeneficiaryVoice {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async summary(code: string): Promise<RatingSummary> {
    const [row] = await this.#db.query<{ average: number | null; count: number }>(
      'SELECT round(avg(stars), 1)::float8 AS average, count(*)::int AS count FROM rating WHERE service_code = $1',
      [code],
    );
    return { average: row?.average ?? null, count: row?.count ?? 0 };
  }

  async own(code: string, personId: string): Promise<OwnRating | null> {
    const [row] = await this.#db.query<OwnRating>('SELECT stars::int AS stars, note FROM rating WHERE service_code = $1 AND person_id = $2', [code, personId]);
    return row ?? null;
  }

  async rate(code: string, personId: string, stars: number, note: string | null): Promise<void> {
    await this.#db.query(
      `INSERT INTO rating (service_code, person_id, stars, note) VALUES ($1, $2, $3, $4)
       ON CONFLICT (service_code, person_id) DO UPDATE SET stars = excluded.stars, note = excluded.note, rated_at = now()`,
      [code, personId, stars, note],
    );
  }

  /** @throws HTTP_RATE_LIMITED when reports come faster than people write them */
  async report(code: string, description: string, language: Language): Promise<string> {
    const reference = `PR-${Array.from({ length: REFERENCE_LENGTH }, () => CROCKFORD[randomInt(CROCKFORD.length)]).join('')}`;
    const stored = await this.#db.query(
      `INSERT INTO problem_report (reference, service_code, description, language)
       SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM problem_report WHERE reported_at > now() - interval '1 minute') < $5
       RETURNING reference`,
      [reference, code, description, language, REPORTS_A_MINUTE],
    );
    if (stored.length === 0) throw new AmanahError('HTTP_RATE_LIMITED', { retryAfterSeconds: 60 });
    return reference;
  }

  async reports(limit: number): Promise<ProblemReport[]> {
    const rows = await this.#db.query<{ reference: string; service_code: string; description: string; reported_at: Date | string }>(
      'SELECT reference, service_code, description, reported_at FROM problem_report ORDER BY reported_at DESC LIMIT $1',
      [limit],
    );
    return rows.map((row) => ({
      reference: row.reference,
      code: row.service_code,
      description: row.description,
      reportedAt: new Date(row.reported_at).toISOString(),
    }));
  }
}
