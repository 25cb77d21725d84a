import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import { advance } from '../../procedure/advance.ts';
import type { Ignored, ProcedureEvent, ProcedureState } from '../../procedure/running/state.ts';
import { carryOut, type CarriedOut, type Mover } from './carry-out.ts';
import type { ProcedureLibrary } from './procedure-library.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** What moving a request needs beside the transaction. */
export interface Ground {
  readonly procedures: Pick<ProcedureLibrary, 'at'>;
  readonly calendar: WorkingCalendar;
  now(): Date;
}

interface Row {
  readonly procedure: string;
  readonly version: string;
  readonly service: string;
  readonly unit: string;
  readonly answers: Record<string, unknown>;
  readonly facts: Record<string, unknown>;
  readonly state: string;
  readonly progress: ProcedureState;
  readonly revision: number;
}

export interface Moved extends CarriedOut {
  /** Why nothing happened: the step was done before, or the request has ended. */
  readonly ignored: Ignored | null;
  readonly revision: number;
}

/** What happens to a request: an event of its procedure, who caused it, and what was found out meanwhile. */
export interface Move {
  readonly event: ProcedureEvent;
  readonly by: Mover;
  /** Merged into the request's facts, which conditions see. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The revision that the person had before their eyes; another one is refused. */
  readonly revision?: number;
}

/**
 * Moves a request on by one event: its procedure's state, its tasks, its history and the steps for jobs, all in the caller's transaction. A repeated event changes nothing.
 * @throws REQUESTS_UNKNOWN, REQUESTS_CHANGED
 */
export async function moveRequest(tx: Queryable, number: string, { event, by, facts, revision }: Move, ground: Ground): Promise<Moved> {
  const [row] = await tx.query<Row>(
    'SELECT procedure, version, service, unit, answers, facts, state, progress, revision FROM request WHERE number = $1 FOR UPDATE',
    [number],
  );
  if (!row) throw new AmanahError('REQUESTS_UNKNOWN', { detail: number });
  if (revision !== undefined && revision !== row.revision) throw new AmanahError('REQUESTS_CHANGED', { detail: number });
  const known = { ...row.facts, ...facts };
  const procedure = await ground.procedures.at(row.procedure, row.version);
  const data = { service: row.service, unit: row.unit, answers: row.answers, ...known };
  const awaited = event.type === 'message' ? await awaitedBy(tx, number, event) : null;
  const { state: progress, commands, ignored } = advance(procedure, row.progress, { ...event, ...(awaited ? { token: awaited.token } : {}), data });
  if (ignored) return { ignored, revision: row.revision, state: null, ended: null, toRun: [] };
  const now = ground.now();
  await endOutsideStep(tx, number, event, now);
  if (awaited) await tx.query('DELETE FROM awaited WHERE request = $1 AND token = $2 AND event = $3', [number, awaited.token, awaited.event]);
  const done = await carryOut(tx, commands, { number, unit: row.unit, by, now, calendar: ground.calendar });
  const state = done.state ?? row.state;
  const next = row.revision + 1;
  await tx.query(
    `UPDATE request SET progress = $2, facts = $3, state = $4, revision = $5, changed_at = $6::timestamptz, ended_at = CASE WHEN $7::text IS NULL THEN NULL ELSE $6::timestamptz END, ending = $7
     WHERE number = $1`,
    [number, JSON.stringify(progress), JSON.stringify(known), state, next, now, done.ended?.how ?? null],
  );
  await note(tx, number, { event, by, state: done.state, ended: done.ended?.how ?? null, now });
  return { ...done, ignored: null, revision: next };
}

/** Where a message goes: to the place that it names, else to the one that has waited longest for it. */
async function awaitedBy(
  tx: Queryable,
  number: string,
  { message, token }: Extract<ProcedureEvent, { type: 'message' }>,
): Promise<{ readonly token: number; readonly event: string } | null> {
  const [row] = await tx.query<{ token: number; event: string }>(
    'SELECT token, event FROM awaited WHERE request = $1 AND message = $2 AND ($3::int IS NULL OR token = $3) ORDER BY token, event LIMIT 1',
    [number, message, token ?? null],
  );
  return row ?? null;
}

async function endOutsideStep(tx: Queryable, number: string, event: ProcedureEvent, now: Date): Promise<void> {
  if (event.type !== 'done' && event.type !== 'error') return;
  await tx.query(`UPDATE outside_step SET state = 'done', ended_at = $3 WHERE request = $1 AND token = $2 AND state = 'waiting'`, [number, event.token, now]);
}

interface Noted {
  readonly event: ProcedureEvent;
  readonly by: Mover;
  readonly state: string | null;
  readonly ended: string | null;
  readonly now: Date;
}

/** Adds to the history; the request's row is locked, so numbers follow each other. */
async function note(tx: Queryable, number: string, { event, by, state, ended, now }: Noted): Promise<void> {
  const step = 'token' in event && event.token !== undefined ? await stepOf(tx, number, event.token) : null;
  const decision = 'decision' in event ? event.decision : undefined;
  const data = { ...(decision === undefined ? {} : { decision }), ...(by.reason === undefined ? {} : { reason: by.reason }), state, ended };
  await tx.query(
    `INSERT INTO happening (request, nth, at, kind, step, by_person, data)
     SELECT $1, coalesce(max(nth), 0) + 1, $2, $3, $4, $5, $6 FROM happening WHERE request = $1`,
    [number, now, event.type, step, by.person, JSON.stringify(data)],
  );
}

async function stepOf(tx: Queryable, number: string, token: number): Promise<string | null> {
  const [row] = await tx.query<{ step: string }>(
    `SELECT step FROM task WHERE request = $1 AND token = $2 UNION ALL SELECT step FROM outside_step WHERE request = $1 AND token = $2 LIMIT 1`,
    [number, token],
  );
  return row?.step ?? null;
}
