import type { OutsideOutcome, OutsideWork } from '../../contract.ts';
import { beneficiaryOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { decisionOn, objectionDays } from '../requests/objectable.ts';
import type { ObjectedInspections } from './inspections/objected-inspections.ts';
import { riyadhDay } from './papers.ts';

/**
 * Whether an objection comes in time, and what its decision means to the plugin whose decision it was: an event says so. The days run from the day on which the decision
 * was told, where it is one of the portal; else from the day that the objector names.
 */
export function offerObjections({ ctx, operations, sources }: Pick<PluginParts, 'ctx' | 'operations' | 'sources'>, inspections: ObjectedInspections): void {
  operations.offerDecisions((reference, beneficiary) => decisionOn(ctx.db, reference, beneficiary));
  sources.offer(['VIOL'], async ({ actor, answers }) => {
    const number = String(answers['violationNumber'] ?? '');
    const told = await operations.decisionOn(number, beneficiaryOf(actor) ?? '');
    const at = new Date().toISOString();
    // What the portal does not know may be older than it: the person attaches it.
    if (told === null) return { state: 'unavailable', since: at };
    const term = (name: string) => ({ ar: ctx.text(name, 'ar'), en: ctx.text(name, 'en') });
    const items = [
      { term: term('answerNumber'), value: number, kind: 'identifier' as const },
      { term: term('decisionToldOn'), value: told, kind: 'date' as const },
    ];
    return { state: 'fetched', at, items, data: { number, told } };
  });
  operations.offer('objection.check', async ({ request }): Promise<OutsideOutcome> => {
    const { answers, beneficiary } = request;
    const told = await operations.decisionOn(String(answers['violationNumber'] ?? ''), beneficiary);
    const known = Date.parse(told ?? String(answers['decisionDate'] ?? ''));
    if (Number.isNaN(known)) return {};
    const days = Math.floor((Date.parse(riyadhDay(request.submittedAt)) - known) / 86_400_000);
    const facts = { objection: { knownOn: told ?? answers['decisionDate'], days } };
    if (days > objectionDays) return { decision: 'too-late', facts };
    await inspections.object(request);
    return { facts };
  });
  const decided =
    (outcome: 'accepted' | 'amended' | 'rejected') =>
    async ({ request, key }: OutsideWork): Promise<OutsideOutcome> => {
      await ctx.db.transaction((tx) =>
        ctx.events.emit(tx, {
          type: 'objection.decided',
          subject: request.number,
          data: { number: request.number, service: request.service, outcome, key, answers: request.answers, beneficiary: request.beneficiary },
        }),
      );
      if (outcome !== 'amended') await inspections.decide(request, outcome);
      return { facts: { decision: { outcome, on: riyadhDay(new Date()) } } };
    };
  operations.offer('objection.accept', decided('accepted'));
  operations.offer('objection.amend', decided('amended'));
  operations.offer('objection.reject', decided('rejected'));
}
