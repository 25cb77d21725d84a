import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Router } from 'express';
import type { Registry } from 'prom-client';

/** Reverse proxy in front of web systems; sits before the portal's Express app, chosen by Host. */
export interface Gateway {
  /** Whether the request is for a system's own host. */
  handles(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Portal-side routes of the gateway: `/auth/enter/:system` (ticket), credential vault pages. */
  readonly portalRouter: Router;
  /** Figures of connected systems, for `/metrics`. */
  readonly metrics: Registry;
  close(): Promise<void>;
}
