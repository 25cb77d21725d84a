import { getPriority } from 'node:os';
import type { CallProtocol } from '@amanah/adapter-api';
import { afterEach, expect, test } from 'vitest';
import { alive, openProcesses, startCounter, type OpenedProcesses } from './fixtures/open-processes.ts';
import type { ProcessSettings } from './process-settings.ts';

const opened: OpenedProcesses[] = [];
const closers: (() => void)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ processes }) => processes.shutdown(0)));
  closers.splice(0).forEach((close) => close());
});

const timeout = 90_000;
/** Long enough for whatever a busy machine does to a process that is started twice. */
const patientCall = () => ({ deadlineAt: Date.now() + 60_000 });

function start(settings: Partial<ProcessSettings> = {}): OpenedProcesses {
  const made = openProcesses(settings);
  opened.push(made);
  return made;
}

/** Two neighbours in one process and a third system in another, all running. */
async function threeSystems(settings: Partial<ProcessSettings> = {}) {
  const all = start(settings);
  all.open('sick');
  all.open('neighbour');
  all.open('other', { protocol: 'soap' });
  const pid = await all.running('sick');
  const otherPid = await all.running('other');
  expect(await all.running('neighbour')).toBe(pid);
  const asBefore = async () => {
    expect(await all.call('neighbour', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'neighbour', input: 1 } });
    expect(await all.call('other', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'other', input: 1 } });
    expect(all.pidOf('other')).toBe(otherPid);
  };
  return { ...all, pid, asBefore };
}

test(
  'killed in the middle of reads: they are done once more and answered; writes end as lost, with what was sent, and are not repeated',
  { timeout },
  async () => {
    const { open, call, failure, running, pidOf } = start();
    const counter = await startCounter();
    closers.push(counter.close);
    for (const id of ['a', 'b']) open(id, { connection: { label: id, counter: counter.address } });
    const pid = await running('a');
    const slow = { ms: 2_000 };
    const read = call('a', 'count', { name: 'read', ...slow }, patientCall());
    const neighbourRead = call('b', 'count', { name: 'neighbour', ...slow }, patientCall());
    const write = failure(call('b', 'count', { name: 'write', ...slow }, { ...patientCall(), effect: 'write', idempotencyKey: 'key-1' }));
    await expect.poll(() => [...counter.told].sort(), { timeout: 20_000 }).toEqual(['neighbour null', 'read null', 'write key-1']);
    process.kill(pid, 'SIGKILL');
    const lost = await write;
    expect(lost).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    expect(lost.messages.sent).toMatchObject({ contentType: 'text/plain', bytes: Buffer.from('count write') });
    expect(await read).toMatchObject({ output: { label: 'a' } });
    expect(await neighbourRead).toMatchObject({ output: { label: 'b' } });
    expect([...counter.told].sort()).toEqual(['neighbour null', 'neighbour null', 'read null', 'read null', 'write key-1']);
    expect(pidOf('a')).not.toBe(pid);
  },
);

test('killed again while a read is done once more: the read ends as lost, and is not tried a third time', { timeout }, async () => {
  const { open, call, failure, running } = start();
  const counter = await startCounter();
  closers.push(counter.close);
  open('a', { connection: { label: 'a', counter: counter.address } });
  await running('a');
  const read = failure(call('a', 'count', { name: 'read', ms: 60_000 }, patientCall()));
  await expect.poll(() => counter.told.length, { timeout: 20_000 }).toBe(1);
  process.kill(await running('a'), 'SIGKILL');
  await expect.poll(() => counter.told.length, { timeout: 30_000 }).toBe(2);
  process.kill(await running('a'), 'SIGKILL');
  expect(await read).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  expect(await call('a', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'a' } });
  expect(counter.told).toHaveLength(2);
});

test('a write that still waits for its process when that dies was not sent, and goes to the next one', { timeout }, async () => {
  const { open, call, processes } = start();
  open('a');
  // Not ready yet: the call waits.
  const write = call('a', 'echo', 'once', { ...patientCall(), effect: 'write' });
  const pid = processes.processes()[0]?.pid;
  if (pid == null) throw new Error('no process was started');
  process.kill(pid, 'SIGKILL');
  expect(await write).toMatchObject({ output: { input: 'once' } });
});

