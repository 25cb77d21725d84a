import type { OutsideOutcome, OutsideWork } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { decideInspection, objectToInspection } from './inspections/objected-inspections.ts';
import { riyadhDay } from './papers.ts';

/** Days within which a decision may be objected to, from the day on which it was known (Balady; shop-licence.md, section 6). */
const objectionDays = 60;

/** Whether an objection comes in time, and what its decision means to the plugin whose decision it was: an event says so. */
export function offerObjections(parts: Pick<PluginParts, 'ctx' | 'operations' | 'desk'>): void {
  const { ctx, operations } = parts;
  operations.offer('objection.check', async ({ request }): Promise<OutsideOutcome> => {
    const known = Date.parse(String(request.answers['decisionDate'] ?? ''));
    if (Number.isNaN(known)) return {};
    const days = Math.floor((Date.parse(riyadhDay(request.submittedAt)) - known) / 86_400_000);
    if (days <= objectionDays) await objectToInspection(parts, request);
    return days > objectionDays ? { decision: 'too-late' } : { facts: { objection: { knownOn: request.answers['decisionDate'], days } } };
  });
  const decided =
    (outcome: 'accepted' | 'amended' | 'rejected') =>
    async ({ request, key }: OutsideWork): Promise<OutsideOutcome> => {
      await ctx.db.transaction((tx) =>
        ctx.events.emit(tx, {
          type: 'objection.decided',
          subject: request.number,
          data: { number: request.number, service: request.service, outcome, key, answers: request.answers },
        }),
      );
      if (outcome !== 'amended') await decideInspection(parts, request, outcome);
      return { facts: { decision: { outcome, on: riyadhDay(new Date()) } } };
    };
  operations.offer('objection.accept', decided('accepted'));
  operations.offer('objection.amend', decided('amended'));
  operations.offer('objection.reject', decided('rejected'));
}
