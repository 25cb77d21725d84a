import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import { advance } from '../../procedure/advance.ts';
import type { Ignored, ProcedureEvent, ProcedureState } from '../../procedure/running/state.ts';
import { carryOut, type CarriedOut, type Mover } from './carry-out.ts';
import { clockAfter, holderNow, type Clock } from './clock.ts';
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
  readonly holder: Clock['holder'];
  readonly due_at: Date | null;
  readonly left_ms: string | null;
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
  /** Answers that the applicant has corrected; all of them. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The revision that the person had before their eyes; another one is refused. */
  readonly revision?: number;
}

/**
 * Moves a request on by one event: its procedure's state, its tasks, its history and the steps for jobs, all in the caller's transaction. A repeated event changes nothing.
 * @throws REQUESTS_UNKNOWN, REQUESTS_CHANGED
 */
export async function moveRequest(tx: Queryable, number: string, { event, by, facts, answers: corrected, revision }: Move, ground: Ground): Promise<Moved> {
  const [row] = await tx.query<Row>(
    'SELECT procedure, version, service, unit, answers, facts, state, progress, revision, holder, due_at, left_ms FROM request WHERE number = $1 FOR UPDATE',
    [number],
    'request-to-move',
  );
  if (!row) throw new AmanahError('REQUESTS_UNKNOWN', { detail: number });
  if (revision !== undefined && revision !== row.revision) throw new AmanahError('REQUESTS_CHANGED', { detail: number });
  const known = { ...row.facts, ...facts };
  const procedure = await ground.procedures.at(row.procedure, row.version);
  const answers = corrected ?? row.answers;
  const data = { service: row.service, unit: row.unit, answers, ...known };
  const awaited = event.type === 'message' ? await awaitedBy(tx, number, event) : null;
  const { state: progress, commands, ignored } = advance(procedure, row.progress, { ...event, ...(awaited ? { token: awaited.token } : {}), data });
  if (ignored) return { ignored, revision: row.revision, ...nothing };
  const now = ground.now();
  await endOutsideStep(tx, number, event, now);
  if (awaited) await tx.query('DELETE FROM awaited WHERE request = $1 AND token = $2 AND event = $3', [number, awaited.token, awaited.event]);
  const done = await carryOut(tx, commands, { number, service: row.service, unit: row.unit, by, now, calendar: ground.calendar });
  const state = done.state ?? row.state;
  const next = row.revision + 1;
  const left = row.left_ms === null ? null : Number(row.left_ms);
  const clock = clockAfter({ holder: row.holder, due: row.due_at, leftMs: left }, done.ended ? row.holder : await holderNow(tx, number), now, ground.calendar);
  await tx.query(
    `UPDATE request SET progress = $2, facts = $3, state = $4, revision = $5, changed_at = $6::timestamptz,
       ended_at = CASE WHEN $7::text IS NULL THEN NULL ELSE $6::timestamptz END, ending = $7, answers = $8,
       holder_since = CASE WHEN holder = $9 THEN holder_since ELSE $6::timestamptz END, holder = $9, due_at = $10, left_ms = $11, stuck = NULL
     WHERE number = $1`,
    [
      number,
      JSON.stringify(progress),
      JSON.stringify(known),
      state,
      next,
      now,
      done.ended?.how ?? null,
      JSON.stringify(answers),
      clock.holder,
      clock.due,
      clock.leftMs,
    ],
    'request-moved',
  );
  await note(tx, number, { event, cameAt: awaited?.event ?? null, by, state: done.state, ended: done.ended?.how ?? null, now });
  return { ...done, ignored: null, revision: next };
}

const nothing: CarriedOut = { state: null, ended: null, toRun: [], opened: [], awaits: [] };

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
  /** Where a message was waited for. */
  readonly cameAt: string | null;
  readonly by: Mover;
  readonly state: string | null;
  readonly ended: string | null;
  readonly now: Date;
}

/** Adds to the history; the request's row is locked, so numbers follow each other. */
async function note(tx: Queryable, number: string, { event, cameAt, by, state, ended, now }: Noted): Promise<void> {
  const step = cameAt ?? ('token' in event && event.token !== undefined ? await stepOf(tx, number, event.token) : null);
  const decision = 'decision' in event ? event.decision : undefined;
  const data = {
    ...(decision === undefined ? {} : { decision }),
    ...(by.reasons ? { reasons: by.reasons } : {}),
    ...(by.inPlaceOf ? { inPlaceOf: by.inPlaceOf } : {}),
    ...(by.behalf ? { behalf: by.behalf } : {}),
    state,
    ended,
  };
  await tx.query(
    `INSERT INTO happening (request, nth, at, kind, step, by_person, by_name, data)
     SELECT $1, coalesce(max(nth), 0) + 1, $2, $3, $4, $5, $6, $7 FROM happening WHERE request = $1`,
    [number, now, event.type, step, by.person, by.name ? JSON.stringify(by.name) : null, JSON.stringify(data)],
    'request-happening',
  );
}

async function stepOf(tx: Queryable, number: string, token: number): Promise<string | null> {
  const [row] = await tx.query<{ step: string }>(
    `SELECT step FROM task WHERE request = $1 AND token = $2 UNION ALL SELECT step FROM outside_step WHERE request = $1 AND token = $2 LIMIT 1`,
    [number, token],
  );
  return row?.step ?? null;
}
