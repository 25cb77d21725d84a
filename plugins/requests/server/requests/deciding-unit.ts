import type { Answers } from '../../shared/forms/form-types.ts';
import type { PluginParts } from '../plugin-parts.ts';
import type { ProcedureChoice } from '../procedure-choice.ts';

/** The unit that decides a request: the chosen municipality, that of the record it is about, else the owner of the service. */
export async function decidingUnit(
  { decidedBy, owner }: ProcedureChoice,
  answers: Answers,
  { operations, ctx }: Pick<PluginParts, 'operations' | 'ctx'>,
): Promise<string> {
  const chosen = typeof answers['municipality'] === 'string' ? ctx.access.unit(answers['municipality'])?.id : undefined;
  if (decidedBy === 'municipality') return chosen ?? owner;
  if (decidedBy === 'record') return (await operations.ownerOf(answers)) ?? chosen ?? owner;
  return owner;
}
