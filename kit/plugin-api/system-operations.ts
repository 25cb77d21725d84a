import type { Bilingual } from './actor.ts';
import type { OperationOptions } from './port.ts';

/** An operation of a system: awaited for one answer, or page by page. */
export interface SystemOperation<I = unknown, O = unknown> {
  /** @throws AmanahError SYSTEMS_… with what happened in words for people */
  (input: I, options?: OperationOptions): Promise<O>;
  /** Reads of several pages, each once. */
  pages(input: I, options?: OperationOptions): AsyncIterable<O>;
}

/**
 * Operations of systems by the system's id. Empty here: `amanah system types` writes a declaration file that adds to it, made by
 * openapi-typescript from the chosen operations, so that calls and answers are typed.
 */
export interface SystemOperations {}

type Dashed<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Tail extends Uncapitalize<Tail>
    ? `${Lowercase<Head>}${Dashed<Tail>}`
    : `${Lowercase<Head>}-${Dashed<Tail>}`
  : S;

/** Id of the system that a manifest's local name stands for: `commerceRegister` → `commerce-register`. */
export type SystemIdOf<Name extends string> = Dashed<Name>;

/** What a plugin sees of a connected system, whatever its adapter. */
export interface SystemHandle {
  readonly id: string;
  readonly title: Bilingual;
  state(): 'unknown' | 'up' | 'slow' | 'down' | 'maintenance';
  /** An operation by the name that the system's definition gives it. Calling one that is not there ends with SYSTEMS_OPERATION_UNKNOWN. */
  operation(name: string): SystemOperation;
}

/** Handle of the system behind a local name; its operations are functions of their names, typed when a declaration file names them. */
export type ConnectedSystem<Name extends string> = SystemHandle &
  (SystemIdOf<Name> extends keyof SystemOperations ? SystemOperations[SystemIdOf<Name>] : unknown);
