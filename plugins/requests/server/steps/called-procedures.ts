import type { RequestRecord } from '../../contract.ts';
import type { ProcedureLibrary } from '../requests/procedure-library.ts';
import type { RequestDesk } from '../requests/request-desk.ts';

/** Starts the procedures that others call: a request of its own for the same person, whose end lets the calling one go on. */
export class CalledProcedures {
  readonly prefix = 'procedure:';
  readonly #desk: RequestDesk;
  readonly #procedures: Pick<ProcedureLibrary, 'forNew'>;

  constructor(desk: RequestDesk, procedures: Pick<ProcedureLibrary, 'forNew'>) {
    this.#desk = desk;
    this.#procedures = procedures;
  }

  /** Once for each token, however often it is asked. @throws Error when no procedure has the name */
  async start(caller: RequestRecord, token: number, operation: string): Promise<void> {
    const id = operation.slice(this.prefix.length);
    const procedure = await this.#procedures.forNew(id, caller.unit, new Date());
    if (!procedure) throw new Error(`${caller.number} calls the procedure ${id}, which is not there`);
    const { service, unit, person, capacity, beneficiary, answers, facts, number } = caller;
    await this.#desk.submit(
      {
        service,
        unit,
        person,
        capacityId: 'called',
        capacity,
        beneficiary,
        place: null,
        key: `${number}/${token}`,
        answers,
        facts,
        due: null,
        parent: { number, token },
      },
      procedure,
    );
  }
}
