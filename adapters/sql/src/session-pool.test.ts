import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Session } from './dialects/dialect.ts';
import { SessionPool } from './session-pool.ts';

const never = new AbortController().signal;

/** Sessions that only remember what was done with them. */
function pool(atOnce: number, idleMs?: number, open?: (signal: AbortSignal) => Promise<void>) {
  const done: string[] = [];
  let made = 0;
  const opened = async (readOnly: boolean, signal: AbortSignal) => {
    await open?.(signal);
    const name = `${readOnly ? 'r' : 'w'}${++made}`;
    done.push(`open ${name}`);
    const session = {
      alive: true,
      cancel: async () => void done.push(`cancel ${name}`),
      destroy: () => void done.push(`destroy ${name}`),
      end: async () => void done.push(`end ${name}`),
    };
    return session as unknown as Session;
  };
  return { done, sessions: new SessionPool(opened, atOnce, idleMs) };
}

test('a session is used again by the same kind of call, and makes room for the other kind', async () => {
  const { done, sessions } = pool(1);
  const first = await sessions.take(true, never);
  sessions.give(first, true);
  const again = await sessions.take(true, never);
  expect(again).toEqual({ session: first.session, reused: true });
  sessions.give(again, true);
  sessions.give(again, true);
  const write = await sessions.take(false, never);
  expect(write.reused).toBe(false);
  sessions.give(write, false);
  await sessions.close();
  expect(done).toEqual(['open r1', 'end r1', 'open w2', 'end w2']);
});

test('who comes too many waits, in order, and is told when time is over', async () => {
  const { done, sessions } = pool(1);
  const held = await sessions.take(true, never);
  const second = sessions.take(true, never);
  const late = new AbortController();
  const gone = new AbortController();
  const told = Promise.all([
    expect(sessions.take(true, late.signal)).rejects.toMatchObject({ outcome: 'timeout', reached: 'no' }),
    expect(sessions.take(true, gone.signal)).rejects.toMatchObject({ outcome: 'cancelled', reached: 'no' }),
  ]);
  late.abort(new DOMException('late', 'TimeoutError'));
  gone.abort();
  await told;
  await expect(sessions.take(true, AbortSignal.abort())).rejects.toMatchObject({ outcome: 'cancelled' });
  sessions.drop(held);
  sessions.drop(held);
  expect((await second).reused).toBe(false);
  await sessions.close();
  expect(done).toEqual(['open r1', 'cancel r1', 'destroy r1', 'open r2', 'destroy r2']);
});

test('a session that died is not given out, nor kept', async () => {
  const { done, sessions } = pool(2);
  const first = await sessions.take(true, never);
  sessions.give(first, true);
  (first.session as { alive: boolean }).alive = false;
  const second = await sessions.take(true, never);
  expect(second.reused).toBe(false);
  (second.session as { alive: boolean }).alive = false;
  sessions.give(second, true);
  expect(done).toEqual(['open r1', 'destroy r1', 'open r2', 'destroy r2']);
  await sessions.close();
});

test('a session nobody asks for is ended', async () => {
  const { done, sessions } = pool(1, 5);
  sessions.give(await sessions.take(true, never), true);
  await expect.poll(() => done).toEqual(['open r1', 'end r1']);
  await sessions.close();
});

test('what hinders opening is told, the place is free again, and an aborted opening is an abort', async () => {
  let fail = true;
  const { sessions } = pool(1, 1_000, async (signal) => {
    if (fail) throw new Error('refused');
    await pause(0);
    signal.throwIfAborted();
  });
  await expect(sessions.take(true, never)).rejects.toThrow('refused');
  fail = false;
  const gone = new AbortController();
  const opening = sessions.take(true, gone.signal);
  gone.abort();
  await expect(opening).rejects.toMatchObject({ outcome: 'cancelled', reached: 'no' });
  expect((await sessions.take(true, never)).reused).toBe(false);
  await sessions.close();
});
