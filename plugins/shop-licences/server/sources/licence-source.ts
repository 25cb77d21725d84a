import type { Actor } from '@amanah/plugin-api';
import type { SourceAnswer, SourceQuestion } from '../../../requests/contract.ts';
import { licenceNumber, type Licence } from '../../contract.ts';
import { wordsOf, type Context } from '../context.ts';
import { dayOf } from '../days.ts';
import { establishmentOf } from '../outside/establishment.ts';
import type { Parts } from '../parts.ts';
import { services } from '../routes/acts.ts';
import { figuresOf } from '../steps/renew.ts';

/** Whether a licence is the actor's own, or of whom the actor acts for. */
export async function isHolder(
  ctx: Pick<Context, 'people'>,
  { person, capacity }: Pick<Actor, 'person' | 'capacity'>,
  { owner, unifiedNumber }: Licence,
): Promise<boolean> {
  const establishment = establishmentOf(capacity);
  if (establishment && establishment.unifiedNumber === unifiedNumber) return true;
  const holder = await holderOf(ctx, { person, capacity });
  return holder !== null && owner.nationalId === holder;
}

/** National number under which the actor holds licences in this capacity; as owner or manager of an establishment it is their own. */
export async function holderOf(ctx: Pick<Context, 'people'>, { person, capacity }: Pick<Actor, 'person' | 'capacity'>): Promise<string | null> {
  if (capacity.kind === 'self' || capacity.kind === 'owner') return ctx.people.nationalIdOf(person.id);
  if (capacity.kind === 'delegate' && capacity.principal.type === 'person') return ctx.people.nationalIdOf(capacity.principal.id);
  if (capacity.kind === 'agent' && capacity.client?.type === 'person') return ctx.people.nationalIdOf(capacity.client.id);
  return null;
}

/** Services that change a licence otherwise than by renewing it. */
const changing: ReadonlySet<string> = new Set([services.amend, services.transfer, services.cancel]);

type SourceParts = Pick<Parts, 'ctx' | 'registers' | 'rules'>;

/** A shop licence of whom the actor acts for, by its number or an older one; that of somebody else is told as unknown. */
export async function licenceSource({ ctx, registers, rules }: SourceParts, { service, actor, answers, language }: SourceQuestion): Promise<SourceAnswer> {
  const number = String(answers['licenceNumber'] ?? '');
  const found = await registers.locate(number, language);
  // What is no number of a shop licence may be an older paper: the person attaches it.
  if (!found && !licenceNumber.safeParse(number).success)
    return { state: 'unavailable', since: new Date().toISOString(), why: wordsOf(ctx, 'licenceUnknownAnywhere') };
  if (!found || !(await isHolder(ctx, actor, found.licence))) return { state: 'none', why: wordsOf(ctx, 'licenceNotYours', { number }) };
  const { licence, unit } = found;
  const until = await registers.frozenUntil(unit);
  if (until !== null) return { state: 'none', why: wordsOf(ctx, 'registerFrozen', { until }) };
  if (changing.has(service) && (await registers.renewsOnly(unit))) {
    const municipality = ctx.access.unit(unit)?.name ?? { ar: unit, en: unit };
    return { state: 'none', why: wordsOf(ctx, 'renewsOnly', { municipality }) };
  }
  return {
    state: 'fetched',
    at: new Date().toISOString(),
    items: [
      { term: wordsOf(ctx, 'number'), value: licence.number, kind: 'identifier' },
      { term: wordsOf(ctx, 'shop'), value: licence.shop },
      { term: wordsOf(ctx, 'activity'), value: licence.activity.name },
      { term: wordsOf(ctx, 'district'), value: licence.district },
      { term: wordsOf(ctx, 'state'), value: wordsOf(ctx, licence.state) },
      { term: wordsOf(ctx, 'validUntil'), value: licence.validUntil, kind: 'date' },
    ],
    data: { licence, unit },
    // Only a renewal is reckoned by what the licence says: other services ask for figures of their own.
    ...(service === services.renew ? { figures: { municipality: unit, ...figuresOf({ rules }, licence, dayOf(new Date())) } } : {}),
  };
}
