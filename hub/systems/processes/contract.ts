import type { AdapterLimits, CallProtocol, Contract, IncomingFile, IntakeOutcome, ReadFile, RowSink } from '@amanah/adapter-api';
import type { AdapterProcessInfo } from '@amanah/plugin-api';
import type { Mapping } from '../mapping/mapping.ts';

/** What reaches an adapter of one system, as it stands in the definition, with the values of its secrets and its files. */
export interface SystemAccess {
  readonly systemId: string;
  readonly protocol: CallProtocol;
  /** The `connection` part of the definition. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly limits: AdapterLimits;
}

/** A system that can be called. */
export interface CallableSystem extends SystemAccess {
  readonly contract: Contract;
  /** Chosen operations by our name. */
  readonly operations: Readonly<Record<string, { readonly from: string; readonly input?: Mapping; readonly output?: Mapping }>>;
}

export interface ProcessCall {
  /** Our name of the operation. */
  readonly operation: string;
  readonly input: unknown;
  readonly cursor: string | null;
  readonly effect: 'read' | 'write';
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
}

export interface WireMessage {
  readonly contentType: string;
  /** Without the secrets that were given for the systems of its process, cut at the system's `maxAnswerBytes`. */
  readonly bytes: Uint8Array;
}

/** What a call leaves behind, also when it ends badly: then `messages` of `CallFailed`. */
export interface CallMessages {
  readonly sent: WireMessage | null;
  readonly received: WireMessage | null;
}

export interface ProcessAnswer extends CallMessages {
  readonly output: unknown;
  readonly next: string | null;
}

/**
 * Adapters in processes of their own. One process holds up to 25 systems of a protocol; it is killed when it has given no heartbeat for 3 s
 * while calls are open or is over its memory limit, and started again with back-off: its reads are then done once more within their deadline,
 * its writes end as lost. The system of its oldest open call runs alone after an endless loop, and after two deaths in ten minutes.
 */
export interface AdapterProcesses {
  /** @throws AdapterError */
  discover(system: SystemAccess, signal: AbortSignal): Promise<Contract>;
  /** Makes a system callable, or callable anew after a change; calls of before end as they were. Never waits for the system itself. */
  open(system: CallableSystem): void;
  close(systemId: string): Promise<void>;
  /** @throws AdapterError */
  probe(systemId: string, signal: AbortSignal): Promise<void>;
  /** One attempt. @throws AdapterError, also when the process dies (`unreachable`, reached `maybe`), with `messages` set */
  call(systemId: string, call: ProcessCall, signal: AbortSignal): Promise<ProcessAnswer>;
  /** One operation of a system that is not open, for trials of drafts. @throws AdapterError */
  callOnce(system: CallableSystem, call: ProcessCall, signal: AbortSignal): Promise<ProcessAnswer>;
  listFiles(systemId: string, signal: AbortSignal): Promise<readonly IncomingFile[]>;
  hashFile(systemId: string, file: IncomingFile, signal: AbortSignal): Promise<string>;
  readFile(systemId: string, file: IncomingFile, sink: RowSink, signal: AbortSignal): Promise<ReadFile>;
  settleFile(systemId: string, file: IncomingFile, outcome: IntakeOutcome, signal: AbortSignal): Promise<void>;
  processes(): readonly AdapterProcessInfo[];
  /** Lets open calls end within the drain time, then ends every process. */
  shutdown(drainMs: number): Promise<void>;
}
