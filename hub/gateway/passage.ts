import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../http/request-context.ts';
import type { Session } from '../identity/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { Entered } from './form-bridge.ts';
import type { RequestTarget } from './request-target.ts';

/** One request on its way to a system. */
export interface Passage {
  readonly request: IncomingMessage;
  readonly context: RequestContext;
  readonly system: WebSystemDefinition;
  readonly session: Session | null;
  /** The system's public origin. */
  readonly origin: string;
  readonly target: RequestTarget;
  /** `traceparent` and `tracestate` under which the system goes on; empty when the hub traces nothing. */
  readonly trace: Readonly<Record<string, string>>;
}

/** A passage that is ready to go: identity and cookies of the bridge are in its headers. */
export interface PreparedPassage extends Passage {
  readonly startedAt: number;
  /** The person's session at a system that is entered by its form. */
  readonly entered: Entered | null;
  /** The person's own user name and password were sent along. */
  readonly basic: boolean;
}
