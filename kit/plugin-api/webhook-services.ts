import type { Actor, AnyActor } from './actor.ts';

/** A subscription of a future system to events of the hub. */
export interface WebhookInfo {
  readonly id: string;
  readonly url: string;
  /** Exact event types, or with a trailing `*`: `services.problem.*`. */
  readonly types: readonly string[];
  /** Unit that owns it. */
  readonly owner: string;
  readonly active: boolean;
  readonly createdAt: string;
  /** While a secret is being rotated, both the old and the new one sign. */
  readonly rotatingUntil: string | null;
  readonly lastDelivery: { readonly at: string; readonly ok: boolean } | null;
  readonly failing: number;
}

export interface WebhookDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: 'waiting' | 'delivered' | 'given-up';
  readonly attempts: number;
  readonly nextAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly deliveredAt: string | null;
}

/** Signed webhooks: CloudEvents in JSON, Standard Webhooks signatures, retried with back-off for a day. */
export interface WebhooksAdmin {
  list(): Promise<readonly WebhookInfo[]>;
  /** @returns the id and the secret, shown once. @throws SYSTEMS_WEBHOOK_INVALID */
  add(
    given: { readonly url: string; readonly types: readonly string[]; readonly owner: string },
    by: Actor | null,
    requestId: string,
  ): Promise<{ readonly id: string; readonly secret: string }>;
  change(
    id: string,
    change: { readonly url?: string; readonly types?: readonly string[]; readonly active?: boolean },
    by: AnyActor | null,
    requestId: string,
  ): Promise<void>;
  /** A new secret; the old one goes on signing beside it for a day. */
  rotate(id: string, by: Actor | null, requestId: string): Promise<{ readonly secret: string }>;
  remove(id: string, by: Actor | null, requestId: string): Promise<void>;
  /** Latest first. */
  deliveries(id: string, limit: number): Promise<readonly WebhookDelivery[]>;
  /** Sends one again, or everything since a moment. */
  replay(id: string, what: { readonly delivery: string } | { readonly since: string }, by: AnyActor | null, requestId: string): Promise<number>;
  /** Event types that plugins declare. */
  types(): readonly string[];
}
