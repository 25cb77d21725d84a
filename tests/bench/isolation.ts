import { freePort } from '@amanah/testing';
import type { AdapterLimits, Contract } from '@amanah/adapter-api';
import type { AdapterProcesses } from '../../hub/systems/processes/contract.ts';
import { createAdapterProcesses } from '../../hub/systems/processes/create-adapter-processes.ts';
import { compiledCodeFolder } from '../../hub/config/compiled-code-folder.ts';
import { startPeer } from './peers/start-peer.ts';
import { median, type Finding } from './report.ts';

const rounds = 9;
const callsEach = 1_200;
/** Calls come at this pace, as people's do: a caller that waits for its answer would hide a stop of all. */
const everyMs = 4;

/** As in the hub. */
const cacheFolder = compiledCodeFolder('.data');
const limits: AdapterLimits = { connectMs: 5_000, answerMs: 15_000, idleMs: 30_000, maxAnswerBytes: 10_485_760, maxHeaderBytes: 65_536, atOnce: 64 };
const operations = ['licence0', 'loop', 'leak'];

/**
 * What calls through one adapter process notice of another one in an endless loop, or eating memory without end; and how soon the neighbours in that other process
 * are answered again. Both kinds of calls come by turns in one run.
 */
export async function measureIsolation(): Promise<Finding[]> {
  const upstream = `http://127.0.0.1:${await freePort()}`;
  const peer = await startPeer('plain-system', new URL(upstream).port);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const processes = createAdapterProcesses({ log, adaptersFolder: new URL('./adapters/', import.meta.url), trusted: ['openapi', 'soap'], cacheFolder });
  const quiet: number[] = [];
  const beside = { loop: [] as number[], leak: [] as number[] };
  const neighbour = { loop: [] as number[], leak: [] as number[] };
  try {
    for (const [systemId, protocol] of [
      ['bad', 'openapi'],
      ['neighbour', 'openapi'],
      ['other', 'soap'],
    ] as const)
      processes.open({
        systemId,
        protocol,
        connection: { upstream },
        secrets: {},
        files: {},
        limits,
        contract: contractOf(protocol),
        operations: Object.fromEntries(operations.map((name) => [name, { from: name }])),
      });
    for (let warm = 0; warm < 300; warm++) await Promise.all([call(processes, 'other'), call(processes, 'neighbour')]);
    for (let round = 0; round < rounds; round++) {
      for (const fault of ['loop', 'leak'] as const) {
        quiet.push(...(await paced(processes)));
        const stop = new AbortController();
        const bad = goOn(processes, fault, stop.signal);
        const answered = call(processes, 'neighbour').then(
          (ms) => ms,
          () => Infinity,
        );
        beside[fault].push(...(await paced(processes)));
        neighbour[fault].push(await answered);
        stop.abort();
        await bad;
        await settled(processes);
      }
    }
    return (['loop', 'leak'] as const).flatMap((fault) => {
      const name = fault === 'loop' ? 'in an endless loop' : 'eating memory without end';
      const ratio = p99(beside[fault]) / p99(quiet);
      return [
        {
          path: `calls through another process beside an adapter ${name}`,
          ours: `${p99(beside[fault]).toFixed(1)} ms p99, ${median(beside[fault]).toFixed(2)} ms p50 of ${beside[fault].length} calls`,
          peer: `before ${p99(quiet).toFixed(1)} ms p99, ${median(quiet).toFixed(2)} ms p50 of ${quiet.length}`,
          ratio: ratio.toFixed(2),
          budget: '≤ 1.5',
          met: ratio <= 1.5,
        },
        {
          path: `neighbours in the process of an adapter ${name}: until answered again`,
          ours: `${(Math.max(...neighbour[fault]) / 1_000).toFixed(1)} s at worst`,
          peer: '–',
          ratio: '–',
          budget: '≤ 5 s',
          met: Math.max(...neighbour[fault]) <= 5_000,
        },
      ];
    });
  } finally {
    await processes.shutdown(0);
    await peer.stop();
  }
}

function contractOf(protocol: string): Contract {
  const described = operations.map((name) => ({
    name,
    summary: null,
    group: null,
    effect: 'read' as const,
    idempotent: true,
    input: true,
    output: true,
    problems: [],
  }));
  return { protocol, kind: 'bench', title: null, version: null, problems: [], snapshot: null, operations: described };
}

/** One call; resolves to its milliseconds. */
async function call(processes: AdapterProcesses, systemId: string, operation = 'licence0', signal = AbortSignal.timeout(60_000)): Promise<number> {
  const startedAt = performance.now();
  const deadlineAt = Date.now() + 60_000;
  await processes.call(systemId, { operation, input: {}, cursor: null, effect: 'read', idempotencyKey: null, requestId: 'bench', deadlineAt }, signal);
  return performance.now() - startedAt;
}

/** The fault again and again, as long as it is wanted: a killed process is started anew and meets it again. */
async function goOn(processes: AdapterProcesses, fault: 'loop' | 'leak', until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await call(processes, 'bad', fault, AbortSignal.any([until, AbortSignal.timeout(60_000)])).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds of calls that come at their pace. */
async function paced(processes: AdapterProcesses): Promise<readonly number[]> {
  const times: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let at = 0; at < callsEach; at++) {
    const wait = startedAt + at * everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    times.push(call(processes, 'other'));
  }
  return Promise.all(times);
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN;
}

/** Until the process with the fault is gone and its successor answers. */
async function settled(processes: AdapterProcesses): Promise<void> {
  for (let calm = 0; calm < 20;) {
    const ms = await call(processes, 'neighbour').catch(() => Infinity);
    calm = ms < 50 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
