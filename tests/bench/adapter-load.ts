import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import type { AdapterLimits } from '@amanah/adapter-api';
import { startRegister } from '../../adapters/openapi/src/testing/register.ts';
import { startStandIn } from '../../adapters/soap/src/testing/stand-in.ts';
import type { AdapterProcesses, SystemAccess } from '../../hub/systems/processes/contract.ts';
import { adaptersFolder } from '../../hub/systems/adapter-configs.ts';
import { createAdapterProcesses } from '../../hub/systems/processes/create-adapter-processes.ts';
import { median, withNoise, type Finding } from './report.ts';

/** What a definition lets run at once unless it says otherwise; the load is three times that. */
const peak = 8;
const inFlight = 3 * peak;
const calls = 1_200;
const rounds = 3;
const limits: AdapterLimits = { connectMs: 5_000, answerMs: 30_000, idleMs: 30_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 65_536, atOnce: inFlight };
const log = { debug() {}, info() {}, warn: console.error, error: console.error };

interface At {
  readonly host: string;
  readonly port: number;
}
interface Load {
  readonly protocol: 'openapi' | 'soap';
  readonly what: string;
  /** What a call may take longer than by hand. */
  readonly mostMs: number;
  readonly server: At;
  readonly secrets: Readonly<Record<string, string>>;
  readonly read: { readonly operation: string; readonly input: unknown };
  connection(at: At): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Each HTTP adapter in its process under three times its peak, beside the very same requests sent by hand to the same stand-in. */
export async function measureAdapterLoad(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const start of [restLoad, soapLoad]) {
    const load = await start();
    try {
      findings.push(await measured(load));
    } finally {
      await load.close();
    }
  }
  return findings;
}

async function restLoad(): Promise<Load> {
  const { server, secrets, read, config, close } = await startRegister();
  return { protocol: 'openapi', what: 'OAuth2, JSON', mostMs: 15, server, secrets, read, connection: (at) => ({ ...config(at) }), close };
}

async function soapLoad(): Promise<Load> {
  const secrets = { password: 'bench-password' };
  const standIn = await startStandIn('shop-register', secrets);
  return {
    protocol: 'soap',
    what: 'rpc/literal, Windows-1256',
    mostMs: 100,
    server: standIn,
    secrets,
    read: { operation: 'Rokhas.Soap.GetRokhsa', input: { number: '51142010000' } },
    connection: ({ host, port }) => ({
      wsdl: { url: `http://${host}:${port}/register?wsdl` },
      endpoint: `http://${host}:${port}/register`,
      fill: { '/user': 'hub', '/password': { secret: 'password' } },
    }),
    close: () => standIn.stop(),
  };
}

async function measured(load: Load): Promise<Finding> {
  const processes = createAdapterProcesses({ log, adaptersFolder, trusted: [load.protocol] });
  const agent = new Agent({ connections: inFlight });
  try {
    const direct = await asSent(load, processes, agent);
    const through = await opened(load, processes, load.server);
    const times = { through: [] as number[], direct: [] as number[] };
    const rates = { through: [] as number[], direct: [] as number[] };
    for (let round = 0; round <= rounds; round++)
      for (const [name, one] of [['through', through] as const, ['direct', direct] as const]) {
        const { p50, perSecond } = await loaded(one);
        // The first round warms both up.
        if (round > 0) times[name].push(p50);
        if (round > 0) rates[name].push(perSecond);
      }
    const added = median(times.through) - median(times.direct);
    return {
      path: `${load.protocol} adapter, ${load.what}, ${inFlight} calls at once (3 × peak)`,
      ours: `${withNoise(rates.through)} calls/s, ${withNoise(times.through, 1)} ms p50`,
      peer: `the same requests by undici ${withNoise(rates.direct)} calls/s, ${withNoise(times.direct, 1)} ms p50`,
      ratio: `+${added.toFixed(1)} ms`,
      budget: `≤ ${load.mostMs} ms more`,
      met: added <= load.mostMs,
    };
  } finally {
    await processes.shutdown(0);
    await agent.close();
  }
}

async function opened(load: Load, processes: AdapterProcesses, at: At): Promise<() => Promise<void>> {
  const systemId = `load-${at.port}`;
  const access: SystemAccess = { systemId, protocol: load.protocol, connection: load.connection(at), secrets: load.secrets, files: {}, limits };
  const contract = await processes.discover(access, AbortSignal.timeout(60_000));
  processes.open({ ...access, contract, operations: { read: { from: load.read.operation } } });
  return async () => {
    const asked = {
      operation: 'read',
      input: load.read.input,
      cursor: null,
      effect: 'read',
      idempotencyKey: null,
      requestId: 'bench',
      deadlineAt: Date.now() + 60_000,
    } as const;
    await processes.call(systemId, asked, new AbortController().signal);
  };
}

/** The request that the adapter makes, taken down once on its way, as a call by hand. */
async function asSent(load: Load, processes: AdapterProcesses, agent: Agent): Promise<() => Promise<void>> {
  let taken: { method: string; path: string; headers: Record<string, string>; body: Buffer } | null = null;
  const origin = `http://${load.server.host}:${load.server.port}`;
  const between = createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const {
        host: _host,
        connection: _connection,
        'transfer-encoding': _encoding,
        'content-length': _length,
        ...headers
      } = asked.headers as Record<string, string>;
      taken = { method: asked.method ?? 'GET', path: asked.url ?? '/', headers, body: Buffer.concat(chunks) };
      void send(taken).then(async (answer) => {
        response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type'] ?? '') });
        response.end(Buffer.from(await answer.body.arrayBuffer()));
      });
    });
  });
  const send = ({ method, path, headers, body }: NonNullable<typeof taken>) =>
    request(`${origin}${path}`, { dispatcher: agent, method: method as 'GET', headers, ...(body.length > 0 ? { body } : {}) });
  between.listen(0, '127.0.0.1');
  await once(between, 'listening');
  const through = await opened(load, processes, { host: '127.0.0.1', port: (between.address() as AddressInfo).port });
  await through();
  between.closeAllConnections();
  between.close();
  return async () => {
    const { statusCode, body } = await send(taken as NonNullable<typeof taken>);
    await body.arrayBuffer();
    if (statusCode !== 200) throw new Error(`the stand-in answered ${statusCode} to the call by hand`);
  };
}

async function loaded(one: () => Promise<void>): Promise<{ readonly p50: number; readonly perSecond: number }> {
  const times: number[] = [];
  const startedAt = performance.now();
  let left = calls;
  const line = async () => {
    while (left-- > 0) {
      const at = performance.now();
      await one();
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, line));
  return { p50: median(times), perSecond: (calls * 1_000) / (performance.now() - startedAt) };
}
