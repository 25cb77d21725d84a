import { z } from 'zod';
import { payments } from '../../../../payments/contract.ts';
import type { RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { findRecord } from '../../requests/request-record.ts';

type Parts = Pick<PluginParts, 'ctx' | 'desk'>;

/** The inspection that an objection is about, when it is one of this portal and of whom objects. */
async function inspectionOf({ ctx }: Parts, { answers, beneficiary }: RequestRecord): Promise<{ readonly number: string; readonly state: string } | null> {
  const [row] = await ctx.db.query<{ number: string; state: string }>(
    `SELECT number, state FROM request WHERE number = $1 AND procedure = 'field-inspection' AND beneficiary = $2 AND ended_at IS NULL`,
    [String(answers['violationNumber'] ?? ''), beneficiary],
  );
  return row ?? null;
}

/** Has the inspection wait for the committee: until it has decided nothing falls due. */
export async function objectToInspection(parts: Parts, objection: RequestRecord): Promise<void> {
  const inspection = await inspectionOf(parts, objection);
  if (inspection?.state !== 'notified') return;
  await parts.desk.tell({
    request: inspection.number,
    message: 'objection-filed',
    key: `objection/${objection.number}`,
    facts: { objectionRequest: objection.number },
  });
}

/** Carries the committee's decision to the inspection. An amended fine needs its amount: that stays a task of the committee there. */
export async function decideInspection(parts: Parts, objection: RequestRecord, decision: 'accepted' | 'rejected'): Promise<void> {
  const inspection = await inspectionOf(parts, objection);
  if (inspection?.state !== 'objected') return;
  const [task] = await parts.ctx.db.query<{ token: number }>(`SELECT token FROM task WHERE request = $1 AND step = 'T11' AND closed_at IS NULL`, [
    inspection.number,
  ]);
  if (task) await parts.desk.move(inspection.number, { event: { type: 'done', token: task.token, decision }, by: { person: null } });
}

/** A proof of correction that the municipality has accepted ends the warning. */
async function proveCorrection(parts: Parts, proof: RequestRecord): Promise<void> {
  const inspection = await inspectionOf(parts, proof);
  if (inspection?.state === 'warned') await parts.desk.tell({ request: inspection.number, message: 'correction-proved', key: `correction/${proof.number}` });
}

const ended = z.object({ number: z.string(), state: z.string() });

/** What the end of a request means to inspections: a void violation costs nothing, what was paid of it is given back; a proof of correction counts. */
export function followEndings(parts: Parts): void {
  const { ctx } = parts;
  ctx.events.on('requests.request.ended', ended, async ({ data: { number, state } }) => {
    if (state === 'issued') {
      const proof = await findRecord(ctx.db, number);
      if (proof?.facts['service'] === 'violation-correction-proof') await proveCorrection(parts, proof);
    }
    if (state !== 'void') return;
    for (const invoice of await ctx.use(payments).ofRequest(number))
      if (invoice.state !== 'cancelled' && invoice.state !== 'refunded') await ctx.use(payments).cancel(invoice.id, ctx.text('inspectionVoidWhy', 'ar'));
  });
}
