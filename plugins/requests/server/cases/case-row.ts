import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import { recordColumns, type RecordRow } from '../requests/request-record.ts';
import type { ProcedureState } from '../../procedure/running/state.ts';

export const caseColumns = `${recordColumns}, capacity_id, place, progress, revision, holder, due_at, stuck, changed_at, ended_at, ending`;

/** A request with what its page shows beside its record. */
export interface CaseRow extends RecordRow {
  readonly capacity_id: string;
  readonly place: string | null;
  readonly progress: ProcedureState;
  readonly revision: number;
  readonly holder: 'authority' | 'applicant' | 'external';
  readonly due_at: Date | null;
  readonly stuck: string | null;
  readonly changed_at: Date;
  readonly ended_at: Date | null;
  readonly ending: string | null;
}

/** @throws REQUESTS_UNKNOWN */
export async function caseRow(db: Queryable, number: string): Promise<CaseRow> {
  const [row] = await db.query<CaseRow>(`SELECT ${caseColumns} FROM request WHERE number = $1`, [number], 'request-case');
  if (!row) throw new AmanahError('REQUESTS_UNKNOWN', { detail: number });
  return row;
}
