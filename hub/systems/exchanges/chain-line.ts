import { createHash } from 'node:crypto';
import type { AnyActor } from '@amanah/plugin-api';
import type { FinishedExchange } from './contract.ts';
import { onBehalfOf } from './on-behalf-of.ts';

/** What the first record is chained to. */
export const firstPrevious = '0'.repeat(64);

/** The longest part of a message that is kept, in bytes; its hash is always of the whole. */
export const maxKeptBytes = 1_048_576;

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** One message in the record: never itself, but what proves it. */
export interface MessageFacts {
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Only the first `maxKeptBytes` were kept. */
  readonly cut: boolean;
}

/** A record before it has its number in the chain; what the journal keeps. */
export interface UnnumberedRecord {
  readonly id: string;
  readonly at: string;
  readonly ms: number;
  readonly system: string;
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly outcome: string;
  readonly attempts: number;
  readonly actor: {
    /** Account of a person, or `client/<id>` of a system that called under its own name; that has no user name and no capacity. */
    readonly person: string;
    readonly name: { readonly ar: string; readonly en: string };
    readonly username: string | null;
    readonly capacity: string | null;
    readonly onBehalfOf: { readonly ar: string; readonly en: string } | null;
  } | null;
  readonly plugin: string | null;
  readonly case: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly request: MessageFacts | null;
  readonly response: MessageFacts | null;
}

/** A record as its text in the chain says it. */
export type ChainedRecord = UnnumberedRecord & { readonly number: number };

/** The record of a call that has ended. */
export function recordOf(exchange: FinishedExchange): UnnumberedRecord {
  const { id, at, ms, system, operation, effect, outcome, attempts, actor, plugin, requestId, idempotencyKey, sent, received } = exchange;
  return {
    id,
    at: at.toISOString(),
    ms: Math.round(ms),
    system,
    operation,
    effect,
    outcome,
    attempts,
    actor: actor && actorOf(actor),
    plugin,
    case: exchange.case,
    requestId,
    idempotencyKey,
    request: sent && factsOf(sent),
    response: received && factsOf(received),
  };
}

function actorOf(actor: AnyActor): NonNullable<UnnumberedRecord['actor']> {
  if ('system' in actor) return { person: `client/${actor.system.id}`, name: actor.system.name, username: null, capacity: null, onBehalfOf: null };
  return { person: actor.person.id, name: actor.person.name, username: actor.username, capacity: actor.capacityId, onBehalfOf: onBehalfOf(actor) };
}

function factsOf({ contentType, bytes }: { contentType: string; bytes: Uint8Array }): MessageFacts {
  return { contentType, bytes: bytes.length, sha256: sha256(bytes), cut: bytes.length > maxKeptBytes };
}

/** The exact text of a record at its place in the chain. */
export function bodyOf(number: number, record: UnnumberedRecord): string {
  return JSON.stringify({ number, ...record });
}

/** Hash of a record: over the hash before it and the hash of its text, so that a chain can be shown without the texts of others. */
export function chainHash(previous: string, bodyHash: string): string {
  return sha256(`${previous}\n${bodyHash}`);
}