test(
  'an endless loop: its process is killed, neighbours answer in a new one, the system runs alone from then on and its loops reach nobody',
  { timeout },
  async () => {
    const { call, failure, running, pidOf, pid, asBefore, lines, processes } = await threeSystems();
    const startedAt = performance.now();
    const loop = failure(call('sick', 'loop', {}, patientCall()));
    const neighbour = call('neighbour', 'echo', 'during', patientCall());
    expect(await neighbour).toMatchObject({ output: { input: 'during' } });
    expect(performance.now() - startedAt).toBeGreaterThan(2_500);
    expect(pidOf('sick')).not.toBe(pidOf('neighbour'));
    const neighbourPid = await running('neighbour');
    expect(neighbourPid).not.toBe(pid);
    // Its read was done once more, alone, and looped there too.
    expect(await loop).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    await asBefore();
    expect(pidOf('neighbour')).toBe(neighbourPid);
    expect(lines.find(({ message }) => message === 'a system runs alone from now on')?.fields).toMatchObject({ system: 'sick', cause: 'silent' });
    expect(processes.processes().find(({ systems }) => systems.includes('sick'))).toMatchObject({ systems: ['sick'], lastDeath: 'silent' });
    expect(await call('sick', 'echo', 'well again', patientCall())).toMatchObject({ output: { input: 'well again' } });
  },
);

test('a process that is stopped from outside is replaced, and reads are answered', { timeout }, async () => {
  const { call, running, pid, lines } = await threeSystems();
  process.kill(pid, 'SIGSTOP');
  expect(await call('neighbour', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'neighbour' } });
  expect(await running('neighbour')).not.toBe(pid);
  expect(lines.find(({ message }) => message === 'an adapter process died')?.fields).toMatchObject({ cause: 'silent' });
});

test('the next process is loaded while the one before it is still silent, so that neighbours need not wait for it', { timeout }, async () => {
  const { call, failure, lines, pidOf } = await threeSystems({ silentMs: 6_000 });
  const startsBefore = lines.filter(({ message }) => message === 'an adapter process starts').length;
  const loop = failure(call('sick', 'loop', {}, { ...patientCall(), effect: 'write' }));
  expect(await call('neighbour', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'neighbour' } });
  await loop;
  const told = lines.filter(({ message }) => /starts|died/.test(message)).slice(startsBefore);
  expect(told.slice(0, 2).map(({ message }) => message)).toEqual(['an adapter process starts', 'an adapter process died']);
  expect(told[0]?.fields['pid']).toBe(pidOf('neighbour'));
});

test('a process that was held up for a while goes on as it was, and the one that stood by is ended', { timeout }, async () => {
  const { call, running, pid, lines } = await threeSystems({ silentMs: 12_000 });
  expect(await call('sick', 'stutter', { ms: 6_000 }, patientCall())).toMatchObject({ output: { label: 'sick' } });
  expect(await call('neighbour', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'neighbour' } });
  expect(await running('neighbour')).toBe(pid);
  const standby = Number(lines.findLast(({ message }) => message === 'an adapter process starts')?.fields['pid']);
  expect(standby).not.toBe(pid);
  await expect.poll(() => alive(standby), { timeout: 20_000 }).toBe(false);
  expect(lines.some(({ message }) => message === 'an adapter process died')).toBe(false);
});

test('a loop of a write ends the write as lost with what was sent, and is not repeated', { timeout }, async () => {
  const { call, failure, running, open } = start();
  open('a');
  await running('a');
  const lost = await failure(call('a', 'loop', {}, { ...patientCall(), effect: 'write' }));
  expect(lost).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  expect(lost.messages.sent).toMatchObject({ bytes: Buffer.from('loop') });
});

test('a loop whose caller has long had its answer by the deadline is ended all the same', { timeout }, async () => {
  const { call, failure, asBefore, running, pid } = await threeSystems();
  expect(await failure(call('sick', 'loop', {}, { deadlineAt: Date.now() + 300 }))).toMatchObject({ outcome: 'timeout' });
  await asBefore();
  expect(await running('neighbour')).not.toBe(pid);
});

test('two deaths in a short time: the system of the oldest open call runs alone, its neighbours go on', { timeout }, async () => {
  const { call, failure, pidOf, asBefore, pid, running } = await threeSystems();
  expect(await failure(call('sick', 'exit', {}, { ...patientCall(), effect: 'write' }))).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  expect(await running('neighbour')).not.toBe(pid);
  expect(pidOf('sick')).toBe(pidOf('neighbour'));
  expect(await failure(call('sick', 'exit', {}, { ...patientCall(), effect: 'write' }))).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  await expect.poll(() => pidOf('sick') === pidOf('neighbour')).toBe(false);
  await asBefore();
});

test('a throw outside every call is told under the name of the system whose code it was, also when another call is older', { timeout }, async () => {
  const { call, failure, lines, pidOf } = await threeSystems();
  for (const _death of [1, 2]) {
    const older = call('neighbour', 'wait', { ms: 1_500 }, patientCall());
    await call('neighbour', 'echo', 1, patientCall());
    expect(await failure(call('sick', 'crash', {}, { ...patientCall(), effect: 'write' }))).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    expect(await older).toMatchObject({ output: { waited: true } });
  }
  expect(lines.filter(({ message }) => message === 'an adapter threw where nobody could catch it').map(({ fields }) => fields['system'])).toEqual([
    'sick',
    'sick',
  ]);
  expect(pidOf('sick')).not.toBe(pidOf('neighbour'));
});

