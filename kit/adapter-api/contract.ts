import type { JsonSchema } from './json-schema.ts';

/**
 * Protocol whose systems are called by operations, named as the folder of its adapter: `openapi`, `soap`, `sql`, `files`, or one of an adapter
 * that was added later. A `webapp` is entered by people instead (`web-sign-in.ts`).
 */
export type CallProtocol = string;

/**
 * Something in a system's description that is not as it should be.
 * `unreadable`: not what it claims to be; `unresolved`: it names what cannot be found; `unsupported`: right, but not spoken here;
 * `invalid`: against its own standard; `ignored`: left out without harm.
 */
export interface ContractProblem {
  readonly kind: 'unreadable' | 'unresolved' | 'unsupported' | 'invalid' | 'ignored';
  /** Where: a JSON pointer, an element with its line, a table and column, a file. */
  readonly place: string;
  /** What stands there, in the description's own terms. */
  readonly found: string;
}

/** One thing the system can do, as its own description says it. */
export interface OperationDescription {
  /** Name in the description: an operationId, `Service.Port.operation`, a table, a statement, a kind of file. Unique within the contract. */
  readonly name: string;
  /** What the description itself says of it, in whatever language; `null` when it says nothing. */
  readonly summary: string | null;
  /** Tag, port or schema under which the description groups it. */
  readonly group: string | null;
  /** What the protocol tells of its effect; who chooses the operation may know better. */
  readonly effect: 'read' | 'write';
  /** Whether repeating it does no harm, as far as the protocol tells. */
  readonly idempotent: boolean;
  readonly input: JsonSchema;
  readonly output: JsonSchema;
  /** Why it cannot be called; empty for an operation that can be chosen. */
  readonly problems: readonly ContractProblem[];
}

/** What a system says of itself, read from its OpenAPI document, WSDL, catalogue of tables or folder. */
export interface Contract {
  readonly protocol: CallProtocol;
  /** Such as `OpenAPI 3.1.0`, `WSDL 1.1, SOAP 1.2, document/literal`, `MariaDB 10.11`. */
  readonly kind: string;
  readonly title: string | null;
  readonly version: string | null;
  readonly operations: readonly OperationDescription[];
  /** Problems of the description as a whole. */
  readonly problems: readonly ContractProblem[];
  /** What the adapter itself needs to call: plain JSON, whole in itself (nothing remote). Kept when the contract is accepted. */
  readonly snapshot: unknown;
}
