import type { ClientRequest } from 'node:http';
import { UpstreamFailure, type TransportLimits } from './upstream-transport.ts';

/**
 * Puts a request under the system's deadlines: connecting, waiting for the head of the answer once the request is sent, and silence inside a
 * body. Bytes that drip into the head do not move its deadline.
 */
export function watchRequest(outgoing: ClientRequest, limits: TransportLimits, hasBody: boolean): void {
  let timer: NodeJS.Timeout | undefined;
  let waiting = false;
  const within = (ms: number, reason: 'slow' | 'unreachable', what: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => outgoing.destroy(new UpstreamFailure(reason, new Error(`${what} in ${ms} ms`))), ms);
  };
  const awaitAnswer = () => {
    waiting = true;
    within(limits.answerMs, 'slow', 'no answer');
  };

  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return void (hasBody || awaitAnswer());
    // A host that swallows packets must not hold a visitor for as long as a slow answer may.
    within(limits.connectMs, 'unreachable', 'no connection');
    socket.once('connect', () => {
      clearTimeout(timer);
      if (!hasBody || outgoing.writableFinished) awaitAnswer();
    });
  });
  if (hasBody) {
    outgoing.setTimeout(limits.idleMs);
    outgoing.once('finish', awaitAnswer);
  }
  const answered = () => {
    waiting = false;
    clearTimeout(timer);
  };
  outgoing.once('response', () => {
    answered();
    outgoing.setTimeout(limits.idleMs);
  });
  outgoing.once('upgrade', answered);
  outgoing.on('timeout', () => {
    if (!waiting) outgoing.destroy(new UpstreamFailure('slow', new Error(`silent for ${limits.idleMs} ms`)));
  });
  outgoing.once('close', () => clearTimeout(timer));
}
