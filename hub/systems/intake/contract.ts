import type { Contract } from '@amanah/adapter-api';
import type { ConnectAdmin, Log, TakenFile } from '@amanah/plugin-api';
import type { Store } from '../../store/contract.ts';
import type { AdapterProcesses } from '../processes/contract.ts';

/** What `createIntake` (create-intake.ts) needs. */
export interface IntakeParts {
  readonly store: Store;
  readonly log: Log;
  readonly processes: Pick<AdapterProcesses, 'listFiles' | 'hashFile' | 'readFile' | 'settleFile'>;
  /** Told after each scheduled look, so that the system's state and breaker know; `error` is what listing ended with. */
  readonly looked?: (systemId: string, outcome: { readonly ok: boolean; readonly error?: unknown }) => void;
}

/** A system of the `files` protocol whose folder is looked into. */
export interface IntakeSystem {
  readonly systemId: string;
  /** The accepted contract: its snapshot names the kinds of files, their keys and how often to look. */
  readonly contract: Contract;
}

/** A call of `KIND.find` or `KIND.list`, the operations that the contract of a `files` system has for each kind it takes in. */
export interface IntakeCall {
  /** Name in the contract. */
  readonly from: string;
  /** Already mapped and checked against the operation's input schema. */
  readonly input: unknown;
  readonly cursor: string | null;
}

/** What one look into a folder did. */
export interface IntakeLook {
  readonly taken: readonly TakenFile[];
  /** Files whose content had been taken before. */
  readonly seen: number;
  /** Files that could not be taken this time and wait for the next look. */
  readonly postponed: number;
}

/** One row with the moment its kind was last taken in, ISO; `row` is `null` when no row has the key. */
export interface FoundRow {
  readonly row: unknown;
  readonly asOf: string | null;
}

export interface ListedRows {
  readonly rows: readonly unknown[];
  readonly asOf: string | null;
}

/**
 * Takes files in from the folders of systems, each content once over all replicas, and answers from the rows last taken.
 * A look is one system's: list, hash, rows into the store in one transaction a file, settle. It may end between any two steps.
 */
export interface Intake {
  /** Looks into the folders of these systems from now on, each by its own schedule; those of before that are not named are left alone. */
  follow(systems: readonly IntakeSystem[]): void;
  /** One look now, also at a system that is not followed. Waits for a look of this replica that is under way. @throws AdapterError of listing */
  look(system: IntakeSystem, signal: AbortSignal): Promise<IntakeLook>;
  /** Whether an operation is answered from here instead of by the adapter. */
  serves(contract: Contract, from: string): boolean;
  /** Answers such an operation, before its output mapping. @throws AdapterError `input-invalid` */
  call(system: IntakeSystem, call: IntakeCall): Promise<{ readonly output: FoundRow | ListedRows; readonly next: string | null }>;
  /** `key` has the values of the key's fields in the order of the kind's `key`. */
  find(systemId: string, kind: string, key: readonly unknown[]): Promise<FoundRow>;
  /** In the order of keys, `limit` at most 500; every row once, also when files are taken in meanwhile. */
  list(systemId: string, kind: string, after: string | null, limit: number): Promise<ListedRows & { readonly next: string | null }>;
  /** Latest first, the last 500. */
  files(systemId: string): Promise<readonly TakenFile[]>;
  /** In the order of lines, the first 1,000. */
  rejectedRows: ConnectAdmin['rejectedRows'];
  /** Forgets files and rows of a system that was removed. */
  forget(systemId: string): Promise<void>;
  /** Ends looks under way (what a transaction had not committed is taken by the next look) and waits for them. */
  close(): Promise<void>;
}
