import type { SourceAnswer, SourceItem, SourceQuestion } from '../../../requests/contract.ts';
import { sameClass, type LicenceRules } from '../activities.ts';
import { checkRegister } from '../checks/c02-register.ts';
import { wordsOf, type Context } from '../context.ts';
import { dayOf } from '../days.ts';
import { addressLine, addressOf, type Address } from '../outside/address.ts';
import { companyOf, establishmentOf, type Company } from '../outside/establishment.ts';
import type { Parts } from '../parts.ts';

/** The commercial register of whom the actor acts for, never of another one, with its national address; one that does not stand says why, and what to do. */
export async function registerSource({ ctx, rules }: Pick<Parts, 'ctx' | 'rules'>, { actor, signal }: SourceQuestion): Promise<SourceAnswer> {
  const establishment = establishmentOf(actor.capacity);
  if (!establishment) return { state: 'none', why: wordsOf(ctx, 'checkCapacity') };
  const { unifiedNumber } = establishment;
  const [company, address] = await Promise.all([
    companyOf(ctx, unifiedNumber, signal),
    // The address is an extra line: without it the register is as good.
    addressOf(ctx, unifiedNumber, signal).catch(() => null),
  ]);
  const { outcome, why, params } = checkRegister(company, { activity: null, today: dayOf(new Date()) });
  if (!company || outcome === 'failed') return { state: 'none', why: wordsOf(ctx, why ?? 'checkRegisterUnknown', params) };
  return {
    state: 'fetched',
    at: new Date().toISOString(),
    items: itemsOf(ctx, company, address),
    data: { company, shortAddress: address?.shortAddress ?? null },
    proposes: activityKnown(rules, company),
  };
}

/** The activity to be licensed, where the register has only one that we know. */
function activityKnown({ activities }: LicenceRules, company: Company): Readonly<Record<string, unknown>> {
  const known = [...activities.keys()].filter((code) => company.activities.some((one) => sameClass(one.code, code)));
  return known.length === 1 ? { activity: known[0], instantActivity: known[0] } : {};
}

function itemsOf(ctx: Context, { name, unifiedNumber, status, lastConfirmedOn, activities }: Company, address: Address | null): readonly SourceItem[] {
  const listed = activities.map((one) => one.name ?? { ar: one.code, en: one.code });
  const joined = { ar: listed.map(({ ar }) => ar).join('، '), en: listed.map(({ en }) => en).join(', ') };
  return [
    { term: wordsOf(ctx, 'tradeName'), value: name },
    { term: wordsOf(ctx, 'unifiedNumber'), value: unifiedNumber, kind: 'identifier' },
    { term: wordsOf(ctx, 'registerState'), value: wordsOf(ctx, `register-${status}`) },
    ...(lastConfirmedOn ? [{ term: wordsOf(ctx, 'lastConfirmedOn'), value: lastConfirmedOn, kind: 'date' as const }] : []),
    ...(listed.length > 0 ? [{ term: wordsOf(ctx, 'activities'), value: joined }] : []),
    ...(address ? [{ term: wordsOf(ctx, 'nationalAddress'), value: `${addressLine(address)} (${address.shortAddress})` }] : []),
  ];
}
