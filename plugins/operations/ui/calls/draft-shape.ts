import type { Definition, MappingDraft } from './mapping-draft.ts';

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
