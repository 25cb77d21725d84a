import type { OutsideOutcome, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { readRuleFile } from '../rule-file.ts';
import { scoreOffice, scoreRules, type Month, type OfficeScore } from './office-score.ts';

/** Steps of the accreditation of service offices: what is known of the office, and how its month went. */
export function offerServiceOffices({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>): void {
  const rules = readRuleFile(ctx.configDir, 'office-score.yaml', scoreRules);

  operations.offer('office.check', async ({ request }): Promise<OutsideOutcome> => {
    const office = officeOf(request);
    const sources = (request.facts['sources'] ?? {}) as Readonly<Record<string, { readonly state: string }>>;
    const fetched = (code: string) => sources[code]?.state === 'fetched';
    // Whatever a register could not say, the inspector looks at on the premises.
    return { facts: { officeCheck: { office, registerKnown: fetched('CR'), licenceKnown: fetched('LIC') } } };
  });

  operations.offer('office.score', async ({ request }): Promise<OutsideOutcome> => {
    const office = officeOf(request);
    // Nothing in the portal names an office when people rate or complain: these two parts stay unknown (config/office-score.yaml).
    const [month] = await ctx.db.query<Pick<Month, 'decided' | 'right' | 'inTime'>>(
      `SELECT count(*)::int AS decided, count(*) FILTER (WHERE due_at IS NULL OR ended_at <= due_at)::int AS "inTime",
         count(*) FILTER (WHERE state NOT IN ('rejected', 'lapsed') AND NOT EXISTS (SELECT 1 FROM task_ever t WHERE t.request = r.number AND t.form IN ('completion', 'correction')))::int AS right
       FROM request r WHERE capacity->>'kind' = 'agent' AND capacity->'office'->>'unifiedNumber' = $1 AND number <> $2
         AND ended_at > now() - make_interval(days => $3) AND ending = 'completed' AND state <> 'withdrawn'`,
      [office, request.number, rules.days],
    );
    const before = (request.facts['officeScore'] ?? {}) as Partial<OfficeScore>;
    const known = { decided: 0, right: 0, inTime: 0, ...month, satisfaction: null, complaints: null };
    const officeScore = scoreOffice(known, before.low ?? 0, rules);
    return { decision: officeScore.decision, facts: { officeScore } };
  });
}

/** The office that is accredited: the one whose agent asked, or the establishment that it is for. */
function officeOf({ capacity, beneficiary }: RequestRecord): string {
  return capacity.kind === 'agent' ? capacity.office.unifiedNumber : beneficiary.replace('establishment:', '');
}
