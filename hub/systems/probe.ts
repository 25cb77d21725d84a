import http from 'node:http';
import https from 'node:https';
import type { SystemDefinition } from './definition.ts';

export interface ProbeResult {
  readonly reached: boolean;
  readonly status: number | null;
  readonly ms: number | null;
  readonly reason: string | null;
}

/** Asks the system's probe path once, within its limits; an answer below 500 counts as reached. Never throws. */
export function probe(definition: SystemDefinition): Promise<ProbeResult> {
  const { connection, limits } = definition;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const end = (result: ProbeResult) => {
      clearTimeout(deadline);
      resolve(result);
    };
    const url = new URL(definition.probe.path, connection.upstream);
    const request = (url.protocol === 'https:' ? https : http).get(
      url,
      { agent: false, maxHeaderSize: limits.maxHeaderBytes, headers: { 'user-agent': 'amanah-hub-probe' } },
      (response) => {
        const status = response.statusCode ?? 0;
        const ms = Math.round(performance.now() - startedAt);
        // Only the head matters: a probe never reads a large body.
        response.destroy();
        end({ reached: status < 500, status, ms, reason: status < 500 ? null : `status ${status}` });
      },
    );
    const deadline = setTimeout(() => request.destroy(new Error('timeout')), Math.min(limits.answerMs, 10_000));
    request.on('error', (error: NodeJS.ErrnoException) => end({ reached: false, status: null, ms: null, reason: error.code ?? error.message }));
  });
}
