import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { RequestHappening, RequestMessage } from '../../contract.ts';
import { behalfOf } from '../acting-for.ts';
import type { Ignored } from '../../procedure/running/state.ts';
import type { OpenedTask } from './carry-out.ts';
import { moveRequest, type Ground, type Move, type Moved } from './move-request.ts';
import type { PublishedProcedure } from './procedure-library.ts';
import { openRequest, type Opened, type Submission } from './submit-request.ts';

/** What happens to a request, to be told to others when the transaction commits. */
export type DeskEvent =
  | { readonly type: 'request.submitted' | 'request.changed'; readonly data: RequestHappening }
  | { readonly type: 'request.ended'; readonly data: RequestHappening & { readonly ending: string } };

export interface DeskParts {
  readonly db: Db;
  readonly ground: Ground;
  emit(tx: Queryable, event: DeskEvent): Promise<void>;
  /** Puts a step that a job carries out into the queue, in the transaction that reached it. */
  enqueue(tx: Queryable, step: { readonly request: string; readonly token: number }): Promise<void>;
}

/** Reasons for which an event changes nothing because it came twice or too late: no fault. */
const late: readonly Ignored['reason'][] = ['already-started', 'ended', 'withdrawing', 'token-gone', 'not-awaited', 'not-to-be-done', 'not-started'];
/** Timers that are fired in one go. */
const timersAtOnce = 100;

