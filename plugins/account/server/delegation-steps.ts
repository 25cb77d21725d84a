import { readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import type { Capacity, EstablishmentRef, PersonRef } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { procedureOperations, type OutsideOutcome, type RequestRecord } from '../../requests/contract.ts';
import { catalogue } from '../../services/contract.ts';
import { lastMoment, longestDays } from './delegation-term.ts';
import type { Context } from './route-inputs.ts';

const groupFile = z.record(z.string(), z.array(z.string()).min(1));

/** Steps of the service by which one delegates: whether it is allowed, and putting it in force once the other party has consented. */
export function offerDelegationSteps(ctx: Context): void {
  const groups = groupFile.parse(parse(readFileSync(new URL('delegation-groups.yaml', ctx.configDir), 'utf8')));
  const servicesOf = (chosen: readonly string[]) => {
    const systems = new Set(chosen.flatMap((group) => groups[group] ?? []));
    return ctx
      .use(catalogue)
      .mostUsed(1_000)
      .filter(({ system }) => systems.has(system))
      .map(({ code }) => code);
  };

  const asked = ({ answers, capacity, person }: RequestRecord) => {
    const principal = principalOf(capacity, person);
    const until = typeof answers['untilDate'] === 'string' ? lastMoment(answers['untilDate']) : null;
    const chosen = Array.isArray(answers['delegateFor']) ? answers['delegateFor'].map(String) : [];
    return { principal, until, services: servicesOf(chosen), nationalId: String(answers['otherPartyId'] ?? '') };
  };

  const check = async ({ request }: { readonly request: RequestRecord }): Promise<OutsideOutcome> => {
    const { principal, until, services, nationalId } = asked(request);
    const bars = [
      ...(principal === null ? ['capacity'] : []),
      ...(until === null ? ['term'] : []),
      ...(services.length === 0 ? ['services'] : []),
      ...(nationalId === request.person.nationalId ? ['self'] : []),
    ];
    return bars.length > 0 ? { decision: 'barred', facts: { bars: bars.map((kind) => ({ kind, longestDays })) } } : { facts: { delegatedServices: services } };
  };

  const grant = async ({ request }: { readonly request: RequestRecord }): Promise<OutsideOutcome> => {
    const { principal, until, services, nationalId } = asked(request);
    // The term may have passed while the other party thought it over: nothing is put in force then.
    if (principal === null || until === null) return { facts: { delegation: null } };
    const { feeLimit } = request.answers;
    const { id } = await ctx.hub.identity.grantDelegation(
      {
        principal,
        givenBy: request.person.id,
        to: { nationalId },
        services,
        expiresAt: until,
        feeLimit: typeof feeLimit === 'number' ? feeLimit.toFixed(2) : null,
        key: request.number,
      },
      request.number,
    );
    return { facts: { delegation: { id, until: until.toISOString() } } };
  };

  try {
    const operations = ctx.use(procedureOperations);
    operations.offer('delegation.check', check);
    operations.offer('delegation.grant', grant);
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
    ctx.log.warn({}, 'requests do not run: nobody delegates by a request');
  }
}

/** Only who acts in their own right delegates: as themselves, or as the owner of an establishment. */
function principalOf(capacity: Capacity, person: RequestRecord['person']): PersonRef | EstablishmentRef | null {
  if (capacity.kind === 'self') return { type: 'person', id: person.id, name: person.name };
  return capacity.kind === 'owner' ? capacity.establishment : null;
}
