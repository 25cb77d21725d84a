import http from 'node:http';
import https from 'node:https';
import type { WebSystemDefinition } from './definition.ts';

export interface ProbeResult {
  readonly reached: boolean;
  readonly status: number | null;
  readonly ms: number | null;
  readonly reason: string | null;
}

/** Longest wait for the head of an answer to a probe, whatever the system's own limit for pages. */
const longestAnswerMs = 10_000;
const maxPageBytes = 1_048_576;

/** Asks the system's probe path once, within its limits; an answer below 500 counts as reached. Never throws. */
export async function probe(definition: WebSystemDefinition, ca?: string): Promise<ProbeResult> {
  return (await ask(definition, definition.probe.path, { ca, body: false })).result;
}

/** One page of a system: its head, and at most 1 MiB of its text. */
export interface ProbedPage {
  readonly result: ProbeResult;
  readonly type: string;
  /** Characters stay bytes (`latin1`): names of fields are ASCII. */
  readonly text: string;
}

/** Reads one page of a system within its limits. Never throws. */
export async function readPage(definition: WebSystemDefinition, path: string, ca?: string): Promise<ProbedPage> {
  return ask(definition, path, { ca, body: true });
}

function ask(definition: WebSystemDefinition, path: string, { ca, body }: { ca: string | undefined; body: boolean }): Promise<ProbedPage> {
  const { connection, limits } = definition;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    const end = (result: ProbeResult, type = '', text = '') => {
      timers.forEach(clearTimeout);
      resolve({ result, type, text });
    };
    const lost = (error: NodeJS.ErrnoException) => end({ reached: false, status: null, ms: null, reason: error.code ?? error.message });
    try {
      const url = new URL(path, connection.upstream);
      const options = {
        agent: false,
        maxHeaderSize: limits.maxHeaderBytes,
        headers: { 'user-agent': 'amanah-hub-probe' },
        ...(ca === undefined ? {} : { ca }),
      };
      const request = (url.protocol === 'https:' ? https : http).get(url, options, (response) => {
        const status = response.statusCode ?? 0;
        const result = { reached: status < 500, status, ms: Math.round(performance.now() - startedAt), reason: status < 500 ? null : `status ${status}` };
        const type = response.headers['content-type'] ?? '';
        if (!body) {
          // Only the head matters: a probe never reads a large body.
          response.destroy();
          return end(result, type);
        }
        let text = '';
        response.setEncoding('latin1').on('data', (chunk: string) => {
          text += chunk;
          if (text.length > maxPageBytes) response.destroy();
        });
        response.on('close', () => end(result, type, text));
      });
      const giveUp = (what: string, ms: number) => timers.push(setTimeout(() => request.destroy(new Error(`${what} within ${ms} ms`)), ms));
      giveUp('no answer', Math.min(limits.answerMs, longestAnswerMs));
      request.once('socket', (socket) => {
        if (!socket.connecting) return;
        giveUp('no connection', limits.connectMs);
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(timers[1]));
      });
      request.on('error', lost);
    } catch (error) {
      // An address that Node itself refuses throws at once; to the caller that is one more way of not being reached.
      lost(error as Error);
    }
  });
}
