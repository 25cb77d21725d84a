import { AmanahError } from '@amanah/errors';
import type { Db } from '@amanah/plugin-api';
import type { BeneficiaryReport, BeneficiaryReports } from '../contract.ts';
import type { Catalogue } from './catalogue.ts';

interface Row {
  readonly reference: string;
  readonly service_code: string;
  readonly description: string;
  readonly language: 'ar' | 'en';
  readonly reported_at: Date | string;
  readonly answered_at: Date | string | null;
  readonly answered_by: string | null;
  readonly answer: string | null;
}

const iso = (at: Date | string) => new Date(at).toISOString();

/** Reported problems for the people who answer them. */
export function problemReports(db: Db, catalogue: Pick<Catalogue, 'service'>): BeneficiaryReports {
  return {
    async list({ open, limit }): Promise<readonly BeneficiaryReport[]> {
      const rows = await db.query<Row>(
        'SELECT * FROM problem_report WHERE $1::boolean IS NULL OR (answered_at IS NULL) = $1 ORDER BY answered_at IS NOT NULL, reported_at DESC LIMIT $2',
        [open ?? null, limit],
      );
      return rows.map((row) => ({
        reference: row.reference,
        code: row.service_code,
        service: catalogue.service(row.service_code)?.name ?? { ar: row.service_code, en: row.service_code },
        description: row.description,
        language: row.language,
        reportedAt: iso(row.reported_at),
        answered: row.answered_at ? { at: iso(row.answered_at), by: row.answered_by ?? '', words: row.answer ?? '' } : null,
      }));
    },
    async answer(reference, by, words) {
      const changed = await db.query(
        'UPDATE problem_report SET answered_at = now(), answered_by = $2, answer = $3 WHERE reference = $1 AND answered_at IS NULL RETURNING reference',
        [reference, by, words],
      );
      if (changed.length === 0) throw new AmanahError('HTTP_NOT_FOUND', { detail: reference });
    },
  };
}
