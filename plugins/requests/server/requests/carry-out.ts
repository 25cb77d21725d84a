import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { Holder } from '../../procedure/definition.ts';
import type { Change, Command } from '../../procedure/running/commands.ts';
import type { Behalf } from '../acting-for.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Who moved a request on, and why: what the closed task keeps. */
export interface Mover {
  /** Account; `null` for jobs, timers and systems. */
  readonly person: string | null;
  readonly name?: Bilingual;
  /** Codes of reasons. */
  readonly reasons?: readonly string[];
  readonly note?: string;
  /** The official in whose place a deputy acts. */
  readonly inPlaceOf?: string;
  /** Whom a delegate or an office acted for. */
  readonly behalf?: Behalf;
}

export interface CarriedOut {
  /** The request's state, when it changed. */
  readonly state: string | null;
  readonly ended: { readonly how: string; readonly error?: string } | null;
  /** Steps that a job has to carry out now. */
  readonly toRun: readonly { readonly token: number; readonly step: string }[];
  /** Tasks that were opened. */
  readonly opened: readonly OpenedTask[];
  /** Messages for which the procedure waits from now on. */
  readonly awaits: readonly string[];
}

export interface OpenedTask {
  readonly token: number;
  readonly step: string;
  readonly holder: Holder;
  /** The lane is that of the applicant, not of an office. */
  readonly applicant: boolean;
  readonly role: string | null;
  readonly unit: string | null;
}

/** The state of a request that is being written; one that was sent is never in it. */
const beingWritten = 'draft';

interface Circumstances {
  readonly number: string;
  readonly service: string;
  /** Unit that decides the request; what a lane calls `request`. */
  readonly unit: string;
  readonly by: Mover;
  readonly now: Date;
  readonly calendar: WorkingCalendar;
}

/** Writes what the procedure's commands mean: tasks, outside steps, timers, awaited messages. All in the caller's transaction. */
export async function carryOut(tx: Queryable, commands: readonly (Command | Change)[], at: Circumstances): Promise<CarriedOut> {
  let state: string | null = null;
  let ended: CarriedOut['ended'] = null;
  const toRun: { token: number; step: string }[] = [];
  const opened: OpenedTask[] = [];
  const awaits: string[] = [];
  for (const command of commands) {
    if (command.do === 'state') state = command.state === beingWritten ? state : command.state;
    else if (command.do === 'end') ended = { how: command.how, ...(command.error === undefined ? {} : { error: command.error }) };
    else {
      await written(tx, command, at);
      if (command.do === 'run' || command.do === 'call' || command.do === 'send') toRun.push({ token: command.token, step: command.step });
      if (command.do === 'open') opened.push(openedTask(command, at.unit));
      if (command.do === 'await') awaits.push(command.message);
    }
  }
  return { state, ended, toRun, opened, awaits };
}

function openedTask({ token, step, holder, role, unit }: Extract<Command, { do: 'open' }>, requestUnit: string): OpenedTask {
  return { token, step, holder, applicant: unit === 'applicant', role: role ?? null, unit: unitOf(unit, requestUnit) };
}

/** A task that is another one in the new version of its procedure; its time counts from when it was opened. */
async function changed(
  tx: Queryable,
  { token, step, lane, role, unit, holder, sla, form }: Extract<Change, { do: 'change' }>,
  number: string,
  requestUnit: string,
  calendar: WorkingCalendar,
): Promise<void> {
  const key = [number, token, step];
  const [task] = await tx.query<{ opened_at: Date }>('SELECT opened_at FROM task WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL', key);
  if (!task) return;
  const due = sla === undefined || holder !== 'authority' ? null : calendar.due(task.opened_at, sla, 'working');
  await tx.query(
    `UPDATE task SET lane = $4, role = $5, unit = $6, holder = $7, form = $8, due_at = $9, claimed_by = NULL, claimed_name = NULL, claimed_at = NULL
     WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL`,
    [...key, lane ?? null, role ?? null, unitOf(unit, requestUnit), holder, form ?? null, due],
  );
}

type Written = Exclude<Command | Change, { do: 'state' | 'end' }>;

function written(tx: Queryable, command: Written, { number, service, unit, by, now, calendar }: Circumstances): Promise<unknown> {
  const { token } = command;
  switch (command.do) {
    case 'open': {
      const { step, lane, role, holder, sla, form } = command;
      const due = sla === undefined || holder !== 'authority' ? null : calendar.due(now, sla, 'working');
      return tx.query(
        `INSERT INTO task (request, token, step, service, lane, role, unit, holder, form, opened_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [number, token, step, service, lane ?? null, role ?? null, unitOf(command.unit, unit), holder, form ?? null, now, due],
        'task-open',
      );
    }
    case 'change':
      return changed(tx, command, number, unit, calendar);
    case 'close':
      return tx.query(
        `UPDATE task SET closed_at = $4, decision = $5, reasons = $6, note = $7, closed_by = $8, closed_name = $9, closed_for = $10
         WHERE request = $1 AND token = $2 AND step = $3 AND closed_at IS NULL`,
        command.why === 'done'
          ? [
              number,
              token,
              command.step,
              now,
              command.decision ?? null,
              by.reasons ?? null,
              by.note ?? null,
              by.person,
              by.name === undefined ? null : JSON.stringify(by.name),
              by.inPlaceOf ?? null,
            ]
          : [number, token, command.step, now, null, ['cancelled'], null, null, null, null],
      );
    case 'run':
      return outside(tx, number, command, command.operation ?? command.message ?? command.step);
    case 'call':
      return outside(tx, number, command, `procedure:${command.procedure}`);
    case 'send':
      return outside(tx, number, command, `message:${command.message}`);
    case 'cancel-run':
    case 'cancel-call':
      return tx.query(`UPDATE outside_step SET state = 'cancelled', ended_at = $4 WHERE request = $1 AND token = $2 AND step = $3 AND state = 'waiting'`, [
        number,
        token,
        command.step,
        now,
      ]);
    case 'set-timer':
      return tx.query(
        'INSERT INTO timer (request, token, timer, due_at) VALUES ($1, $2, $3, $4)',
        [number, token, command.timer, calendar.due(now, command.due, command.calendar)],
        'timer-set',
      );
    case 'clear-timer':
      return tx.query('DELETE FROM timer WHERE request = $1 AND token = $2 AND timer = $3', [number, token, command.timer]);
    case 'await':
      return tx.query('INSERT INTO awaited (request, token, event, message, holder) VALUES ($1, $2, $3, $4, $5)', [
        number,
        token,
        command.event,
        command.message,
        command.holder,
      ]);
    case 'stop-await':
      return tx.query('DELETE FROM awaited WHERE request = $1 AND token = $2 AND event = $3', [number, token, command.event]);
  }
}

interface Outside {
  readonly token: number;
  readonly step: string;
  readonly undoes?: string;
}

function outside(tx: Queryable, number: string, { token, step, undoes }: Outside, operation: string): Promise<unknown> {
  return tx.query('INSERT INTO outside_step (request, token, step, operation, undoes) VALUES ($1, $2, $3, $4, $5)', [
    number,
    token,
    step,
    operation,
    undoes ?? null,
  ]);
}

/** A lane's unit: that of the request, nobody's for applicants and outside bodies, or one of the organisation by its id. */
function unitOf(lane: string | undefined, request: string): string | null {
  if (lane === 'request') return request;
  return lane === undefined || lane === 'applicant' || lane === 'office' ? null : lane;
}
