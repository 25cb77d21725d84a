import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AdapterError, type AdapterOutcome } from '@amanah/adapter-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AdapterBench, type Ended } from './adapter-bench.ts';
import type { Counterpart } from './counterpart.ts';
import { networkFaults, type NetworkFault } from './fault-proxy.ts';
import { seededRandom } from './seeded-random.ts';

const outcomes: readonly AdapterOutcome[] = [
  'unreachable',
  'timeout',
  'unauthorised',
  'refused',
  'failed',
  'contract-violation',
  'too-large',
  'input-invalid',
  'cancelled',
];
const volume = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 10_000 : 300;
const seed = Number(process.env['AMANAH_TEST_SEED'] ?? 20261127);
/** Shorter than the limits: under chaos most faults are met by the deadline. */
const chaosDeadlineMs = 250;
/** What a heap may grow by between the middle and the end of the chaos, in bytes. */
const heapGrowth = 16_000_000;

const outcomeOf = ({ answer, error }: Ended) => (answer ? 'ok' : error instanceof AdapterError ? error.outcome : `not an AdapterError: ${String(error)}`);
/** Faults under which nothing of an answer arrives, so that no call can end well. */
const silent: readonly NetworkFault[] = ['refuse', 'hang', 'reset', 'garbage', 'lost-reply'];

/** Which optional parts the counterpart brings; a test whose part is missing is not there, rather than skipped. */
export interface CounterpartParts {
  readonly writes: boolean;
  readonly pages: boolean;
  readonly changingContract: boolean;
  readonly expiringAccess: boolean;
}

/**
 * The suite that every adapter passes (docs/quality): the same faults against each, by a real counterpart behind a fault proxy.
 * `AMANAH_TEST_VOLUME=long` runs 10,000 calls under chaos instead of 300; `AMANAH_TEST_SEED` chooses others.
 */
