import { createTestHub, startTestRedis, type TestHub } from '@amanah/testing';
import { startPostgres } from './bench-postgres.ts';
import { measuredCore, pin } from './machine.ts';
import { cpuSeconds } from './process-cpu.ts';
import { median, withNoise, type Finding } from './report.ts';
import { callback, SignInFlow, type Cookies } from './sign-in-flow.ts';

const rounds = 8;
const slotMs = 1_500;
const atOnce = 8;

interface Side {
  readonly name: 'memory' | 'PostgreSQL' | 'Redis';
  readonly hub: TestHub;
  readonly flow: SignInFlow;
  /** The cookies of a browser that is signed in to the portal only. */
  readonly signedIn: Cookies;
}

interface Rate {
  readonly perSecond: number[];
  readonly cpuMs: number[];
}

/** Whole sign-ins of a client over HTTP, with the provider's state in memory, in PostgreSQL and in Redis; people and sessions are in PostgreSQL in all three. */
export async function measureSignIns(): Promise<Finding[]> {
  const [postgres, redis] = [await startPostgres(), await startTestRedis()];
  const hubs: TestHub[] = [];
  const open = async (name: Side['name'], env: Record<string, string>): Promise<Side> => {
    const hub = await createTestHub({ env: { AMANAH_LOG_LEVEL: 'info', DATABASE_URL: await postgres.database(name.toLowerCase()), ...env } });
    hubs.push(hub);
    await pin(hub.pid, measuredCore);
    const added = await hub.cli('client', 'add', '--id', 'bench', '--redirect-uri', callback, '--json');
    const { client_secret: secret } = JSON.parse(added.stdout) as { client_secret: string };
    const flow = new SignInFlow({ base: hub.url, secret });
    const cookies: Cookies = new Map();
    await flow.run(cookies);
    const signedIn = new Map([...cookies].filter(([cookie]) => !cookie.startsWith('amanah-oidc')));
    return { name, hub, flow, signedIn };
  };
  try {
    const sides = [await open('memory', { AMANAH_OIDC_STATE: 'memory' }), await open('PostgreSQL', {}), await open('Redis', { REDIS_URL: redis.url })];
    const entering = await interleaved(sides, ({ flow, signedIn }) => flow.run(new Map(signedIn)));
    const whole = await interleaved(sides, ({ flow }) => flow.run());
    return [...findings('client sign-in under an open portal session', entering), ...findings('client sign-in with staff password (Argon2id)', whole)];
  } finally {
    for (const hub of hubs) await hub.remove();
    await redis.stop();
    await postgres.stop();
  }
}

async function interleaved(sides: readonly Side[], once: (side: Side) => Promise<void>): Promise<readonly Rate[]> {
  const rates = sides.map((): Rate => ({ perSecond: [], cpuMs: [] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [at, side] of sides.entries()) {
      const before = cpuSeconds(side.hub.pid);
      const startedAt = performance.now();
      let done = 0;
      const worker = async () => {
        while (performance.now() - startedAt < slotMs) {
          await once(side);
          done += 1;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      if (round === 0) continue; // warming up
      rates[at]?.perSecond.push(done / ((performance.now() - startedAt) / 1_000));
      rates[at]?.cpuMs.push(((cpuSeconds(side.hub.pid) - before) * 1_000) / done);
    }
  }
  return rates;
}

function findings(path: string, [memory, postgres, redis]: readonly Rate[]): Finding[] {
  const show = (rate?: Rate) => `${withNoise(rate?.perSecond ?? [])}/s, ${median(rate?.cpuMs ?? []).toFixed(1)} ms CPU`;
  const finding = (name: string, rate: Rate | undefined, budget: number): Finding => {
    // Each round's own ratio: what disturbed the machine in one round disturbed all three.
    const ratio = median((rate?.perSecond ?? []).map((value, round) => value / (memory?.perSecond[round] ?? NaN)));
    return { path: `${path}: ${name}`, ours: show(rate), peer: `memory ${show(memory)}`, ratio: ratio.toFixed(2), budget: `≥ ${budget}`, met: ratio >= budget };
  };
  return [finding('PostgreSQL', postgres, 0.55), finding('Redis', redis, 0.85)];
}
