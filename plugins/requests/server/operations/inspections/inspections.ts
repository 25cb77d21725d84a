import type { Dues, OutsideOutcome, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { answersNow } from '../answers-now.ts';
import { dayIn, riyadhDay } from '../papers.ts';
import { readRuleFile } from '../rule-file.ts';
import { classify, riskOf, violationRules, type Violation } from './clauses.ts';
import { earlierViolations } from './earlier-violations.ts';
import { offerFines } from './fines.ts';
import { writeInspectionLetter } from './inspection-letters.ts';

/** Steps of field inspections: risk, clauses, warning, fine. Fines and times are data of the configuration. */
export function offerInspections({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>, dues: () => Dues): void {
  const rules = readRuleFile(ctx.configDir, 'violations.yaml', violationRules);
  const before = (request: RequestRecord) => earlierViolations(ctx.db, request, rules.repetition.withinDays);

  operations.offer('tour.rank', async ({ request }): Promise<OutsideOutcome> => {
    const earlier = await before(request);
    return { facts: { tour: { risk: riskOf(String(request.answers['reason'] ?? ''), earlier.length, rules), earlierViolations: earlier.length } } };
  });

  operations.offer('violation.classify', async ({ request }): Promise<OutsideOutcome> => {
    const answers = answersNow(request);
    const classified = classify({ checklist: answers, size: String(answers['establishmentSize'] ?? ''), before: new Set(await before(request)) }, rules);
    return { decision: classified.decision, facts: { classified } };
  });

  operations.offer('report.deliver', async (work): Promise<OutsideOutcome> => {
    await writeInspectionLetter(ctx, work, 'inspectionDone');
    return { facts: { report: { on: riyadhDay(new Date()) } } };
  });

  operations.offer('warning.issue', async (work): Promise<OutsideOutcome> => {
    const { graceDays, violations } = work.request.facts['classified'] as { graceDays: number; violations: readonly Violation[] };
    // The timer fires when the day begins: the days to correct lie before it.
    const correctionDueOn = dayIn(graceDays + 1);
    await writeInspectionLetter(ctx, work, 'inspectionWarning', { day: correctionDueOn }, violations);
    return { facts: { correctionDueOn } };
  });

  offerFines({ ctx, operations }, { dues, rules, before });
}