export function describeAdapter<C>(name: string, start: () => Promise<Counterpart<C>>, has: CounterpartParts): void {
  describe(`shared suite: ${name}`, () => {
    let bench: AdapterBench<C>;
    beforeAll(async () => (bench = await AdapterBench.open(await start())));
    afterEach(() => bench.heal());
    afterAll(() => bench.close());

    /** The first call after a fault may still meet a connection that it broke. */
    const readsAgain = async () => {
      await bench.heal();
      await expect.poll(async () => outcomeOf(await bench.read()), { timeout: 20_000 }).toBe('ok');
    };
    const holds = (ended: Ended) => ended.answer !== null && bench.counterpart.read.holds(ended.answer.output);

    test('a read gives what the system holds, and a probe finds it well', async () => {
      const ended = await bench.read();
      expect(ended.error).toBeNull();
      expect(holds(ended)).toBe(true);
      expect(await bench.probe()).toBeNull();
    });

    test('probe: a system that is away is told from one that refuses the credentials', async () => {
      bench.proxy.set('refuse');
      expect(await bench.probe()).toMatchObject({ outcome: 'unreachable' });
      await bench.heal();
      const wrong = Object.fromEntries(Object.keys(bench.counterpart.secrets).map((secret) => [secret, `wrong-${secret}-9b1d`]));
      const stranger = await bench.connect(wrong);
      expect(await bench.probe(stranger)).toMatchObject({ outcome: 'unauthorised' });
      await stranger.close();
    });

    test.each(networkFaults.filter((fault) => silent.includes(fault)))(
      'deadline and closed errors: a read under "%s" ends by its deadline in a known outcome, with its cause told',
      async (fault) => {
        await readsAgain();
        bench.proxy.set(fault);
        const ended = await bench.read({ deadlineMs: 400 });
        expect(outcomes).toContain(outcomeOf(ended));
        expect((ended.error as Error).message.length).toBeGreaterThan(0);
        await readsAgain();
      },
    );

    test.each(['half', 'slow', 'flood'] as const)('an answer that comes as "%s" ends well or in a known outcome, and memory stays bounded', async (fault) => {
      await readsAgain();
      const before = process.memoryUsage().rss;
      bench.proxy.set(fault);
      const ended = await bench.read({ deadlineMs: 3_000 });
      expect(['ok', ...outcomes]).toContain(outcomeOf(ended));
      if (ended.answer) expect(holds(ended)).toBe(true);
      expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
      await readsAgain();
    });

    test('hostile replies: what only this system can play ends as its list says', async () => {
      for (const fault of bench.counterpart.ownFaults) {
        await fault.play();
        const ended = await bench.read({ deadlineMs: 5_000 });
        expect({ fault: fault.name, ended: fault.ends.includes(outcomeOf(ended) as AdapterOutcome) ? fault.ends : outcomeOf(ended) }).toEqual({
          fault: fault.name,
          ended: fault.ends,
        });
        if (ended.answer) expect(holds(ended)).toBe(true);
        await readsAgain();
      }
    });

    if (has.expiringAccess)
      test('access that ran out is renewed once and the read goes on', async () => {
        await bench.counterpart.expireAccess!();
        expect(outcomeOf(await bench.read())).toBe('ok');
      });

    if (has.pages)
      test('paging: several pages give each row once', async () => {
        const paged = bench.counterpart.paged!;
        const ids: string[] = [];
        let cursor: string | undefined;
        let pages = 0;
        do {
          const { answer, error } = await bench.call(paged.operation, paged.input, cursor === undefined ? {} : { cursor });
          expect(error).toBeNull();
          ids.push(...paged.ids(answer!.output));
          cursor = answer!.next;
          pages += 1;
        } while (cursor !== undefined && pages < 1_000);
        expect(pages).toBeGreaterThanOrEqual(3);
        expect(ids.toSorted()).toEqual([...paged.all].toSorted());
      });

    if (has.writes)
      test('unknown outcome: a write whose reply is lost says that it may have been done, and is not sent again', async () => {
        await readsAgain();
        expect(outcomeOf(await bench.write('warm'))).toBe('ok');
        bench.proxy.set('lost-reply');
        const ended = await bench.write('lost');
        expect(ended.error).toBeInstanceOf(AdapterError);
        await bench.heal();
        const times = (await bench.counterpart.written()).filter((mark) => mark === 'lost').length;
        expect(times).toBeLessThanOrEqual(1);
        if (times === 1) expect((ended.error as AdapterError).reached).not.toBe('no');
      });

    if (has.writes)
      test('one write: the same key twice is one write at the system, also when the reply to the first was lost', async () => {
        await readsAgain();
        for (const mark of ['twice', 'lost-then-twice']) {
          if (mark !== 'twice') bench.proxy.set('lost-reply');
          await bench.write(mark);
          await bench.heal();
          await expect.poll(async () => outcomeOf(await bench.write(mark)), { timeout: 20_000 }).toBe('ok');
          expect((await bench.counterpart.written()).filter((one) => one === mark)).toEqual([mark]);
        }
      });

    if (has.changingContract)
      test('a changed contract shows when it is read again', async () => {
        const shape = async () =>
          JSON.stringify((await bench.discover()).operations.map(({ name: operation, input, output }) => ({ operation, input, output })));
        const before = await shape();
        expect(await shape()).toBe(before);
        await bench.counterpart.changeContract!();
        expect(await shape()).not.toBe(before);
        await bench.heal();
        expect(await shape()).toBe(before);
      });

    test(`chaos: ${volume} calls with random faults each end by their deadline in a known outcome; a write is done once, not at all, or reported as unknown; the heap stays flat`, async () => {
      const random = seededRandom(seed);
      const { counterpart } = bench;
      const writes = new Map<string, Ended>();
      const problems: string[] = [];
      let middle = 0;
      for (let n = 0; n < volume; n++) {
        const own =
          counterpart.ownFaults.length > 0 && random() < 0.15 ? counterpart.ownFaults[Math.floor(random() * counterpart.ownFaults.length)] : undefined;
        const fault = random() < 0.5 ? 'none' : (networkFaults[Math.floor(random() * networkFaults.length)] ?? 'none');
        await own?.play();
        bench.proxy.set(fault);
        const writing = counterpart.write !== null && random() < 0.4;
        const mark = `m${seed}-${n}`;
        const ended = writing ? await bench.write(mark, { deadlineMs: chaosDeadlineMs }) : await bench.read({ deadlineMs: chaosDeadlineMs });
        const outcome = outcomeOf(ended);
        if (outcome !== 'ok' && !outcomes.includes(outcome as AdapterOutcome)) problems.push(`call ${n} under ${fault}/${own?.name}: ${outcome}`);
        if (!writing && ended.answer && !holds(ended)) problems.push(`call ${n} under ${fault}/${own?.name}: a wrong answer was taken`);
        if (writing) writes.set(mark, ended);
        await bench.heal();
        bench.said.splice(0, bench.said.length - 2_000);
        if (n === Math.floor(volume / 2)) middle = heapUsed();
      }
      expect(problems).toEqual([]);
      expect(heapUsed() - middle).toBeLessThan(heapGrowth);
      await expect.poll(async () => unaccounted(writes, await counterpart.written()), { timeout: 20_000 }).toEqual([]);
      await readsAgain();
    }, 3_600_000);

    test('no leak: no secret stands in a log line, an error, an answer or a recorded message', () => {
      const everything = bench.said.join('\n');
      expect(everything.length).toBeGreaterThan(100);
      for (const [secret, value] of Object.entries(bench.counterpart.secrets)) {
        expect(everything.includes(value), `the secret ${secret}`).toBe(false);
        expect(everything.includes(Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2)), `the secret ${secret} in base64`).toBe(false);
      }
    });

    test('clean stop: after closing no connection is left', async () => {
      expect(outcomeOf(await bench.read())).toBe('ok');
      await bench.closeConnection();
      await expect.poll(() => bench.proxy.open(), { timeout: 10_000 }).toBe(0);
    });
  });
}

/** Writes whose end and whose record at the system do not fit together. */
function unaccounted(writes: ReadonlyMap<string, Ended>, written: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const mark of written) times.set(mark, (times.get(mark) ?? 0) + 1);
  return [...writes].flatMap(([mark, { answer, error }]) => {
    const done = times.get(mark) ?? 0;
    if (done > 1) return [`${mark}: written ${done} times`];
    if (answer && done !== 1) return [`${mark}: said to be done, not written`];
    if (error instanceof AdapterError && error.reached === 'no' && done > 0) return [`${mark}: said not to have reached it, but written`];
    return [];
  });
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
