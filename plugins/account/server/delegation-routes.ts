import type { Language } from '@amanah/errors';
import { AmanahError } from '@amanah/errors';
import { capacityName, type Actor, type DelegationInfo } from '@amanah/plugin-api';
import { z } from 'zod';
import { catalogue } from '../../services/contract.ts';
import { delegationsAnswer, type DelegationsAnswer } from '../shared/answers.ts';
import { isNationalId } from '../shared/national-id.ts';
import { signedIn } from './own-account.ts';
import { freshSeconds, id, nothing, type Context } from './route-inputs.ts';

/** The longest term of a delegation. */
const longestDays = 366;
const dayMs = 86_400_000;

const given = z.strictObject({
  nationalId: z.string().refine(isNationalId, 'not a national or resident number'),
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
    delegateNumber: info.delegate.maskedNationalId,
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
      const found = await identity.delegations(actor.person.id);
      return {
        given: found.given.map((one) => shown(one, call.language)),
        received: found.received.map((one) => shown(one, call.language)),
        principal: principalName(actor, call.language),
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
    summary: 'Lets another person act in the present capacity, for named services and a term; it counts once they accept',
    input: given,
    output: z.strictObject({ id: z.string() }),
    async handle(input, call) {
      const unknown = input.services.find((code) => !services().find(code));
      if (unknown) throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'services', message: `unknown service ${unknown}` }] });
      // The whole last day counts, in the time of the country.
      const expiresAt = new Date(`${input.until}T23:59:59+03:00`);
      if (expiresAt.getTime() <= Date.now() || expiresAt.getTime() > Date.now() + longestDays * dayMs)
        throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'until', message: `between today and ${longestDays} days from now` }] });
      return { ...(await identity.giveDelegation(signedIn(call.actor), { ...input, expiresAt }, call.requestId)) };
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

function principalName({ capacity, person }: Actor, language: Language): string | null {
  if (capacity.kind === 'self') return person.name[language];
  return capacity.kind === 'owner' ? capacityName(capacity, language) : null;
}
