import { seededRandom } from '@amanah/testing/adapter-suite';
import { expect, test } from 'vitest';
import { CallFailed } from './call-failed.ts';
import { alive, openProcesses, startCounter } from './fixtures/open-processes.ts';

const seed = 20_261_127;
const calls = 300;
/** Callers at the same time. */
const callers = 12;
/** A process is killed whenever so many calls have ended and one of them well, so that the machine's speed changes nothing. */
const killEvery = 30;
const systems = ['a', 'b', 'c', 'd', 'e', 'f'];
const outcomes = ['ok', 'unreachable', 'timeout', 'refused', 'failed', 'contract-violation', 'cancelled'];
/** How many of each operation there are; all others are writes that tell a counter. */
const plan = { loop: 1, exit: 2, crash: 2, hang: 12, refuse: 30, wrong: 15, badError: 15, echo: 60, wait: 30 };

test(
  'whatever dies, loops or hangs: every call ends, well or in a known way, and a write is carried out at most once and never said to be what it was not',
  {
    timeout: 170_000,
  },
  async () => {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const counter = await startCounter();
    const { processes, open, call, running } = openProcesses({ silentMs: 2_000, backOff: { first: 50, longest: 500 }, deathWindowMs: 5_000 });
    systems.forEach((id, at) => open(id, { protocol: at < 4 ? 'openapi' : 'soap', connection: { label: id, counter: counter.address } }));
    await Promise.all(systems.map(running));

    const operations = Object.entries(plan).flatMap(([name, times]) => Array<string>(times).fill(name));
    while (operations.length < calls) operations.push('count');
    operations.sort(() => random() - 0.5);
    const writes = new Map<string, 'done' | 'no' | 'maybe' | 'yes'>();
    const seen = new Set<string>();
    let [ended, well] = [0, false];

    const one = async (operation: string, n: number): Promise<void> => {
      const caller = new AbortController();
      if (random() < 0.05) setTimeout(() => caller.abort(), random() * 300);
      const write = operation === 'count';
      const deadlineAt = Date.now() + (operation === 'hang' ? 300 : 15_000);
      const input = { name: `w${n}`, ms: random() * 100 };
      try {
        await call(pick(systems), operation, input, write ? { deadlineAt, effect: 'write', idempotencyKey: `k${n}` } : { deadlineAt }, caller.signal);
        seen.add('ok');
        well = true;
        if (write) writes.set(`w${n} k${n}`, 'done');
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        seen.add(error.outcome);
        if (write) writes.set(`w${n} k${n}`, error.reached);
      }
      if (++ended % killEvery !== 0 || !well) return;
      well = false;
      const pids = processes
        .processes()
        .flatMap(({ pid }) => pid ?? [])
        .filter(alive);
      if (pids.length > 0) process.kill(pick(pids), 'SIGKILL');
    };

    const left = [...operations.entries()];
    const line = async () => {
      for (let next = left.shift(); next; next = left.shift()) await one(next[1], next[0]);
    };
    await Promise.all(Array.from({ length: callers }, line));

    expect([...seen].filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['ok', 'unreachable', 'timeout', 'refused']));
    const times = (write: string) => counter.told.filter((told) => told === write).length;
    const untrue = [...writes].filter(([write, end]) => (end === 'done' ? times(write) !== 1 : end === 'no' ? times(write) !== 0 : times(write) > 1));
    expect(untrue).toEqual([]);
    expect([...writes.values()]).toEqual(expect.arrayContaining(['done', 'maybe']));

    for (const id of systems) {
      const answered = () =>
        call(id, 'echo', 'after', { deadlineAt: Date.now() + 60_000 }).then(
          ({ output }) => output,
          () => null,
        );
      await expect.poll(answered, { timeout: 60_000 }).toMatchObject({ label: id });
    }
    await expect.poll(() => processes.processes().reduce((sum, { openCalls }) => sum + openCalls, 0), { timeout: 15_000 }).toBe(0);
    const pids = processes.processes().flatMap(({ pid }) => pid ?? []);
    await processes.shutdown(0);
    expect(pids.filter(alive)).toEqual([]);
    counter.close();
  },
);
