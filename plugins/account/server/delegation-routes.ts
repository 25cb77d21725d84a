import type { Language } from '@amanah/errors';
import { AmanahError } from '@amanah/errors';
import { capacityName, type Actor, type DelegationInfo } from '@amanah/plugin-api';
import { z } from 'zod';
import { catalogue } from '../../services/contract.ts';
import { delegationsAnswer, type DelegationsAnswer } from '../shared/answers.ts';
import { isNationalId } from '../shared/national-id.ts';
import { lastMoment, longestDays } from './delegation-term.ts';
import { signedIn } from './own-account.ts';
import { freshSeconds, id, nothing, type Context } from './route-inputs.ts';

const given = z.strictObject({
  /** A person, or `office`: one of the two. */
  nationalId: z.string().refine(isNationalId, 'not a national or resident number').optional(),
  office: z
    .string()
    .regex(/^7\d{9}$/)
    .optional(),
  /** Most that one request may cost, in riyals. */
  feeLimit: z.number().min(0).max(10_000_000).optional(),
  services: z
    .array(z.string().regex(/^SRV-\d{3}$/))
    .min(1)
    .max(200),
  /** The last day of the delegation. */
  until: z.iso.date(),
});

/** Delegations given and received (rules.md B8). */
export function registerDelegations(ctx: Context): void {
  const { identity } = ctx.hub;
  const services = () => ctx.use(catalogue);
  const titleOf = (code: string, language: Language) => ({ code, title: services().find(code)?.name[language] ?? code });

  const shown = (info: DelegationInfo, language: Language): DelegationsAnswer['given'][number] => ({
    id: info.id,
    principal: info.principal.name[language],
    delegate: info.delegate.name?.[language] ?? null,
    delegateNumber: info.delegate.maskedNationalId ?? info.delegate.office?.unifiedNumber ?? '',
    office: info.delegate.office !== null,
    feeLimit: info.feeLimit,
    services: info.services.map((code) => titleOf(code, language)),
    expiresAt: info.expiresAt,
    acceptedAt: info.acceptedAt,
    state: info.state,
  });

  ctx.route({
    method: 'get',
    path: '/delegations',
    access: 'session.manage',
    summary: 'Delegations that the person gave or received, and what can be delegated now',
    input: nothing,
    output: delegationsAnswer,
    async handle(_input, call) {
      const actor = signedIn(call.actor);
      const found = await identity.delegations(actor.person.id, officeOf(actor));
      return {
        given: found.given.map((one) => shown(one, call.language)),
        received: found.received.map((one) => shown(one, call.language)),
        principal: principalName(actor, call.language),
        offices: (await identity.offices()).map(({ unifiedNumber, name }) => ({ number: unifiedNumber, name: name[call.language] })),
        services: services()
          .mostUsed(1_000)
          .map(({ code, name }) => ({ code, title: name[call.language] })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/delegations',
    access: 'session.manage',
    freshSeconds,
    summary: 'Lets another person or an accredited office act in the present capacity, for named services, a term and most fees; it counts once they accept',
    input: given,
    output: z.strictObject({ id: z.string() }),
    async handle(input, call) {
      const unknown = input.services.find((code) => !services().find(code));
      if (unknown) throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'services', message: `unknown service ${unknown}` }] });
      const expiresAt = lastMoment(input.until);
      if (expiresAt === null)
        throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'until', message: `between today and ${longestDays} days from now` }] });
      const { nationalId, office, services: codes, feeLimit } = input;
      if ((nationalId === undefined) === (office === undefined))
        throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'nationalId', message: 'a person or an office' }] });
      const to = nationalId === undefined ? { office: String(office) } : { nationalId };
      const delegation = { to, services: codes, expiresAt, feeLimit: feeLimit === undefined ? null : feeLimit.toFixed(2) };
      return { ...(await identity.giveDelegation(signedIn(call.actor), delegation, call.requestId)) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/delegations/{id}/accept',
    access: 'session.manage',
    summary: 'Accepts a delegation; from now on its capacity can be chosen',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      await identity.acceptDelegation(signedIn(call.actor), input.id, call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/delegations/{id}',
    access: 'session.manage',
    summary: 'Withdraws a delegation or gives it back; it ends at once',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      await identity.endDelegation(signedIn(call.actor), input.id, call.requestId);
      return {};
    },
  });
}

/** The office for which an agent answers delegations: only in the office's own name, not while acting for a client. */
function officeOf({ capacity }: Actor): string | undefined {
  return capacity.kind === 'agent' && !capacity.client ? capacity.office.unifiedNumber : undefined;
}

function principalName({ capacity, person }: Actor, language: Language): string | null {
  if (capacity.kind === 'self') return person.name[language];
  return capacity.kind === 'owner' ? capacityName(capacity, language) : null;
}
