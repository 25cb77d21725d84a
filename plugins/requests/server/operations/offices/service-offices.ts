import type { OutsideOutcome, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { readRuleFile } from '../rule-file.ts';
import { scoreOffice, scoreRules, type Sent } from './office-score.ts';

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
    const [sent] = await ctx.db.query<Sent>(
      `SELECT count(*)::int AS requests, count(*) FILTER (WHERE state = 'rejected')::int AS rejected,
         count(*) FILTER (WHERE EXISTS (SELECT 1 FROM task t WHERE t.request = r.number AND t.form = 'completion'))::int AS returned,
         count(*) FILTER (WHERE state = 'lapsed')::int AS late
       FROM request r WHERE capacity->>'kind' = 'agent' AND capacity->'office'->>'unifiedNumber' = $1 AND number <> $2 AND submitted_at > now() - make_interval(days => $3)`,
      [office, request.number, rules.days],
    );
    const officeScore = scoreOffice(sent ?? { requests: 0, rejected: 0, returned: 0, late: 0 }, rules);
    return { decision: officeScore.decision, facts: { officeScore } };
  });
}

/** The office that is accredited: the one whose agent asked, or the establishment that it is for. */
function officeOf({ capacity, beneficiary }: RequestRecord): string {
  return capacity.kind === 'agent' ? capacity.office.unifiedNumber : beneficiary.replace('establishment:', '');
}
