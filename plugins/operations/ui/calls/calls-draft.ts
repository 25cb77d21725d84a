import type { OfferedOperation } from '../../shared/connect-answers.ts';

export const protocols = ['openapi', 'soap', 'sql', 'files'] as const;
export type Protocol = (typeof protocols)[number];

/** One field of a mapping as it is typed. */
export interface MappedField {
  readonly to: string;
  readonly from: string;
  readonly constant: string;
  /** Lines `code = word`. */
  readonly codes: string;
  /** Empty, or `hijri` or `gregorian`. */
  readonly calendar: string;
  readonly pattern: string;
  /** Empty, `ascii` or `arabic`. */
  readonly digits: string;
}

export interface MappingDraft {
  readonly fields: readonly MappedField[];
  /** JSONata; used instead of the fields when it is not empty. */
  readonly expression: string;
}

/** An operation that was chosen. */
export interface ChosenOperation {
  readonly from: string;
  readonly name: string;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly effect: 'read' | 'write';
  readonly input: MappingDraft;
  readonly output: MappingDraft;
}

/** What the form that connects a system by its operations holds; every value as it is typed. */
export interface CallsDraft {
  readonly protocol: Protocol;
  readonly id: string;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly owner: string;
  /** Address of the description, the database, the SFTP folder or the S3 endpoint; path of a local folder. */
  readonly url: string;
  /** An uploaded description: name and content in base64. */
  readonly file: { readonly name: string; readonly content: string; readonly bytes: number } | null;
  /** Where calls go, when the description does not say it right. */
  readonly endpoint: string;
  /** `none`, or a way of the protocol. */
  readonly credential: string;
  readonly username: string;
  /** Password, key or token; sealed by the hub when it is saved. */
  readonly secret: string;
  readonly tokenUrl: string;
  readonly headerName: string;
  readonly place: 'local' | 'sftp' | 's3';
  readonly hostKey: string;
  readonly bucket: string;
  readonly chosen: Readonly<Record<string, ChosenOperation>>;
}

export const emptyMapping: MappingDraft = { fields: [], expression: '' };
export const emptyField: MappedField = { to: '', from: '', constant: '', codes: '', calendar: '', pattern: '', digits: '' };

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
  chosen: {},
};

/** Ways in which the hub can prove itself to a system, by protocol. */
export const credentialWays: Readonly<Record<Protocol, readonly string[]>> = {
  openapi: ['none', 'oauth2', 'apiKey', 'basic', 'bearer'],
  soap: ['none', 'usernameToken', 'usernameDigest', 'basic'],
  sql: ['password'],
  files: ['password', 'key'],
};

const secretName = 'access';
const secret = { secret: secretName };

function credentialOf({ credential, username, tokenUrl, headerName }: CallsDraft): readonly object[] {
  switch (credential) {
    case 'oauth2':
      return [{ kind: 'oauth2', clientId: username.trim(), clientSecret: secret, ...(tokenUrl.trim() ? { tokenUrl: tokenUrl.trim() } : {}) }];
    case 'apiKey':
      return [{ kind: 'apiKey', in: 'header', name: headerName.trim(), value: secret }];
    case 'basic':
      return [{ kind: 'basic', username: username.trim(), password: secret }];
    case 'bearer':
      return [{ kind: 'bearer', token: secret }];
    default:
      return [];
  }
}

function connectionOf(draft: CallsDraft): object {
  const { protocol, credential } = draft;
  const [url, endpoint, username] = [draft.url.trim(), draft.endpoint.trim(), draft.username.trim()];
  const described = draft.file ? { file: draft.file.name } : { url };
  switch (protocol) {
    case 'openapi':
      return {
        document: described,
        ...(endpoint ? { server: { url: endpoint } } : {}),
        ...(credential === 'none' ? {} : { credentials: credentialOf(draft) }),
      };
    case 'soap':
      return {
        wsdl: described,
        ...(endpoint ? { endpoint } : {}),
        ...(credential === 'basic' ? { basic: { username, password: secret } } : {}),
        ...(credential.startsWith('username')
          ? { security: { usernameToken: { username, password: secret, type: credential === 'usernameDigest' ? 'digest' : 'text' } } }
          : {}),
      };
    case 'sql':
      return { url, user: username, password: secret };
    case 'files':
      return { folder: folderOf(draft) };
  }
}

function folderOf({ place, url, username, credential, hostKey, bucket }: CallsDraft): object {
  if (place === 'local') return { at: 'local', path: url.trim() };
  if (place === 's3') return { at: 's3', endpoint: url.trim(), bucket: bucket.trim(), accessKeyId: username.trim(), secretAccessKey: secret };
  return {
    at: 'sftp',
    url: url.trim(),
    username: username.trim(),
    ...(credential === 'key' ? { privateKey: secret } : { password: secret }),
    ...(hostKey.trim() ? { hostKeys: [hostKey.trim()] } : {}),
  };
}

/** Whether the way of signing in that was chosen needs a secret. */
export function needsSecret({ protocol, credential, place }: CallsDraft): boolean {
  if (protocol === 'files') return place !== 'local';
  return protocol === 'sql' || credential !== 'none';
}

/** The draft as the hub takes it: the definition, and beside it the values of secrets and the uploaded description. */
export function draftBody(draft: CallsDraft) {
  return {
    definition: {
      id: draft.id.trim(),
      title: { ar: draft.titleAr.trim(), en: draft.titleEn.trim() },
      owner: draft.owner,
      adapter: draft.protocol,
      connection: connectionOf(draft),
      operations: Object.fromEntries(Object.values(draft.chosen).map((one) => [one.name.trim(), operationOf(one)])),
    } as Record<string, unknown>,
    secrets: needsSecret(draft) && draft.secret ? { [secretName]: draft.secret } : ({} as Record<string, string>),
    files: draft.file ? { [draft.file.name]: draft.file.content } : ({} as Record<string, string>),
  };
}

function operationOf({ from, titleAr, titleEn, effect, input, output }: ChosenOperation): object {
  return {
    from,
    title: { ar: titleAr.trim(), en: titleEn.trim() },
    effect,
    ...(mappingOf(input) ? { input: mappingOf(input) } : {}),
    ...(mappingOf(output) ? { output: mappingOf(output) } : {}),
  };
}

function mappingOf({ fields, expression }: MappingDraft): object | null {
  if (expression.trim()) return { expression: expression.trim() };
  return fields.length > 0 ? { fields: fields.map(fieldOf) } : null;
}

function fieldOf({ to, from, constant, codes, calendar, pattern, digits }: MappedField): object {
  const pairs = codes
    .split('\n')
    .map((line) => line.split('=').map((part) => part.trim()))
    .filter(([code, word]) => code && word);
  return {
    to: to.trim(),
    ...(from.trim() ? { from: from.trim() } : { constant }),
    ...(pairs.length > 0 ? { codes: Object.fromEntries(pairs) as Record<string, string> } : {}),
    ...(calendar ? { date: { calendar, pattern: pattern.trim() } } : {}),
    ...(digits ? { digits } : {}),
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
export function chosenOf(offered: OfferedOperation, chosen: CallsDraft['chosen']): ChosenOperation {
  const words = offered.summary?.split('\n')[0]?.slice(0, 80) ?? offered.name;
  return {
    from: offered.name,
    name: operationName(
      offered.name,
      Object.values(chosen).map(({ name }) => name),
    ),
    titleAr: words,
    titleEn: words,
    effect: offered.effect,
    input: emptyMapping,
    output: emptyMapping,
  };
}
