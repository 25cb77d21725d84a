import type { OfferedOperation } from '../../shared/connect-answers.ts';
import { connectionOf, needsSecret, secretName } from './connection-draft.ts';
import { emptyMapping, mappingOf, type Definition, type MappingDraft } from './mapping-draft.ts';

/** An operation that was chosen. */
export interface ChosenOperation {
  readonly from: string;
  readonly name: string;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly effect: 'read' | 'write';
  readonly input: MappingDraft;
  readonly output: MappingDraft;
  /** The operation as the running definition has it. */
  readonly before?: Definition;
}

/** What the form that connects a system by its operations holds; every value as it is typed. */
export interface CallsDraft {
  readonly protocol: string;
  readonly id: string;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly owner: string;
  /** Address of the description, the database, the SFTP folder or the S3 endpoint; path of a local folder. */
  readonly url: string;
  /** An uploaded description: name and content in base64. */
  readonly file: { readonly name: string; readonly content: string; readonly bytes: number } | null;
  /** Description that was uploaded before and stays. */
  readonly keptFile?: string;
  /** Where calls go, when the description does not say it right. */
  readonly endpoint: string;
  /** `none`, `kept`, or a way of the protocol. */
  readonly credential: string;
  readonly username: string;
  /** Password, key or token; sealed by the hub when it is saved. */
  readonly secret: string;
  readonly tokenUrl: string;
  readonly headerName: string;
  readonly place: 'local' | 'sftp' | 's3';
  readonly hostKey: string;
  readonly bucket: string;
  /** Connection of an adapter without a form of its own here: by field. */
  readonly fields: Definition;
  /** Values of the secrets that those fields name. */
  readonly fieldSecrets: Readonly<Record<string, string>>;
  /** By name in the contract. */
  readonly chosen: Readonly<Record<string, ChosenOperation>>;
  /** Operations of the running definition that the form does not show, by our name. */
  readonly others: Definition;
  /** The definition that runs, when it is being changed. */
  readonly before: Definition | null;
}

export const emptyCallsDraft: CallsDraft = {
  protocol: 'openapi',
  id: '',
  titleAr: '',
  titleEn: '',
  owner: '',
  url: '',
  file: null,
  endpoint: '',
  credential: 'none',
  username: '',
  secret: '',
  tokenUrl: '',
  headerName: 'X-API-Key',
  place: 'sftp',
  hostKey: '',
  bucket: '',
  fields: {},
  fieldSecrets: {},
  chosen: {},
  others: {},
  before: null,
};

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
