import { freePort } from '@amanah/testing';
import type { AdapterLimits, Contract } from '@amanah/adapter-api';
import { Agent, request } from 'undici';
import type { AdapterProcesses, CallableSystem } from '../../hub/systems/processes/contract.ts';
import { createAdapterProcesses } from '../../hub/systems/processes/create-adapter-processes.ts';
import { compiledCodeFolder } from '../../hub/config/compiled-code-folder.ts';
import { startPeer } from './peers/start-peer.ts';
import { residentMb } from './process-cpu.ts';
import { median, withNoise, type Finding } from './report.ts';

const rounds = 5;
const callsOneByOne = 400;
const callsAtOnce = 2_000;
const inFlight = 16;
const manySystems = 100;

/** As in the hub. */
const cacheFolder = compiledCodeFolder('.data');
const limits: AdapterLimits = { connectMs: 5_000, answerMs: 15_000, idleMs: 30_000, maxAnswerBytes: 10_485_760, maxHeaderBytes: 65_536, atOnce: inFlight };
const record = {
  type: 'object',
  required: ['number', 'holder', 'state'],
  properties: {
    number: { type: 'string', pattern: '^\\d+$' },
    holder: { type: 'string' },
    issuedAt: { type: 'string' },
    state: { enum: ['active', 'expired'] },
    activities: { type: 'array', items: { type: 'object', required: ['code'], properties: { code: { type: 'string' }, name: { type: 'string' } } } },
  },
};
/** As many operations as a middling description has. */
const names = Array.from({ length: 30 }, (_, at) => `licence${at}`);
const contract: Contract = {
  protocol: 'openapi',
  kind: 'bench',
  title: null,
  version: null,
  problems: [],
  snapshot: null,
  operations: names.map((name) => ({ name, summary: null, group: null, effect: 'read', idempotent: true, input: true, output: record, problems: [] })),
};

/** Calls of a system through an adapter process beside the same requests made directly; and what a hundred connected systems take. */
export async function measureAdapterCalls(): Promise<Finding[]> {
  const upstream = `http://127.0.0.1:${await freePort()}`;
  const peer = await startPeer('plain-system', new URL(upstream).port);
  const agent = new Agent({ connections: inFlight });
  const processes = start();
  try {
    processes.open(systemAt(upstream, 'system-0'));
    const through = () => call(processes, 'system-0');
    const direct = async () => void (await (await request(`${upstream}/licence0`, { dispatcher: agent })).body.json());
    for (let warm = 0; warm < 200; warm++) await Promise.all([through(), direct()]);
    const times = { through: [] as number[], direct: [] as number[] };
    const rates = { through: [] as number[], direct: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, once] of [['through', through] as const, ['direct', direct] as const]) {
        times[name].push(await middleMs(once));
        rates[name].push(await perSecond(once));
      }
    }
    const added = median(times.through) - median(times.direct);
    return [
      {
        path: 'call through an adapter process, one by one, 1 KB',
        ours: `${withNoise(times.through, 2)} ms p50`,
        peer: `the same request by undici ${withNoise(times.direct, 2)} ms p50`,
        ratio: `+${added.toFixed(2)} ms`,
        budget: '≤ 2 ms more',
        met: added <= 2,
      },
      {
        path: `the same, ${inFlight} at once`,
        ours: `${withNoise(rates.through)} calls/s`,
        peer: `undici ${withNoise(rates.direct)} calls/s`,
        ratio: (median(rates.through) / median(rates.direct)).toFixed(2),
        budget: 'none',
        met: null,
      },
      ...(await measureMany(upstream)),
    ];
  } finally {
    await processes.shutdown(0);
    await agent.close();
    await peer.stop();
  }
}

/** A hundred systems are opened and each is called once. */
async function measureMany(upstream: string): Promise<Finding[]> {
  const processes = start();
  try {
    processes.open(systemAt(upstream, 'system-0'));
    await call(processes, 'system-0');
    const alone = memory(processes);
    const startedAt = performance.now();
    for (let at = 1; at < manySystems; at++) processes.open(systemAt(upstream, `system-${at}`));
    await Promise.all(Array.from({ length: manySystems }, (_, at) => call(processes, `system-${at}`)));
    const seconds = (performance.now() - startedAt) / 1_000;
    const all = memory(processes);
    const count = processes.processes().length;
    return [
      {
        path: `${manySystems} connected systems, 30 operations each`,
        ours: `${all.toFixed(0)} MB in ${count} processes`,
        peer: `one system alone ${alone.toFixed(0)} MB`,
        ratio: `${((all - count * alone) / (manySystems - count)).toFixed(2)} MB a further system`,
        budget: '≤ 1536 MB',
        met: all <= 1_536,
      },
      { path: 'the same, until each has answered', ours: `${seconds.toFixed(1)} s`, peer: '–', ratio: '–', budget: '≤ 20 s', met: seconds <= 20 },
    ];
  } finally {
    await processes.shutdown(0);
  }
}

function start(): AdapterProcesses {
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: console.error, error: console.error };
  return createAdapterProcesses({ log, adaptersFolder: new URL('./adapters/', import.meta.url), trusted: ['openapi'], cacheFolder });
}

function systemAt(upstream: string, systemId: string): CallableSystem {
  const operations = Object.fromEntries(names.map((name) => [name, { from: name }]));
  return { systemId, protocol: 'openapi', connection: { upstream }, secrets: { key: `secret-of-${systemId}` }, files: {}, limits, contract, operations };
}

const never = new AbortController().signal;

async function call(processes: AdapterProcesses, systemId: string): Promise<void> {
  const deadlineAt = Date.now() + 60_000;
  await processes.call(
    systemId,
    { operation: 'licence0', input: {}, cursor: null, effect: 'read', idempotencyKey: null, requestId: 'bench', deadlineAt },
    never,
  );
}

async function middleMs(once: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < callsOneByOne; at++) {
    const startedAt = performance.now();
    await once();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function perSecond(once: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let left = callsAtOnce;
  const line = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: inFlight }, line));
  return (callsAtOnce * 1_000) / (performance.now() - startedAt);
}

const memory = (processes: AdapterProcesses) => processes.processes().reduce((sum, { pid }) => sum + (pid === null ? 0 : residentMb(pid)), 0);
