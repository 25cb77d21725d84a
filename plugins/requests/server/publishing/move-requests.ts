import type { Actor, Db, Queryable } from '@amanah/plugin-api';
import { moveToVersion, type Obstacle } from '../../procedure/move-to-version.ts';
import type { ProcedureState } from '../../procedure/running/state.ts';
import { carryOut } from '../requests/carry-out.ts';
import type { Ground } from '../requests/move-request.ts';

/** What became, or would become, of each running request that is to finish on another version. */
export interface MovedRequests {
  /** The last number that was looked at, when there are more. */
  readonly next: string | null;
  readonly moved: readonly string[];
  readonly obstacles: readonly { readonly number: string; readonly obstacles: readonly Obstacle[] }[];
}

interface Row {
  readonly number: string;
  readonly service: string;
  readonly unit: string;
  readonly answers: Record<string, unknown>;
  readonly facts: Record<string, unknown>;
  readonly state: string;
  readonly progress: ProcedureState;
}

/** Requests that are moved in one call. */
const atOnce = 200;

class DryRun extends Error {}

/** Moves running requests of a procedure from one version to another where each still stands at a step of both; each in a transaction of its own, which a dry run takes back. */
export async function moveRequests(
  db: Db,
  ground: Ground,
  {
    procedure,
    from,
    to,
    units,
    after: last,
    by,
    dryRun,
    enqueue,
  }: {
    readonly procedure: string;
    readonly from: string;
    readonly to: string;
    /** Whose requests; `null`: of all units. */
    readonly units: readonly string[] | null;
    /** Number after which it goes on. */
    readonly after: string | null;
    readonly by: Actor;
    readonly dryRun: boolean;
    enqueue(tx: Queryable, step: { readonly request: string; readonly token: number }): Promise<void>;
  },
): Promise<MovedRequests> {
  const [before, after] = await Promise.all([ground.procedures.at(procedure, from), ground.procedures.at(procedure, to)]);
  const numbers = await db.query<{ number: string }>(
    `SELECT number FROM request WHERE procedure = $1 AND version = $2 AND ended_at IS NULL AND ($3::text[] IS NULL OR unit = ANY($3)) AND number > $4
     ORDER BY number LIMIT ${atOnce}`,
    [procedure, from, units, last ?? ''],
  );
  const moved: string[] = [];
  const obstacles: { number: string; obstacles: readonly Obstacle[] }[] = [];
  for (const { number } of numbers) {
    const one = async (tx: Queryable) => {
      const [row] = await tx.query<Row>(
        'SELECT number, service, unit, answers, facts, state, progress FROM request WHERE number = $1 AND version = $2 AND ended_at IS NULL FOR UPDATE',
        [number, from],
      );
      if (!row) return;
      const data = { service: row.service, unit: row.unit, answers: row.answers, ...row.facts };
      const answer = moveToVersion(before, after, row.progress, data);
      if ('obstacles' in answer) return void obstacles.push({ number, obstacles: answer.obstacles });
      const now = ground.now();
      const done = await carryOut(tx, answer.commands, {
        number,
        service: row.service,
        unit: row.unit,
        by: { person: by.person.id },
        now,
        calendar: ground.calendar,
      });
      await tx.query('UPDATE request SET version = $2, progress = $3, state = $4, revision = revision + 1, changed_at = $5, stuck = NULL WHERE number = $1', [
        number,
        to,
        JSON.stringify(answer.state),
        done.state ?? row.state,
        now,
      ]);
      await tx.query(
        `INSERT INTO happening (request, nth, at, kind, by_person, by_name, data)
         SELECT $1, coalesce(max(nth), 0) + 1, $2, 'version', $3, $4, $5 FROM happening WHERE request = $1`,
        [number, now, by.person.id, JSON.stringify(by.person.name), JSON.stringify({ from, to })],
      );
      for (const { token } of done.toRun) await enqueue(tx, { request: number, token });
      moved.push(number);
      if (dryRun) throw new DryRun();
    };
    await db.transaction(one).catch((error: unknown) => {
      if (!(error instanceof DryRun)) throw error;
    });
  }
  return { moved, obstacles, next: numbers.length < atOnce ? null : (numbers.at(-1)?.number ?? null) };
}
