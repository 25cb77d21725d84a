import { AmanahError } from '@amanah/errors';
import type { Call, Db, Log } from '@amanah/plugin-api';
import type { OutsideWork, RequestRecord } from '../../contract.ts';
import type { RequestDesk } from '../requests/request-desk.ts';
import { findRecord } from '../requests/request-record.ts';
import type { CalledProcedures } from './called-procedures.ts';
import type { Operations } from './operations.ts';

/** A step that waits for a job. */
export interface WaitingStep {
  readonly request: string;
  readonly token: number;
}

interface StepParts {
  readonly db: Db;
  readonly desk: RequestDesk;
  readonly operations: Operations;
  readonly called: CalledProcedures;
  readonly log: Log;
  /** Refuses a step that may not be carried out now, by throwing; it waits. */
  guard(work: OutsideWork, call: Call): Promise<void>;
  /** Has open pages read a request again whose state has stayed the same. */
  tellPages(request: RequestRecord): Promise<void>;
}

interface Row {
  readonly step: string;
  readonly operation: string;
  readonly undoes: string | null;
}

/** Carries out the steps of procedures that no person does: asks the plugin that offers the operation, then moves the request on. */
export class StepRunner {
  readonly #parts: StepParts;

  constructor(parts: StepParts) {
    this.#parts = parts;
  }

  /** Does nothing when the step was done or cancelled meanwhile. @throws what the operation throws: the job tries again */
  async run({ request: number, token }: WaitingStep, call: Call): Promise<void> {
    const { db, desk, operations, called, tellPages } = this.#parts;
    const [waiting] = await db.query<Row>(`SELECT step, operation, undoes FROM outside_step WHERE request = $1 AND token = $2 AND state = 'waiting'`, [
      number,
      token,
    ]);
    if (!waiting) return;
    const request = await findRecord(db, number);
    if (!request) return;
    const { step, operation, undoes } = waiting;
    try {
      if (operation.startsWith(called.prefix)) return await called.start(request, token, operation);
      const work = { request, step, operation, key: `${number}/${token}`, ...(undoes === null ? {} : { undoes }) };
      await this.#parts.guard(work, call);
      const { decision, facts, error } = await operations.carryOut(work, call);
      const event =
        error === undefined
          ? ({ type: 'done', token, ...(decision === undefined ? {} : { decision }) } as const)
          : ({ type: 'error', token, code: error } as const);
      const { state, ignored } = await desk.move(number, { event, by: { person: null }, ...(facts ? { facts } : {}) });
      if (state === null && !ignored) await tellPages(request);
    } catch (error) {
      const [failed] = await db.query<{ tried: number }>(
        `UPDATE outside_step SET tried = tried + 1, last_error = $3 WHERE request = $1 AND token = $2 AND state = 'waiting' RETURNING tried`,
        [number, token, error instanceof AmanahError ? error.code : 'HTTP_INTERNAL'],
      );
      if (failed?.tried === 1) await tellPages(request);
      throw error;
    }
  }

  /** Tries again what has waited long, since its job was lost or has given up: sources come back. Resolves to how many steps went on. */
  async sweep(call: Call, olderThanMs: number): Promise<number> {
    const { db, log } = this.#parts;
    const waiting = await db.query<WaitingStep>(
      `SELECT request, token FROM outside_step WHERE state = 'waiting' AND opened_at < now() - make_interval(secs => $1) ORDER BY opened_at LIMIT 200`,
      [olderThanMs / 1_000],
    );
    let done = 0;
    for (const step of waiting) {
      if (call.signal.aborted) break;
      await this.run(step, call).then(
        () => done++,
        (error: unknown) => log.warn({ err: error, request: step.request, token: step.token }, 'a step of a procedure waits still'),
      );
    }
    return done;
  }
}