test('memory without end: the process is killed over its limit, and the others are as before', { timeout }, async () => {
  const { call, failure, asBefore, lines } = await threeSystems({ maxMemoryBytes: 400 * 1_048_576 });
  expect(await failure(call('sick', 'leak', {}, { ...patientCall(), effect: 'write' }))).toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
  expect(lines.find(({ message }) => message === 'an adapter process died')?.fields).toMatchObject({ cause: 'memory', suspect: 'sick' });
  await asBefore();
});

test('an adapter that hangs holds nobody up, and its call ends at the deadline', { timeout }, async () => {
  const { call, failure, asBefore, running, pid } = await threeSystems();
  const hang = failure(call('sick', 'hang', {}, { deadlineAt: Date.now() + 1_500 }));
  await asBefore();
  expect(await hang).toMatchObject({ outcome: 'timeout', reached: 'maybe' });
  expect(await running('neighbour')).toBe(pid);
});

test.each(['rawFlood', 'beatFlood', 'huge'])('%s: the process is ended, the hub keeps its memory and the others are as before', { timeout }, async (flood) => {
  const { call, failure, asBefore, lines } = await threeSystems();
  const before = process.memoryUsage().rss;
  const ended = await failure(call('sick', flood, {}, { ...patientCall(), effect: 'write' }));
  expect(['unreachable', 'too-large']).toContain(ended.outcome);
  await asBefore();
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
  if (flood !== 'huge') expect(lines.find(({ message }) => message === 'an adapter process died')?.fields).toMatchObject({ cause: 'flood' });
});

test.each(['logFlood', 'printFlood'])('%s: lines over the bound are left out and counted, the call is answered', { timeout }, async (flood) => {
  const { call, asBefore, lines, running, pid } = await threeSystems();
  expect(await call('sick', flood, {}, patientCall())).toMatchObject({ output: { label: 'sick' } });
  await asBefore();
  expect(await running('neighbour')).toBe(pid);
  expect(lines.length).toBeLessThan(1_500);
  await expect.poll(() => lines.some(({ message, fields }) => /left out/.test(`${message} ${String(fields['printed'])}`)), { timeout: 10_000 }).toBe(true);
});

test('a process that dies again and again rests longer each time; its calls end at once meanwhile and say so', { timeout }, async () => {
  const { open, call, failure, running, processes } = start({ backOff: { first: 5_000, longest: 60_000 } });
  open('a');
  for (const _death of [1, 2]) {
    process.kill(await running('a'), 'SIGKILL');
    await expect.poll(() => processes.processes()[0]?.state).not.toBe('running');
  }
  await expect.poll(() => processes.processes()[0], { timeout: 10_000 }).toMatchObject({ state: 'waiting', pid: null, deaths: 2, lastDeath: 'SIGKILL' });
  expect(await failure(call('a', 'echo', {}, patientCall()))).toMatchObject({
    outcome: 'unreachable',
    reached: 'no',
    message: expect.stringMatching(/started again in \d+ s/),
  });
  await expect.poll(() => processes.processes()[0]?.state, { timeout: 30_000 }).toBe('running');
  expect(await call('a', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'a' } });
  // What it does to die must not hold up the others.
  expect(getPriority(await running('a'))).toBe(19);
});

test('an adapter that never gets loaded is given up, and rests before the next try', { timeout }, async () => {
  const { open, processes } = start({ startMs: 2_000, backOff: { first: 60_000, longest: 60_000 } });
  open('stuck', { protocol: 'stuck' as CallProtocol });
  await expect
    .poll(() => processes.processes().find(({ systems }) => systems.includes('stuck')), { timeout: 60_000 })
    .toMatchObject({ state: 'waiting', lastDeath: 'start', deaths: 2 });
});

test('a process with as many open calls as it may have takes no more until one has ended', { timeout }, async () => {
  const { open, call, failure, running } = start({ maxOpenCalls: 3 });
  open('a');
  await running('a');
  const waiting = [500, 30_000, 30_000].map((ms) => call('a', 'wait', { ms }, patientCall()).catch(() => null));
  expect(await failure(call('a', 'echo', 1, patientCall()))).toMatchObject({
    outcome: 'unreachable',
    reached: 'no',
    message: expect.stringContaining('too many'),
  });
  await waiting[0];
  expect(await call('a', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'a' } });
});

test('an adapter that cannot be loaded is said to be so, and the other protocols run', { timeout }, async () => {
  const { open, call, failure } = start();
  open('none', { protocol: 'nobody-speaks-it' as CallProtocol });
  open('a');
  const error = await failure(call('none', 'echo', {}, patientCall()));
  expect(error).toMatchObject({ outcome: 'unreachable', reached: 'no', message: expect.stringContaining('cannot be loaded') });
  expect(await call('a', 'echo', 1, patientCall())).toMatchObject({ output: { label: 'a' } });
});
