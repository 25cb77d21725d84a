import type { ZodType } from 'zod';
import { AmanahError } from '@amanah/errors';
import type { Bilingual } from './actor.ts';
import type { Locale } from './manifest.ts';

/** One operation of a port. */
export interface PortOperation<I = unknown, O = unknown> {
  readonly effect: 'read' | 'write';
  readonly input: ZodType<I>;
  readonly output: ZodType<O>;
  /** A provider may do without it, as older systems do: it then refuses as `not-offered`. */
  readonly optional?: true;
}

/** An interface that a plugin needs, which our own plugin or a connected system may serve, per unit, by configuration. */
export interface Port<T extends Readonly<Record<string, PortOperation>>> {
  /** Plugin that needs it and declares it in its `contract.ts`. */
  readonly plugin: string;
  readonly name: string;
  readonly title: Bilingual;
  readonly operations: T;
  /** Reasons for which a provider may refuse, by name; a system's definition maps the system's own codes to them (`refusals`). */
  readonly refusals?: readonly string[];
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
  /** Language of the person who will read a refusal; that of the call by default. */
  readonly language?: Locale;
}

type Asked<T> = T extends PortOperation<infer I, infer O> ? (input: I, options?: OperationOptions) => Promise<O> : never;

/** The operations of a port as functions. */
export type PortClient<T extends Readonly<Record<string, PortOperation>>> = { readonly [K in keyof T]: Asked<T[K]> };

/** What a plugin that serves a port offers: all of it, optional operations as it likes. */
export type ServedPort<T extends Readonly<Record<string, PortOperation>>> = {
  readonly [K in keyof T as T[K] extends { readonly optional: true } ? never : K]: Asked<T[K]>;
} & { readonly [K in keyof T as T[K] extends { readonly optional: true } ? K : never]?: Asked<T[K]> };

/** Declares a port with its types. */
export function definePort<const T extends Readonly<Record<string, PortOperation>>>(port: Port<T>): Port<T> {
  return port;
}

/** A provider's own refusal of what it was asked: `refusal` is one of the port's names, `reason` a sentence for people. */
export function portRefusal(refusal: string, { provider, reason }: { readonly provider: string; readonly reason: string }): AmanahError {
  return new AmanahError('SYSTEMS_REFUSED', { params: { system: provider, reason, refusal } });
}

/** The name of the reason for which a port's provider, plugin or system, refused, `not-offered` where it lacks the operation; `null` for any other error. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof AmanahError && error.code === 'SYSTEMS_NOT_OFFERED') return 'not-offered';
  if (!(error instanceof AmanahError) || error.code !== 'SYSTEMS_REFUSED') return null;
  const { refusal } = error.params;
  return refusal === undefined ? null : String(refusal);
}
