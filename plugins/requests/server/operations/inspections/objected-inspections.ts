import { z } from 'zod';
import type { Dues, RequestMessage, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { findRecord } from '../../requests/request-record.ts';
import { dayIn } from '../papers.ts';
import { readRuleFile } from '../rule-file.ts';
import { violationRules } from './clauses.ts';
import { writeInspectionLetter } from './inspection-letters.ts';

export type Parts = Pick<PluginParts, 'ctx' | 'desk'>;

interface Inspection {
  readonly number: string;
  readonly state: string;
  readonly invoice: string | null;
  readonly due: string | null;
}

/** The inspection that an objection or proof is about, when it is one of this portal and of whom sends it. */
async function inspectionOf({ ctx }: Parts, { answers, beneficiary }: RequestRecord): Promise<Inspection | null> {
  const [row] = await ctx.db.query<Inspection>(
    `SELECT number, state, facts->>'invoice' AS invoice, facts->>'paymentDueOn' AS due FROM request
     WHERE number = $1 AND procedure = 'field-inspection' AND beneficiary = $2`,
    [String(answers['violationNumber'] ?? ''), beneficiary],
  );
  return row ?? null;
}

/** What an objection means to the inspection that it is about, and what its fine means while the committee studies it. */
export class ObjectedInspections {
  readonly #parts: Parts;
  readonly #dues: () => Dues;
  readonly #rules: Pick<z.infer<typeof violationRules>, 'payWithinDays' | 'payAmendedWithinDays'>;

  constructor(parts: Parts, dues: () => Dues) {
    this.#parts = parts;
    this.#dues = dues;
    this.#rules = readRuleFile(parts.ctx.configDir, 'violations.yaml', violationRules);
  }

  /** Has the inspection wait for the committee: who objects owes nothing meanwhile (check C12: pay or object). */
  async object(objection: RequestRecord): Promise<void> {
    const inspection = await inspectionOf(this.#parts, objection);
    if (inspection?.state !== 'notified') return;
    const paymentDueOn = await this.#putOff(inspection, this.#rules.payWithinDays);
    await this.#parts.desk.tell({
      request: inspection.number,
      message: 'objection-filed',
      key: `objection/${objection.number}`,
      facts: { objectionRequest: objection.number, ...(paymentDueOn ? { paymentDueOn } : {}) },
    });
  }

  /**
   * Carries the committee's decision to the inspection. An amended fine needs its amount: that stays a task of the committee there. A fine that was paid before goes
   * back when the objection is accepted.
   */
  async decide(objection: RequestRecord, decision: 'accepted' | 'rejected'): Promise<void> {
    const inspection = await inspectionOf(this.#parts, objection);
    if (inspection?.state === 'closed' && decision === 'accepted') return this.#voidDues(inspection.number);
    if (inspection?.state !== 'objected') return;
    const [task] = await this.#parts.ctx.db.query<{ token: number }>(`SELECT token FROM task WHERE request = $1 AND step = 'T11' AND closed_at IS NULL`, [
      inspection.number,
    ]);
    if (!task) return;
    const paymentDueOn = decision === 'rejected' ? await this.#putOff(inspection, this.#rules.payAmendedWithinDays) : null;
    await this.#parts.desk.move(inspection.number, {
      event: { type: 'done', token: task.token, decision },
      by: { person: null },
      ...(paymentDueOn ? { facts: { paymentDueOn } } : {}),
    });
  }

  /** So many days to pay from now on, where fewer were left; `null` where nothing changes. */
  async #putOff({ invoice, due }: Inspection, days: number): Promise<string | null> {
    const until = dayIn(days);
    if (invoice === null || (due !== null && due >= until)) return null;
    await this.#dues().changeDue(invoice, until);
    return until;
  }

  /** A void violation costs nothing: what is unpaid ends, what was paid is given back. */
  async #voidDues(number: string): Promise<void> {
    for (const { id, state } of await this.#dues().ofRequest(number))
      if (state !== 'cancelled' && state !== 'refunded') await this.#dues().cancel(id, this.#parts.ctx.text('inspectionVoidWhy', 'ar'));
  }

  /** A proof of correction that the municipality has accepted ends the warning. */
  async #proveCorrection(proof: RequestRecord): Promise<void> {
    const inspection = await inspectionOf(this.#parts, proof);
    if (inspection?.state === 'warned')
      await this.#parts.desk.tell({ request: inspection.number, message: 'correction-proved', key: `correction/${proof.number}` });
  }

  /** What the end of a request means to inspections: proofs count, void violations cost nothing, and an unpaid fine holds services from now on. */
  followEndings(): void {
    const { ctx } = this.#parts;
    const ended = z.object({ number: z.string(), state: z.string() });
    ctx.events.on('requests.request.ended', ended, async ({ data: { number, state } }) => {
      if (state !== 'issued' && state !== 'void' && state !== 'on-hold') return;
      const request = await findRecord(ctx.db, number);
      if (state === 'issued' && request?.facts['service'] === 'violation-correction-proof') await this.#proveCorrection(request);
      if (request?.procedure !== 'field-inspection') return;
      if (state === 'void') await this.#voidDues(number);
      if (state === 'on-hold') await this.#hold(request);
    });
  }

  async #hold(request: RequestRecord): Promise<void> {
    const { facts, number } = request;
    if (typeof facts['invoice'] === 'string') await this.#dues().changeDue(facts['invoice'], dayIn(-1));
    const data = { total: String(facts['fineTotal'] ?? '') };
    await writeInspectionLetter(this.#parts.ctx, { request, key: `inspection-held/${number}` }, 'inspectionHeld', data);
  }

  /** A fine that is paid after its time holds nothing any more; its inspection has ended, so that only a letter says so. */
  async followPayment({ request: number, message }: RequestMessage): Promise<void> {
    if (message !== 'payment-received') return;
    const request = await findRecord(this.#parts.ctx.db, number);
    if (request?.procedure !== 'field-inspection' || request.state !== 'on-hold') return;
    await writeInspectionLetter(this.#parts.ctx, { request, key: `inspection-released/${number}` }, 'inspectionReleased');
  }
}
