import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { accessOf } from '../../hub/access/create-access.ts';
import type { HubConfig } from '../../hub/config/contract.ts';
import { Secret } from '../../hub/config/secret.ts';
import { createStore } from '../../hub/store/create-store.ts';
import { createSystems } from '../../hub/systems/create-systems.ts';
import { createExchanges } from '../../hub/systems/exchanges/create-exchanges.ts';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { startPostgres } from './bench-postgres.ts';
import { median, withNoise, type Finding } from './report.ts';

const rounds = 5;
const calls = 300;
const configuration = new URL('../../config/demo/', import.meta.url);
const nothing = () => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: console.error };
const sealKey = new Secret(Buffer.alloc(32, 7).toString('base64'));

/**
 * What the record of an exchange adds to a call of a system over HTTP with OAuth 2 on this machine: the time its caller waits for it, and the processor's time with
 * the chain in the store, each beside the whole call with its record.
 */
export async function measureExchangeRecord(): Promise<Finding[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-bench-exchanges-'));
  mkdirSync(join(dataDir, 'config/demo/systems'), { recursive: true });
  for (const name of ['secrets.yaml', 'systems/commerce-register.yaml'])
    symlinkSync(fileURLToPath(new URL(name, configuration)), join(dataDir, 'config/demo', name));
  const standIns = await startStandIns({ dataDir, log: { info: nothing, warn: nothing }, which: ['commerce-register'] });
  const postgres = await startPostgres();
  const store = await createStore({ databaseUrl: new Secret(await postgres.database('exchanges')), dataDir, sealKey }, log);
  const config = {
    profile: 'demo',
    role: 'all',
    configDir: pathToFileURL(join(dataDir, 'config/')),
    dataDir,
    sealKey,
    gatewayDomain: 'localhost',
  } as unknown as HubConfig;
  const audit = { record: async () => {} };
  const systems = await createSystems({ config, log, store, access: accessOf([], []), audit });
  const ledger = { unknownWrites: async () => [], settleWrite: async () => {} };
  const alone = await createExchanges({ config: { dataDir: join(dataDir, 'alone'), sealKey }, store, log, audit, ledger });
  const call = () =>
    systems.calls.call({
      system: 'commerce-register',
      operation: 'companiesOf',
      input: { nationalId: '1048172637' },
      cursor: null,
      options: {},
      caller: { actor: null, plugin: 'bench', language: 'ar', requestId: randomUUID() },
    });
  const message = { contentType: 'application/json', bytes: Buffer.from(JSON.stringify({ name: 'مؤسسة الخليج '.repeat(40) })) };
  const record = () =>
    alone.record({
      id: randomUUID(),
      at: new Date(),
      ms: 3,
      system: 'commerce-register',
      operation: 'companiesOf',
      effect: 'read',
      outcome: 'ok',
      attempts: 1,
      actor: null,
      plugin: 'bench',
      case: null,
      requestId: randomUUID(),
      idempotencyKey: null,
      sent: message,
      received: message,
    });
  try {
    for (let warm = 0; warm < 100; warm++) await Promise.all([call(), record()]);
    const waits = { call: [] as number[], record: [] as number[] };
    const processor = { call: [] as number[], record: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, once] of [['call', call] as const, ['record', record] as const]) {
        const before = process.cpuUsage();
        waits[name].push(await middleMs(once));
        // The chain is written in the background; what is under way belongs to what was measured.
        await new Promise((resolve) => setTimeout(resolve, 400));
        const { user, system } = process.cpuUsage(before);
        processor[name].push((user + system) / 1_000 / calls);
      }
    }
    return [
      finding('record of an exchange: what its caller waits', waits, 'ms p50', true),
      finding('record of an exchange: processor time of the hub, chain included (without that of the adapter)', processor, 'ms', false),
    ];
  } finally {
    await Promise.all([systems.close(), alone.close()]);
    await store.close();
    await Promise.all([postgres.stop(), standIns.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function finding(path: string, { call, record }: { call: number[]; record: number[] }, unit: string, bounded: boolean): Finding {
  const share = median(record) / median(call);
  return {
    path,
    ours: `${withNoise(record, 3)} ${unit}`,
    peer: `the whole call with its record ${withNoise(call, 2)} ${unit}`,
    ratio: share.toFixed(3),
    budget: bounded ? '< 0.10' : 'for information',
    met: bounded ? share < 0.1 : null,
  };
}

async function middleMs(once: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < calls; at++) {
    const startedAt = performance.now();
    await once();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
