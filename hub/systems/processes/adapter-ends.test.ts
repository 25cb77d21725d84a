import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { alive, openProcesses, startCounter } from './fixtures/open-processes.ts';

const timeout = 90_000;

/** Processes that this one has started and that run, without those that only wait to be forgotten. */
function children(): number[] {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '))
    .filter((pid) => pid !== '')
    .map(Number);
}

test('a hub that is killed leaves no adapter process behind, not even one in an endless loop', { timeout }, async () => {
  const hub = spawn(process.execPath, [fileURLToPath(new URL('./fixtures/parent-program.ts', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(hub.stdout), 'line')) as [string];
  const { pids } = JSON.parse(line) as { pids: number[] };
  expect(pids.map(alive)).toEqual([true, true]);
  hub.kill('SIGKILL');
  await once(hub, 'exit');
  await expect.poll(() => pids.map(alive), { timeout: 20_000 }).toEqual([false, false]);
});

test('a signal to the whole group ends no adapter process: the hub lets open calls end first', { timeout }, async () => {
  const { open, call, running, processes } = openProcesses();
  open('a');
  const pid = await running('a');
  const open1 = call('a', 'wait', { ms: 1_500 });
  await call('a', 'echo');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(pid, signal);
  expect(await open1).toMatchObject({ output: { waited: true } });
  expect(processes.processes()).toMatchObject([{ pid, deaths: 0 }]);
  await processes.shutdown(0);
});

test('a shutdown lets open calls end within its time, takes no new ones, closes connections, and leaves no process behind', { timeout }, async () => {
  const { open, call, failure, processes, running } = openProcesses();
  const counter = await startCounter();
  open('a', { connection: { label: 'a', counter: counter.address } });
  open('b', { protocol: 'soap' });
  await Promise.all([running('a'), running('b')]);
  const pids = processes.processes().map(({ pid }) => pid ?? 0);
  const short = call('a', 'wait', { ms: 1_000 });
  const long = failure(call('b', 'wait', { ms: 60_000 }, { effect: 'write', deadlineAt: Date.now() + 80_000 }));
  await Promise.all([call('a', 'echo'), call('b', 'echo')]);
  const ended = processes.shutdown(3_000);
  expect(await failure(call('a', 'echo'))).toMatchObject({ outcome: 'unreachable', reached: 'no' });
  expect(await short).toMatchObject({ output: { waited: true } });
  expect(await long).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  await ended;
  expect(counter.told).toEqual(['closed a']);
  expect(pids.map(alive)).toEqual([false, false]);
  await expect.poll(children).toEqual([]);
  counter.close();
});

test('a shutdown ends an adapter that does not want to end', { timeout }, async () => {
  const { open, call, failure, processes, running } = openProcesses({ silentMs: 600_000 });
  open('a');
  const pid = await running('a');
  const loop = failure(call('a', 'loop', {}, { deadlineAt: Date.now() + 80_000 }));
  await processes.shutdown(200);
  expect(await loop).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  expect(alive(pid)).toBe(false);
});
