import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork, ProcedureOperations } from '../../contract.ts';

type CarryOut = Parameters<ProcedureOperations['offer']>[1];

type FindOwner = Parameters<ProcedureOperations['offerOwner']>[1];
type FindDecision = Parameters<ProcedureOperations['offerDecisions']>[0];

/** Prefix of what a procedure sends without asking for an answer; nobody needs to listen. */
const sent = 'message:';

/** The operations that plugins offer to procedures, by name. */
export class Operations implements ProcedureOperations {
  readonly #offered = new Map<string, CarryOut>();
  readonly #owners = new Map<string, readonly FindOwner[]>();
  readonly #decisions: FindDecision[] = [];

  offer(operation: string, carryOut: CarryOut): void {
    if (this.#offered.has(operation)) throw new Error(`the operation ${operation} is offered twice`);
    this.#offered.set(operation, carryOut);
  }

  offerOwner(answer: string, find: FindOwner): void {
    this.#owners.set(answer, [...(this.#owners.get(answer) ?? []), find]);
  }

  offerDecisions(find: FindDecision): void {
    this.#decisions.push(find);
  }

  /** The day on which a decision about somebody was told; `null` when nobody knows one. @throws what a register throws that cannot be reached */
  async decisionOn(reference: string, beneficiary: string): Promise<string | null> {
    for (const find of this.#decisions) {
      const on = await find(reference, beneficiary);
      if (on !== null) return on;
    }
    return null;
  }

  /** The unit whose record the answers name; `null` when nobody knows one. @throws what a register throws that cannot be reached */
  async ownerOf(answers: Readonly<Record<string, unknown>>): Promise<string | null> {
    for (const [answer, owners] of this.#owners) {
      const value = answers[answer];
      if (typeof value !== 'string' || value === '') continue;
      for (const find of owners) {
        const unit = await find(value);
        if (unit !== null) return unit;
      }
    }
    return null;
  }

  names(): readonly string[] {
    return [...this.#offered.keys()].toSorted();
  }

  has(operation: string): boolean {
    return this.#offered.has(operation) || operation.startsWith(sent);
  }

  /** @throws REQUESTS_OPERATION_MISSING, or what the operation throws */
  async carryOut(work: OutsideWork, call: Call): Promise<OutsideOutcome> {
    const offered = this.#offered.get(work.operation);
    if (!offered && work.operation.startsWith(sent)) return {};
    if (!offered) throw new AmanahError('REQUESTS_OPERATION_MISSING', { detail: `${work.operation} of ${work.request.number}` });
    return (await offered(work, call)) ?? {};
  }
}
