import { AmanahError } from '@amanah/errors';
import type { SourceAnswer, SourceQuestion } from '../../../requests/contract.ts';
import { wordsOf, type Context } from '../context.ts';

/** Digits of a national number that are shown to its holder. */
const shownDigits = 2;

/** Who the person is, as the session has it; nothing is asked outside. */
export async function identitySource(ctx: Context, { actor: { person } }: SourceQuestion): Promise<SourceAnswer> {
  const nationalId = await ctx.people.nationalIdOf(person.id);
  if (nationalId === null) throw new AmanahError('HTTP_NOT_FOUND', { detail: 'an account without a national number' });
  const masked = `${nationalId.slice(0, 1)}${'•'.repeat(nationalId.length - 1 - shownDigits)}${nationalId.slice(-shownDigits)}`;
  return {
    state: 'fetched',
    at: new Date().toISOString(),
    items: [
      { term: wordsOf(ctx, 'personName'), value: person.name },
      { term: wordsOf(ctx, 'nationalNumber'), value: masked, kind: 'identifier' },
    ],
    data: { name: person.name },
  };
}
