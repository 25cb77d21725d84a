import type { OfferedOperation } from '../../shared/connect-answers.ts';
import { connectionOf, needsSecret, secretName } from './connection-draft.ts';
import type { CallsDraft, ChosenOperation } from './draft-shape.ts';
import { emptyMapping, mappingOf } from './mapping-draft.ts';

/**
 * The draft as the hub takes it: the definition, and beside it the values of secrets and the uploaded description. `unchanged` is the draft of the
 * definition that runs.
 */
export function draftBody(draft: CallsDraft, unchanged: CallsDraft | null = null) {
  const secrets = Object.fromEntries(Object.entries(draft.fieldSecrets).filter(([, value]) => value !== ''));
  return {
    definition: {
      ...draft.before,
      id: draft.id.trim(),
      title: { ar: draft.titleAr.trim(), en: draft.titleEn.trim() },
      owner: draft.owner,
      adapter: draft.protocol,
      connection: connectionOf(draft, unchanged),
      operations: { ...draft.others, ...Object.fromEntries(Object.values(draft.chosen).map((one) => [one.name.trim(), operationOf(one)])) },
    } as Record<string, unknown>,
    secrets: needsSecret(draft) && draft.secret ? { ...secrets, [secretName]: draft.secret } : secrets,
    files: draft.file ? { [draft.file.name]: draft.file.content } : ({} as Record<string, string>),
  };
}

function operationOf({ from, titleAr, titleEn, effect, input, output, before = {} }: ChosenOperation): object {
  const { input: _input, output: _output, ...rest } = before;
  return {
    ...rest,
    from,
    title: { ar: titleAr.trim(), en: titleEn.trim() },
    effect,
    ...(mappingOf(input) ? { input: mappingOf(input) } : {}),
    ...(mappingOf(output) ? { output: mappingOf(output) } : {}),
  };
}

/** A name of ours for an operation of a contract: its last part in camelCase. */
export function operationName(from: string, taken: readonly string[]): string {
  const words = (from.split(/[./]/).filter(Boolean).at(-1) ?? from).replace(/[^A-Za-z0-9]+(.)?/g, (_all, next: string | undefined) =>
    (next ?? '').toUpperCase(),
  );
  const name = (words.charAt(0).toLowerCase() + words.slice(1)).replace(/^[^a-z]+/, '').slice(0, 60) || 'operation';
  for (let copy = 1; ; copy++) {
    const tried = copy === 1 ? name : `${name}${copy}`;
    if (!taken.includes(tried)) return tried;
  }
}

/** An operation as it is chosen first: named after the contract, with its own words as titles where it has some. */
export function chosenOf(offered: OfferedOperation, { chosen, others }: Pick<CallsDraft, 'chosen' | 'others'>): ChosenOperation {
  const words = offered.summary?.split('\n')[0]?.slice(0, 80) ?? offered.name;
  return {
    from: offered.name,
    name: operationName(offered.name, [...Object.values(chosen).map(({ name }) => name), ...Object.keys(others)]),
    titleAr: words,
    titleEn: words,
    effect: offered.effect,
    input: emptyMapping,
    output: emptyMapping,
  };
}
