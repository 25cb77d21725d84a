import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Why no answer, or no whole one, came: the system cannot be reached, is slow, sends no HTTP, or is not the one its certificate says. */
export type FailureReason = 'unreachable' | 'slow' | 'invalid' | 'untrusted';

/** What a transport reports when no answer, or no whole one, came; `cause` is what Node or the proxy said. */
export class UpstreamFailure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'UpstreamFailure';
    this.reason = reason;
  }
}

/** What a transport tells of one request. After `failed` or the end of the answer nothing more comes. */
export interface TransportEvents {
  /** The head of the answer is here; its body streams. A body that breaks off is destroyed with an error. */
  answered(answer: IncomingMessage): void;
  /** No answer came. Not called when the visitor has gone. */
  failed(failure: UpstreamFailure): void;
}

/** What a transport tells of one WebSocket. */
export interface UpgradeEvents {
  /** The head of the answer, before it is passed to the visitor: changes to its headers pass. */
  answered(answer: IncomingMessage): void;
  failed(failure: UpstreamFailure): void;
}

/** The data path to one system. It carries heads and bodies as they are given; what stands in them is decided before and after it. */
export interface UpstreamTransport {
  /** Sends a request with its headers as they now are, and its body as it comes. */
  send(request: IncomingMessage, response: ServerResponse, events: TransportEvents): void;
  /** Opens a WebSocket and joins both ends until one goes. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, events: UpgradeEvents): void;
  /** Ends idle connections; running requests end by themselves. */
  close(): void;
}

export interface TransportLimits {
  readonly connectMs: number;
  /** Longest wait for the head of an answer, once the request is sent. */
  readonly answerMs: number;
  /** Longest silence inside a body, either way, or a WebSocket. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
}

export interface TransportOptions {
  /** The system's own origin. */
  readonly origin: string;
  /** Whether the system sees its public name as `Host`, or its own. */
  readonly preserveHost: boolean;
  /** Certificate authority of the system, PEM; default: those of Node. */
  readonly ca: Buffer | null;
  readonly limits: TransportLimits;
}