/** The one place where requests are opened and moved: whatever belongs to a move is written in its transaction. */
export class RequestDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Opens a request and starts its procedure; `alongside` belongs to the transaction. @throws REQUESTS_KEY_REUSED, REQUESTS_STUCK */
  async submit(
    submission: Submission,
    procedure: PublishedProcedure,
    alongside: (tx: Queryable, opened: Opened) => Promise<void> = async () => {},
  ): Promise<Opened> {
    return this.#parts.db.transaction(async (tx) => {
      const opened = await openRequest(tx, submission, procedure, this.#parts.ground.now());
      if (!opened.repeated) {
        const { id, name } = submission.openedBy ?? submission.person;
        await this.#moveWhole(tx, opened.number, { event: { type: 'start' }, by: { person: id, name, ...behalfOf(submission.capacity) } });
        await this.#tellOthers(tx, opened.number, 'request.submitted');
      }
      await alongside(tx, opened);
      return opened;
    });
  }

  /**
   * Moves a request on; `alongside` belongs to the transaction, and is left out when the event had come before.
   * @throws REQUESTS_UNKNOWN, REQUESTS_CHANGED; REQUESTS_STUCK when the procedure cannot go on, which an operator is told
   */
  async move(number: string, move: Move, alongside: (tx: Queryable, moved: Moved) => Promise<void> = async () => {}): Promise<Moved> {
    return this.#keepingStuck(number, () =>
      this.#parts.db.transaction(async (tx) => {
        const moved = await this.#moveWhole(tx, number, move);
        if (!moved.ignored) await alongside(tx, moved);
        return moved;
      }),
    );
  }

  /** Tells a request a message; one that nobody waits for yet is kept until then, and the same one again changes nothing. @throws REQUESTS_UNKNOWN, REQUESTS_STUCK */
  async tell(message: RequestMessage): Promise<void> {
    await this.#keepingStuck(message.request, () => this.#parts.db.transaction((tx) => this.tellWithin(tx, message)));
  }

  /** The same in a transaction that is open, such as that of a move. */
  async tellWithin(tx: Queryable, { request, message, key, facts = {}, decision }: RequestMessage): Promise<void> {
    const [known] = await tx.query('SELECT 1 FROM request WHERE number = $1 FOR UPDATE', [request]);
    if (!known) throw new AmanahError('REQUESTS_UNKNOWN', { detail: request });
    const added = await tx.query('INSERT INTO told (request, key, message, facts, decision) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1', [
      request,
      key,
      message,
      JSON.stringify(facts),
      decision ?? null,
    ]);
    if (added.length > 0) await this.#takeKept(tx, request, [message]);
  }

  /** Fires the timers whose time has come, each in a transaction of its own; two replicas never fire the same one. Resolves to how many were fired. */
  async fireTimers(): Promise<number> {
    const { db, ground } = this.#parts;
    let fired = 0;
    for (let after: readonly unknown[] = ['-infinity', '', 0, '']; fired < timersAtOnce;) {
      const [due] = await db.query<{ request: string; token: number; timer: string; at: string }>(
        `SELECT request, token, timer, due_at::text AS at FROM timer
         WHERE due_at <= $1 AND (due_at, request, token, timer) > ($2, $3, $4, $5) ORDER BY due_at, request, token, timer LIMIT 1`,
        [ground.now(), ...after],
      );
      if (!due) return fired;
      after = [due.at, due.request, due.token, due.timer];
      const done = await this.#keepingStuck(due.request, () => this.#fire(due)).catch((error: unknown) => {
        if (error instanceof AmanahError && error.code === 'REQUESTS_STUCK') return false;
        throw error;
      });
      if (done) fired++;
    }
    return fired;
  }

  /** `false` when another replica has fired it, or holds it just now. */
  async #fire({ request, token, timer }: { readonly request: string; readonly token: number; readonly timer: string }): Promise<boolean> {
    return this.#parts.db.transaction(async (tx) => {
      const [held] = await tx.query('SELECT 1 FROM timer WHERE request = $1 AND token = $2 AND timer = $3 FOR UPDATE SKIP LOCKED', [request, token, timer]);
      if (!held) return false;
      await tx.query('DELETE FROM timer WHERE request = $1 AND token = $2 AND timer = $3', [request, token, timer]);
      await this.#moveWhole(tx, request, { event: { type: 'timer', token, timer }, by: { person: null } });
      return true;
    });
  }

  /** A move with all that follows from it by itself. */
  async #moveWhole(tx: Queryable, number: string, move: Move): Promise<Moved> {
    const moved = await moveRequest(tx, number, move, this.#parts.ground);
    if (moved.ignored) {
      if (late.includes(moved.ignored.reason)) return moved;
      throw new AmanahError('REQUESTS_STUCK', { detail: `${number}: ${moved.ignored.reason} at ${moved.ignored.at ?? 'the start'}` });
    }
    for (const { token } of moved.toRun) await this.#parts.enqueue(tx, { request: number, token });
    if (moved.state !== null) await this.#tellOthers(tx, number, 'request.changed');
    if (moved.ended) await this.#end(tx, number, moved.ended.how);
    await this.#doneByForm(tx, number, moved.opened);
    if (moved.awaits.length > 0) await this.#takeKept(tx, number, moved.awaits);
    return moved;
  }

  /** Steps of the applicant that the form which was sent does already are done by it, once each. */
  async #doneByForm(tx: Queryable, number: string, opened: readonly OpenedTask[]): Promise<void> {
    for (const { token, step } of opened.filter(({ applicant }) => applicant)) {
      const [row] = await tx.query<{ person: string; name: Bilingual; filled: true | string | null; before: boolean }>(
        `SELECT person_id AS person, person_name AS name, facts->'filled'->$2 AS filled,
           EXISTS (SELECT 1 FROM task WHERE request = $1 AND step = $2 AND token <> $3) AS before
         FROM request WHERE number = $1`,
        [number, step, token],
      );
      if (!row || row.before || row.filled === null) continue;
      const decision = row.filled === true ? {} : { decision: row.filled };
      await this.#moveWhole(tx, number, { event: { type: 'done', token, ...decision }, by: { person: row.person, name: row.name } });
    }
  }

  async #takeKept(tx: Queryable, number: string, messages: readonly string[]): Promise<void> {
    const kept = await tx.query<{ key: string; message: string; facts: Record<string, unknown>; decision: string | null }>(
      'SELECT key, message, facts, decision FROM told WHERE request = $1 AND message = ANY($2) AND taken_at IS NULL ORDER BY told_at, key',
      [number, messages],
    );
    for (const { key, message, facts, decision } of kept) {
      const moved = await this.#moveWhole(tx, number, {
        event: { type: 'message', message, ...(decision === null ? {} : { decision }) },
        by: { person: null },
        facts,
      });
      if (!moved.ignored) await tx.query('UPDATE told SET taken_at = $3 WHERE request = $1 AND key = $2', [number, key, this.#parts.ground.now()]);
    }
  }

  async #end(tx: Queryable, number: string, ending: string): Promise<void> {
    await this.#tellOthers(tx, number, 'request.ended');
    const [called] = await tx.query<{ parent: string | null; parent_token: number | null; state: string }>(
      'SELECT parent, parent_token, state FROM request WHERE number = $1',
      [number],
    );
    if (!called?.parent || called.parent_token === null) return;
    await this.#moveWhole(tx, called.parent, {
      event: { type: 'done', token: called.parent_token, decision: called.state },
      by: { person: null },
      facts: { called: { number, ending, state: called.state } },
    });
  }

  async #tellOthers(tx: Queryable, number: string, type: DeskEvent['type']): Promise<void> {
    const [row] = await tx.query<{ service: string; unit: string; state: string; person: string; ending: string | null }>(
      'SELECT service, unit, state, person_id AS person, ending FROM request WHERE number = $1',
      [number],
      'request-to-tell',
    );
    if (!row) return;
    const data = { number, service: row.service, unit: row.unit, state: row.state, personId: row.person };
    await this.#parts.emit(tx, type === 'request.ended' ? { type, data: { ...data, ending: row.ending ?? '' } } : { type, data });
  }

  /** Whoever was to move it gets the error; that it stands still stays written for the operator. */
  async #keepingStuck<T>(number: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AmanahError && error.code === 'REQUESTS_STUCK')
        await this.#parts.db.query('UPDATE request SET stuck = $2 WHERE number = $1', [number, error.detail ?? '']);
      throw error;
    }
  }
}
