import type { AnyActor, ExchangesAdmin } from '@amanah/plugin-api';
import type { WireMessage } from '../processes/contract.ts';

/** One call between the hub and a system that has ended, well or badly. */
export interface FinishedExchange {
  /** UUID. */
  readonly id: string;
  readonly at: Date;
  readonly ms: number;
  readonly system: string;
  /** Our name of the operation. */
  readonly operation: string;
  readonly effect: 'read' | 'write';
  /** `ok` or an error code. */
  readonly outcome: string;
  readonly attempts: number;
  readonly actor: AnyActor | null;
  readonly plugin: string | null;
  readonly case: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly sent: WireMessage | null;
  readonly received: WireMessage | null;
}

/** The part of the ledger of writes that people work with. */
export type WriteLedgerAdmin = Pick<ExchangesAdmin, 'unknownWrites' | 'settleWrite'>;

/** The record of exchanges: chained by hashes, kept even when the process is killed right after. */
export interface Exchanges {
  readonly admin: ExchangesAdmin;
  /** Resolves once the exchange is safe on this machine; never rejects, and never holds a call longer than its documented bound when the store is slow. */
  record(exchange: FinishedExchange): Promise<void>;
  close(): Promise<void>;
}
