import { AmanahError } from '@amanah/errors';
import type { Actor, Bilingual, Db } from '@amanah/plugin-api';
import { versionOf } from '../requests/procedure-library.ts';

export interface Publication {
  readonly version: string;
  readonly unit: string | null;
  readonly validFrom: string;
  readonly by: Bilingual | null;
  readonly publishedAt: string;
}

/** A version with how many requests run and have ended on it. */
export interface VersionCount {
  readonly version: string;
  readonly publishedAt: string;
  readonly running: number;
  readonly ended: number;
  readonly medianDays: number | null;
}

/** Which versions of procedures there are and from when they hold; a publication is only ever added to, so that it can be told which version held when. */
export class Publications {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async of(procedure: string): Promise<readonly Publication[]> {
    const rows = await this.#db.query<{ version: string; unit: string | null; valid_from: Date; name: Bilingual | null; published_at: Date }>(
      `SELECT version, unit, valid_from, published_name AS name, published_at FROM publication WHERE procedure = $1 ORDER BY valid_from DESC, id DESC LIMIT 200`,
      [procedure],
    );
    return rows.map((row) => ({
      version: row.version,
      unit: row.unit,
      validFrom: new Date(row.valid_from).toISOString(),
      by: row.name,
      publishedAt: new Date(row.published_at).toISOString(),
    }));
  }

  async versionsOf(procedure: string): Promise<readonly VersionCount[]> {
    const rows = await this.#db.query<{ version: string; published_at: Date; running: number; ended: number; medianDays: number | null }>(
      `SELECT v.version, v.published_at, count(r.number) FILTER (WHERE r.ended_at IS NULL)::int AS running, count(r.ended_at)::int AS ended,
         round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.ended_at - r.submitted_at) / 86400))::numeric, 1)::float8 AS "medianDays"
       FROM procedure_version v LEFT JOIN request r ON r.procedure = v.procedure AND r.version = v.version
       WHERE v.procedure = $1 GROUP BY 1, 2 ORDER BY 2 DESC`,
      [procedure],
    );
    return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: new Date(published_at).toISOString() }));
  }

  /** @throws REQUESTS_PROCEDURE_UNKNOWN */
  async text(procedure: string, version: string): Promise<string> {
    const [row] = await this.#db.query<{ bpmn: string }>('SELECT bpmn FROM procedure_version WHERE procedure = $1 AND version = $2', [procedure, version]);
    if (!row) throw new AmanahError('REQUESTS_PROCEDURE_UNKNOWN', { detail: `${procedure} ${version}` });
    return row.bpmn;
  }

  async draft(procedure: string, personId: string): Promise<{ readonly bpmn: string; readonly changedAt: string } | null> {
    const [row] = await this.#db.query<{ bpmn: string; changed_at: Date }>(
      'SELECT bpmn, changed_at FROM procedure_draft WHERE procedure = $1 AND person_id = $2',
      [procedure, personId],
    );
    return row ? { bpmn: row.bpmn, changedAt: new Date(row.changed_at).toISOString() } : null;
  }

  async keepDraft(procedure: string, personId: string, bpmn: string): Promise<void> {
    await this.#db.query(
      `INSERT INTO procedure_draft (procedure, person_id, bpmn) VALUES ($1, $2, $3) ON CONFLICT (procedure, person_id) DO UPDATE SET bpmn = $3, changed_at = now()`,
      [procedure, personId, bpmn],
    );
  }

  async discardDraft(procedure: string, personId: string): Promise<void> {
    await this.#db.query('DELETE FROM procedure_draft WHERE procedure = $1 AND person_id = $2', [procedure, personId]);
  }

  /** Publishes a checked text from a moment on, for one unit each or for all; running requests finish on theirs. Answers its version. */
  async publish(
    procedure: string,
    bpmn: string,
    { by, from, units }: { readonly by: Actor; readonly from: Date; readonly units: readonly string[] | null },
  ): Promise<string> {
    const version = versionOf(bpmn);
    await this.#db.transaction(async (tx) => {
      await tx.query('INSERT INTO procedure_version (procedure, version, bpmn) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [procedure, version, bpmn]);
      await tx.query(
        `INSERT INTO publication (procedure, version, unit, valid_from, published_by, published_name) SELECT $1, $2, unit, $4, $5, $6 FROM unnest($3::text[]) AS unit`,
        [procedure, version, units ?? [null], from, by.person.id, JSON.stringify(by.person.name)],
      );
      await tx.query('DELETE FROM procedure_draft WHERE procedure = $1 AND person_id = $2', [procedure, by.person.id]);
    });
    return version;
  }
}
