import type { Actor, AnyActor, Bilingual } from './actor.ts';

/** How a recorded call ended: `ok`, or the error code it ended with. */
export interface ExchangeSummary {
  readonly id: string;
  readonly at: string;
  readonly ms: number;
  readonly system: string;
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly outcome: string;
  readonly attempts: number;
  readonly actorName: Bilingual | null;
  /** Capacity in which the person acted, such as `self` or `official:it-center`. */
  readonly capacity: string | null;
  /** Whom the person acted for, when not for themselves. */
  readonly onBehalfOf: Bilingual | null;
  /** Number of the case it belongs to. */
  readonly case: string | null;
  readonly plugin: string | null;
  readonly requestId: string;
}

export interface ExchangeMessage {
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Text with personal data masked, unless the reader may see it; `null` once its retention has passed or when it is not text. */
  readonly text: string | null;
  readonly masked: boolean;
}

/** One recorded call with both messages. */
export interface ExchangeRecord extends ExchangeSummary {
  readonly number: number;
  readonly idempotencyKey: string | null;
  readonly request: ExchangeMessage | null;
  readonly response: ExchangeMessage | null;
  readonly previousHash: string;
  readonly hash: string;
}

export interface ExchangeFilter {
  readonly system?: string;
  /** Only those of these systems: what the reader may see. */
  readonly systems?: readonly string[];
  readonly operation?: string;
  readonly outcome?: 'ok' | 'failed' | 'unknown';
  readonly case?: string;
  readonly requestId?: string;
  /** User name, national number or account of who called. */
  readonly person?: string;
  /** ISO moments. */
  readonly from?: string;
  readonly until?: string;
  /** Number of the oldest one already seen. */
  readonly before?: number;
  readonly limit: number;
}

/** A write whose outcome nobody knows; it waits for a person or a check, never for a blind retry. */
export interface UnknownWrite {
  readonly system: string;
  readonly operation: string;
  readonly key: string;
  readonly startedAt: string;
  readonly plugin: string | null;
  readonly case: string | null;
  readonly input: unknown;
}

/** The record of every call between the hub and a system. */
export interface ExchangesAdmin {
  /** Latest first. */
  search(filter: ExchangeFilter): Promise<readonly (ExchangeSummary & { readonly number: number })[]>;
  /** `unmasked` only for readers who may see personal data; reading unmasked is itself recorded. Without a reader it is the command line that reads. @throws SYSTEMS_EXCHANGE_UNKNOWN */
  read(id: string, reader: AnyActor | null, unmasked: boolean, requestId: string): Promise<ExchangeRecord>;
  /** A signed zip of these exchanges with the chain around them, which `amanah audit verify` proves offline. */
  evidence(ids: readonly string[], by: Actor, requestId: string): Promise<Uint8Array>;
  unknownWrites(): Promise<readonly UnknownWrite[]>;
  /** A person has found out what happened: `done` keeps the key as written, `not-done` lets the same key be written again. */
  settleWrite(system: string, key: string, found: 'done' | 'not-done', note: string, by: Actor | null, requestId: string): Promise<void>;
}
