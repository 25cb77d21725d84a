import type { ZodType } from 'zod';
import type { Bilingual } from './actor.ts';

/** One operation of a port. */
export interface PortOperation<I = unknown, O = unknown> {
  readonly effect: 'read' | 'write';
  readonly input: ZodType<I>;
  readonly output: ZodType<O>;
}

/** An interface that a plugin needs, which our own plugin or a connected system may serve, per unit, by configuration. */
export interface Port<T extends Readonly<Record<string, PortOperation>>> {
  /** Plugin that needs it and declares it in its `contract.ts`. */
  readonly plugin: string;
  readonly name: string;
  readonly title: Bilingual;
  readonly operations: T;
}

/** Options of one call of a system or port. */
export interface OperationOptions {
  /** Number of the case it belongs to; stands in the exchange record. */
  readonly case?: string;
  /** The same key for the same intended write: needed for writes, used once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Shorter than the operation's own. */
  readonly deadlineMs?: number;
}

/** The operations of a port as functions. */
export type PortClient<T extends Readonly<Record<string, PortOperation>>> = {
  readonly [K in keyof T]: T[K] extends PortOperation<infer I, infer O> ? (input: I, options?: OperationOptions) => Promise<O> : never;
};

/** Declares a port with its types. */
export function definePort<const T extends Readonly<Record<string, PortOperation>>>(port: Port<T>): Port<T> {
  return port;
}
