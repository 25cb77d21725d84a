import type { ZodType } from 'zod';
import type { CallProtocol, Contract } from './contract.ts';
import type { FileIntake } from './file-intake.ts';
import type { SecretReference } from './secret-reference.ts';

/** Bounds of one system, in milliseconds and bytes; the adapter holds to them by itself, the hub holds the adapter to them. */
export interface AdapterLimits {
  readonly connectMs: number;
  /** Longest wait for the first byte of an answer. */
  readonly answerMs: number;
  /** Longest silence inside an answer. */
  readonly idleMs: number;
  readonly maxAnswerBytes: number;
  readonly maxHeaderBytes: number;
  /** Calls at once. */
  readonly atOnce: number;
}

export interface AdapterLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What an adapter gets for one system. */
export interface AdapterContext {
  readonly systemId: string;
  readonly log: AdapterLog;
  readonly limits: AdapterLimits;
  /** Value of a secret, asked for where it is used and kept nowhere. @throws AdapterError `input-invalid` when nobody has given it yet */
  secret(reference: SecretReference): string;
  /** A file that was uploaded with the configuration or lies under `config/`, such as a WSDL or a certificate. @throws AdapterError `input-invalid` */
  file(path: string): Promise<Buffer>;
  /** Aborted when the system is closed. */
  readonly signal: AbortSignal;
}

/** Takes both messages of a call as they went over the wire, for the exchange record. Called at most once each, as soon as each is known. */
export interface ExchangeRecorder {
  sent(message: Uint8Array | string, contentType: string): void;
  received(message: Uint8Array | string, contentType: string): void;
}

/** One call. */
export interface AdapterCall {
  /** Name of the operation in the contract. */
  readonly operation: string;
  /** Already checked against the operation's input schema. */
  readonly input: unknown;
  /** For reads of several pages: what the page before gave as `next`. */
  readonly cursor: string | null;
  /** Aborted at the deadline or when the caller goes away; the adapter then ends the exchange and throws. */
  readonly signal: AbortSignal;
  /** The same key for the same intended write, to be sent along where the protocol has a place for it; `null` for reads. */
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  readonly exchange: ExchangeRecorder;
}

export interface AdapterAnswer {
  /** As the operation's output schema says. */
  readonly output: unknown;
  /** Where the next page begins; absent when there is none. */
  readonly next?: string;
}

/** One system, connected. */
export interface Connection {
  /** Asks the system the least that shows it is there and takes our credentials; changes nothing. @throws AdapterError */
  probe(signal: AbortSignal): Promise<void>;
  /** @throws AdapterError */
  call(call: AdapterCall): Promise<AdapterAnswer>;
  /** New files of a folder; only systems that take in files have it. */
  readonly intake?: FileIntake;
  /** Ends every socket, timer and file; no call is open any more. */
  close(): Promise<void>;
}

/** Code that speaks one protocol. `config` checks the `connection` part of a system's definition. */
export interface Adapter<C> {
  readonly protocol: CallProtocol;
  readonly config: ZodType<C>;
  /** Reads what the system says of itself. Problems it can live with stand in the contract. @throws AdapterError when there is nothing to read */
  discover(config: C, ctx: AdapterContext): Promise<Contract>;
  /** Opens nothing yet that a call does not need: connecting a system that is down succeeds. @throws AdapterError when the contract is unusable */
  connect(config: C, contract: Contract, ctx: AdapterContext): Promise<Connection>;
}

/** Declares an adapter; its module exports it as `adapter`. */
export function defineAdapter<C>(adapter: Adapter<C>): Adapter<C> {
  return adapter;
}
