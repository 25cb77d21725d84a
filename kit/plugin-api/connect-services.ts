import type { Actor, Bilingual } from './actor.ts';
import type { ConfigProblem, SystemInfo, SystemTest } from './systems-services.ts';

/** JSON Schema 2020-12. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A definition that is not saved yet, with what it refers to: values of secrets and uploaded files (base64) by name. */
export interface SystemDraft {
  /** YAML text or the same as an object. */
  readonly definition: string | object;
  /** New values; a secret that is not given here keeps the value it has under the same system id. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Something in a system's description that is not as it should be; words are the pages' own, by `kind`. */
export interface ContractProblemInfo {
  readonly kind: 'unreadable' | 'unresolved' | 'unsupported' | 'invalid' | 'ignored';
  readonly place: string;
  readonly found: string;
}

/** One operation that a description offers. */
export interface OfferedOperation {
  readonly name: string;
  readonly summary: string | null;
  readonly group: string | null;
  readonly effect: 'read' | 'write';
  readonly idempotent: boolean;
  readonly input: Schema;
  readonly output: Schema;
  readonly problems: readonly ContractProblemInfo[];
}

/** What was found when a system was asked what it can do. */
export interface Discovery {
  /** `null` when nothing could be read; then `failure` says why. */
  readonly contract: {
    readonly kind: string;
    readonly title: string | null;
    readonly version: string | null;
    readonly operations: readonly OfferedOperation[];
    readonly problems: readonly ContractProblemInfo[];
  } | null;
  /** Problems of the definition itself, by line and field. */
  readonly problems: readonly ConfigProblem[];
  /** A catalogued error code (SYSTEMS_UNREACHABLE, SYSTEMS_UNAUTHORISED …) and its detail for the operator. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
}

/** Trying one operation with real input. */
export interface OperationTrial {
  /** Name under which the definition knows it. */
  readonly operation: string;
  readonly input: unknown;
  /** Next page of a read, as the trial before gave it. */
  readonly cursor?: string;
}

/** How a trial ended, with both messages as they went over the wire (secrets taken out). */
export interface TriedOperation {
  readonly ok: boolean;
  readonly output: unknown;
  readonly next: string | null;
  readonly ms: number;
  readonly error: {
    readonly code: string;
    readonly detail: string;
    readonly fields: readonly { readonly path: string; readonly message: string }[];
    /** What the system itself said. */
    readonly fault: { readonly code: string; readonly message: string } | null;
  } | null;
  readonly sent: { readonly contentType: string; readonly text: string } | null;
  readonly received: { readonly contentType: string; readonly text: string } | null;
}

/** One difference between the accepted contract and the live one. */
export interface ContractChange {
  /** Name in the contract; `null` for the contract as a whole. */
  readonly operation: string | null;
  /** `input.address.city` and the like; empty for the operation as a whole. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'type-changed' | 'now-required' | 'no-longer-required' | 'values-added' | 'values-removed' | 'other';
  readonly before: string | null;
  readonly after: string | null;
  /** Whether calls that were right before may fail or be misread now. */
  readonly breaking: boolean;
  /** Whether an operation that this system's definition has chosen is touched. */
  readonly used: boolean;
}

/** Where the contract of a system stands. */
export interface ContractState {
  readonly acceptedAt: string;
  readonly kind: string;
  readonly version: string | null;
  readonly checkedAt: string | null;
  /** Changes found at the last check; empty when the live contract is the accepted one. */
  readonly changes: readonly ContractChange[];
  /** A breaking change of a used operation waits for a person. */
  readonly needsReview: boolean;
}

/** An operation of a connected system, as plugins call it. */
export interface OperationInfo {
  readonly name: string;
  readonly title: Bilingual;
  /** Name in the system's own contract. */
  readonly from: string;
  readonly effect: 'read' | 'write';
  readonly idempotent: boolean;
  readonly input: Schema;
  readonly output: Schema;
  readonly deadlineMs: number;
  readonly cacheSeconds: number;
  /** Who may call it through the hub's own API and pages. */
  readonly access: string;
}

/** An installed adapter, as far as who connects a system by it needs to know. */
export interface AdapterInfo {
  readonly protocol: string;
  readonly title: Bilingual;
  readonly tier: NonNullable<SystemInfo['tier']>;
  /** Our own code; any other runs one system a process, under Node's permission model. */
  readonly reviewed: boolean;
  /** Why it cannot be used; `null` when it can. */
  readonly refusal: string | null;
  /** What it takes as a connection. */
  readonly connection: Schema;
  /** Its own words for the pages: `field.NAME` and `hint.NAME` of the fields of its connection. */
  readonly words: Readonly<Record<string, Bilingual>>;
}

/** A secret of a system: that it is there, never what it is. */
export interface SecretInfo {
  readonly name: string;
  /** `null` while nobody has given it. */
  readonly setAt: string | null;
}

/** A process in which adapters run. */
export interface AdapterProcessInfo {
  readonly protocol: string;
  readonly pid: number | null;
  readonly state: 'running' | 'starting' | 'waiting';
  readonly systems: readonly string[];
  readonly memoryBytes: number;
  readonly openCalls: number;
  readonly startedAt: string | null;
  /** Deaths in the last ten minutes. */
  readonly deaths: number;
  /** Why it died last: `silent`, `memory`, `flood`, `start`, or how it ended by itself (`code 1`, `SIGKILL`). */
  readonly lastDeath: string | null;
}

/** Files that a system of the `files` protocol delivered. */
export interface TakenFile {
  readonly path: string;
  readonly operation: string;
  readonly hash: string;
  readonly takenAt: string;
  readonly rows: number;
  readonly rejected: number;
  readonly state: 'taken' | 'unreadable';
  readonly detail: string | null;
}

/** Connecting systems by operations, and what their owners do with them. Every change is recorded under `by`. */
export interface ConnectAdmin {
  /** Checks a draft and reads what its system says of itself; nothing is saved. */
  discover(draft: SystemDraft): Promise<Discovery>;
  /** Tries one operation of a draft with real input; recorded as an exchange under `by`. */
  tryOperation(draft: SystemDraft, trial: OperationTrial, by: Actor | null, requestId: string): Promise<TriedOperation>;
  /** All named checks of a draft before it is saved: definition, reachable, authorised, contract, each chosen operation. */
  testDraft(draft: SystemDraft): Promise<SystemTest>;
  /** Saves definition, secrets and files, and accepts the contract found now. @throws SYSTEMS_DEFINITION_INVALID, SYSTEMS_NAME_TAKEN, SYSTEMS_CONTRACT_VIOLATION */
  saveDraft(draft: SystemDraft, by: Actor | null, requestId: string): Promise<SystemInfo>;
  operations(systemId: string): Promise<readonly OperationInfo[]>;
  /** OpenAPI 3.1 of the chosen operations, from which typed clients are made. @throws SYSTEMS_UNKNOWN */
  openApi(systemId: string): Promise<object>;
  contract(systemId: string): Promise<ContractState | null>;
  /** Reads the live contract now and compares. @throws SYSTEMS_UNKNOWN, SYSTEMS_UNREACHABLE … */
  checkContract(systemId: string): Promise<ContractState>;
  /** Takes the live contract as the accepted one. */
  acceptContract(systemId: string, by: Actor | null, requestId: string): Promise<ContractState>;
  secrets(systemId: string): Promise<readonly SecretInfo[]>;
  /** Gives a secret anew (sealed); the system goes on with it at once. */
  setSecret(systemId: string, name: string, value: string, by: Actor | null, requestId: string): Promise<void>;
  processes(): Promise<readonly AdapterProcessInfo[]>;
  /** Every adapter that is there, also those that cannot be used. */
  adapters(): Promise<readonly AdapterInfo[]>;
  files(systemId: string): Promise<readonly TakenFile[]>;
  rejectedRows(
    systemId: string,
    hash: string,
  ): Promise<
    readonly {
      readonly line: number;
      readonly text: string;
      readonly reasons: readonly { readonly field: string; readonly expected: string; readonly found: string }[];
    }[]
  >;
  /** What a vendor needs to help: definition, state, last errors, contract; no secret, no personal data. A zip file. */
  diagnostics(systemId: string): Promise<Uint8Array>;
}
