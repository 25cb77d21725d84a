import type { Bilingual, Capacity, Queryable } from '@amanah/plugin-api';
import type { RequestRecord } from '../../contract.ts';

export const recordColumns = `number, service, procedure, version, unit, beneficiary, person_id, person_name, national_id, capacity, answers, facts, state, submitted_at`;

export interface RecordRow {
  readonly number: string;
  readonly service: string;
  readonly procedure: string;
  readonly version: string;
  readonly unit: string;
  readonly beneficiary: string;
  readonly person_id: string;
  readonly person_name: Bilingual;
  readonly national_id: string | null;
  readonly capacity: Capacity;
  readonly answers: Record<string, unknown>;
  readonly facts: Record<string, unknown>;
  readonly state: string;
  readonly submitted_at: Date;
}

/** A request as other plugins see it. */
export function recordOf(row: RecordRow): RequestRecord {
  return {
    number: row.number,
    service: row.service,
    procedure: row.procedure,
    unit: row.unit,
    beneficiary: row.beneficiary,
    person: { id: row.person_id, name: row.person_name, nationalId: row.national_id },
    capacity: row.capacity,
    answers: row.answers,
    facts: row.facts,
    state: row.state,
    submittedAt: new Date(row.submitted_at),
  };
}

export async function findRecord(db: Queryable, number: string): Promise<RequestRecord | null> {
  const [row] = await db.query<RecordRow>(`SELECT ${recordColumns} FROM request WHERE number = $1`, [number], 'request-record');
  return row ? recordOf(row) : null;
}
