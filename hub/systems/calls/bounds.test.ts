import { describe, expect, test } from 'vitest';
import { AnswerCache } from './answer-cache.ts';
import { CallQueue } from './call-queue.ts';
import { inputHash } from './input-hash.ts';

const answer = (output: unknown) => ({ output, next: null });
const later = () => Date.now() + 60_000;

describe('kept answers', () => {
  test('are given for their time, and each caller has a copy of its own', () => {
    let now = 0;
    const cache = new AnswerCache(() => now);
    cache.put('k', 'register', answer({ list: [1] }), 10);
    const first = cache.get('k') as { output: { list: number[] } };
    first.output.list.push(2);
    expect(cache.get('k')).toEqual(answer({ list: [1] }));
    now = 10_000;
    expect(cache.get('k')).toBeNull();
  });

  test('are bounded: the longest unused go first, and one that is too large is not kept', () => {
    const cache = new AnswerCache();
    for (let n = 0; n < 1_000; n++) cache.put(`k${n}`, 'register', answer(n), 60);
    cache.get('k0');
    cache.put('one more', 'register', answer(0), 60);
    expect([cache.get('k0')?.output, cache.get('k1')]).toEqual([0, null]);
    cache.put('huge', 'register', answer('x'.repeat(5_000_000)), 60);
    expect(cache.get('huge')).toBeNull();
    for (let n = 0; n < 10; n++) cache.put(`large${n}`, 'register', answer('x'.repeat(3_900_000)), 60);
    expect(Array.from({ length: 10 }, (_, n) => cache.get(`large${n}`)).filter(Boolean)).toHaveLength(4);
  });

  test('of one system are forgotten together', () => {
    const cache = new AnswerCache();
    cache.put('a', 'register', answer(1), 60);
    cache.put('b', 'shops', answer(2), 60);
    cache.forget('register');
    expect([cache.get('a'), cache.get('b')?.output]).toEqual([null, 2]);
  });
});

describe('turns', () => {
  test('are given in the order in which they were asked for, and given up at the deadline', async () => {
    const queue = new CallQueue();
    const bounds = { atOnce: 1, queued: 2 };
    expect(await queue.enter(bounds, later())).toBe('turn');
    const order: string[] = [];
    const second = queue.enter(bounds, later()).then((how) => order.push(`second ${how}`));
    const late = queue.enter(bounds, Date.now());
    expect(await queue.enter(bounds, later())).toBe('full');
    expect(await late).toBe('late');
    const third = queue.enter(bounds, later()).then((how) => order.push(`third ${how}`));
    queue.leave();
    await second;
    queue.leave();
    await third;
    expect(order).toEqual(['second turn', 'third turn']);
    queue.leave();
    expect(queue.load).toEqual({ running: 0, waiting: 0 });
  });

  test('nobody overtakes those that wait when more are allowed at once than before', async () => {
    const queue = new CallQueue();
    await queue.enter({ atOnce: 1, queued: 5 }, later());
    const waits = queue.enter({ atOnce: 1, queued: 5 }, later());
    const next = queue.enter({ atOnce: 9, queued: 5 }, later());
    expect(queue.load).toEqual({ running: 1, waiting: 2 });
    queue.leave();
    expect(await waits).toBe('turn');
    queue.leave();
    expect(await next).toBe('turn');
  });
});

test('inputs are the same whatever the order of their fields, and nothing else is', () => {
  expect(inputHash({ a: 1, b: [{ c: 2, d: undefined }] })).toBe(inputHash({ b: [{ c: 2 }], a: 1 }));
  const others = [{ a: 1 }, { a: '1' }, { a: [1] }, [{ a: 1 }], { a: null }, null, 'a', { A: 1 }, { 'a":1,"b': 1 }].map(inputHash);
  expect(new Set(others).size).toBe(others.length);
});
