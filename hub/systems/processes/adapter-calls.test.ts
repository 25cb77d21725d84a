import { afterEach, expect, test } from 'vitest';
import { faultyCall, faultySystem, openProcesses, startCounter, type OpenedProcesses } from './fixtures/open-processes.ts';

const opened: { processes: { shutdown(drainMs: number): Promise<void> } }[] = [];
const closers: (() => void)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ processes }) => processes.shutdown(0)));
  closers.splice(0).forEach((close) => close());
});

function start(...args: Parameters<typeof openProcesses>): OpenedProcesses {
  const made = openProcesses(...args);
  opened.push(made);
  return made;
}

test('a system is discovered, opened and called, and every failure has its outcome, how far it got and both messages', { timeout: 60_000 }, async () => {
  const { processes, open, call, failure, lines } = start();
  const { contract: _contract, ...access } = faultySystem('a');
  const contract = await processes.discover(access, AbortSignal.timeout(30_000));
  expect(contract).toMatchObject({ protocol: 'openapi', kind: 'faults', title: 'a' });
  open('a');

  expect(await call('a', 'echo', { text: 'رخصة', list: [1, null, true] })).toEqual({
    output: { label: 'a', input: { text: 'رخصة', list: [1, null, true] } },
    next: null,
    sent: null,
    received: null,
  });
  await processes.probe('a', AbortSignal.timeout(10_000));

  const refused = await failure(call('a', 'refuse'));
  expect(refused).toMatchObject({ outcome: 'refused', reached: 'yes', message: 'it said no', fault: { code: 'E7', message: 'لا' } });
  expect(refused.messages.sent).toMatchObject({ contentType: 'text/plain', bytes: Buffer.from('please') });
  expect(refused.messages.received).toMatchObject({ bytes: Buffer.from('no') });

  expect(await failure(call('a', 'wrong'))).toMatchObject({ outcome: 'contract-violation', reached: 'yes' });
  expect(await failure(call('a', 'notJson'))).toMatchObject({ outcome: 'failed', reached: 'maybe' });
  expect(await failure(call('a', 'badError'))).toMatchObject({ outcome: 'failed', reached: 'maybe' });
  expect(await failure(call('a', 'nothing like it'))).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  expect(await failure(call('a', 'typed', { born: '2024-02-30', more: 1 }))).toMatchObject({
    outcome: 'input-invalid',
    reached: 'no',
    findings: [
      { path: '/more', message: expect.any(String) },
      { path: '/born', message: expect.stringContaining('date') },
    ],
  });
  expect(await call('a', 'typed', { born: '2024-02-29' })).toMatchObject({ output: { label: 'a' } });
  await expect(call('b', 'echo')).rejects.toMatchObject({ outcome: 'unreachable', reached: 'no' });

  // A promise that nobody looks at is told under the system's name and ends nothing.
  expect(await call('a', 'reject')).toMatchObject({ output: { label: 'still here' } });
  await expect.poll(() => lines.filter(({ message }) => message.includes('nobody looked')).map(({ fields }) => fields['system'])).toEqual(['a']);
});

test(
  'input is mapped and then checked, an answer is checked and then mapped; what is wrong is told by the field of our side',
  { timeout: 60_000 },
  async () => {
    const { open, call, failure } = start();
    const born = { from: 'birth.date', to: 'born', date: { calendar: 'hijri' as const, pattern: 'dd/MM/yyyy' } };
    open('a', {
      operations: {
        mapped: {
          from: 'typed',
          input: { fields: [{ ...born, date: { calendar: 'gregorian', pattern: 'yyyy-MM-dd' } }] },
          output: { fields: [{ from: 'input.born', to: 'at' }] },
        },
        hijri: { from: 'typed', input: { fields: [born] } },
        echo: { from: 'echo', output: { fields: [born] } },
        counted: { from: 'echo', output: { expression: '{ "count": $count(input.list), "label": label }' } },
      },
    });
    expect(await call('a', 'mapped', { birth: { date: '2024-02-29' } })).toMatchObject({ output: { at: '2024-02-29' } });
    expect(await failure(call('a', 'mapped', { birth: { date: 'yesterday' } }))).toMatchObject({
      outcome: 'input-invalid',
      findings: [{ path: '/birth/date' }],
    });
    expect(await failure(call('a', 'mapped', {}))).toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/birth/date', message: 'is missing' }] });
    // Mapped right, but not what the contract takes.
    expect(await failure(call('a', 'hijri', { birth: { date: '2024-03-11' } }))).toMatchObject({
      outcome: 'input-invalid',
      findings: [{ path: '/birth/date' }],
    });
    expect(await call('a', 'counted', { list: [1, 2, 3] })).toMatchObject({ output: { count: 3, label: 'a' } });
    expect(await call('a', 'echo', {})).toMatchObject({ output: {} });
  },
);

test('a call ends at its deadline and when its caller goes away, whatever the adapter does', { timeout: 60_000 }, async () => {
  const { open, call, failure, running, processes } = start();
  open('a');
  await running('a');
  const startedAt = Date.now();
  expect(await failure(call('a', 'hang', {}, { deadlineAt: startedAt + 700 }))).toMatchObject({ outcome: 'timeout', reached: 'maybe' });
  expect(Date.now()).toBeGreaterThanOrEqual(startedAt + 600);
  expect(await failure(call('a', 'echo', {}, { deadlineAt: Date.now() - 1 }))).toMatchObject({ outcome: 'timeout', reached: 'no' });

  const caller = new AbortController();
  const cancelled = failure(call('a', 'wait', { ms: 60_000 }, { deadlineAt: Date.now() + 120_000 }, caller.signal));
  await expect.poll(() => processes.processes()[0]?.openCalls).toBe(1);
  caller.abort();
  expect(await cancelled).toMatchObject({ outcome: 'cancelled', reached: 'maybe' });
  expect(await failure(call('a', 'echo', {}, {}, AbortSignal.abort()))).toMatchObject({ outcome: 'cancelled', reached: 'no' });
  // The process holds none of them any more.
  await expect.poll(() => processes.processes()[0]?.openCalls).toBe(0);
});

test('after a change new calls take the new configuration, calls of before end on the old connection, and then it is closed', { timeout: 60_000 }, async () => {
  const { open, call, processes } = start();
  const counter = await startCounter();
  closers.push(counter.close);
  open('a', { connection: { label: 'old', counter: counter.address } });
  const before = call('a', 'count', { name: 'before', ms: 1_500 });
  await expect.poll(() => counter.told, { timeout: 20_000 }).toEqual(['before null']);
  open('a', { connection: { label: 'new', counter: counter.address } });
  expect(await call('a', 'echo')).toMatchObject({ output: { label: 'new' } });
  expect(counter.told).toEqual(['before null']);
  expect(await before).toMatchObject({ output: { label: 'old' } });
  await expect.poll(() => counter.told).toEqual(['before null', 'closed old']);
  await processes.close('a');
  expect(counter.told).toEqual(['before null', 'closed old', 'closed new']);
  // Its last system gone, the process is gone too.
  expect(processes.processes()).toEqual([]);
});

test('a system whose adapter cannot connect it says so at each call, and its neighbours answer', { timeout: 60_000 }, async () => {
  const { open, call, failure, processes } = start();
  open('broken', { connection: { connect: 'refused' } });
  open('wrong', { connection: { unknown: true } });
  open('well');
  expect(await failure(call('broken', 'echo'))).toMatchObject({ outcome: 'contract-violation', reached: 'no', message: 'nothing of use in it' });
  expect(await failure(call('wrong', 'echo'))).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  expect(await call('well', 'echo')).toMatchObject({ output: { label: 'well' } });
  expect(processes.processes()).toHaveLength(1);
});

test('a draft is tried in a process of its own: one that loops for ever touches no open system', { timeout: 60_000 }, async () => {
  const { processes, open, call, failure, running } = start({ draftSilentMs: 2_000, draftIdleMs: 1_000 });
  open('a');
  const pid = await running('a');
  const draft = faultySystem('draft', { secrets: { pin: 'canary-of-a-draft' }, connection: { label: 'draft', password: { secret: 'pin' } } });
  expect(await processes.callOnce(draft, faultyCall('echo', 7), new AbortController().signal)).toMatchObject({ output: { label: 'draft', input: 7 } });
  expect(await failure(processes.discover({ ...draft, connection: { label: 'loop' } }, AbortSignal.timeout(30_000)))).toMatchObject({ outcome: 'unreachable' });
  expect(
    await failure(processes.discover({ ...draft, connection: { label: 'refused', password: { secret: 'pin' } } }, AbortSignal.timeout(30_000))),
  ).toMatchObject({
    outcome: 'unauthorised',
    message: 'with [secret]',
  });
  expect(await call('a', 'echo')).toMatchObject({ output: { label: 'a' } });
  expect(await running('a')).toBe(pid);
  // Nobody tries another one: its process is not kept.
  await expect.poll(() => processes.processes().map(({ systems }) => systems), { timeout: 10_000 }).toEqual([['a']]);
});

test('as many systems as allowed share a process, and one more opens a further one', { timeout: 60_000 }, async () => {
  const { open, call, processes } = start({ systemsPerProcess: 3 });
  for (const id of ['a', 'b', 'c', 'd']) open(id);
  open('other', { protocol: 'soap' });
  await Promise.all(['a', 'b', 'c', 'd', 'other'].map((id) => call(id, 'echo')));
  expect(processes.processes().map(({ protocol, systems }) => [protocol, systems])).toEqual([
    ['openapi', ['a', 'b', 'c']],
    ['openapi', ['d']],
    ['soap', ['other']],
  ]);
  await processes.close('b');
  open('e');
  expect(processes.processes().map(({ systems }) => systems)).toEqual([['a', 'c', 'e'], ['d'], ['other']]);
});

test(
  'rows of a file come batch by batch, the next when the one before was taken; a sink that fails ends the reading with its own error',
  { timeout: 60_000 },
  async () => {
    const { processes, open } = start();
    const signal = new AbortController().signal;
    open('folder', { protocol: 'files' });
    const [file] = await processes.listFiles('folder', signal);
    if (!file) throw new Error('no file was listed');
    expect(await processes.hashFile('folder', file, signal)).toBe('hash of 1000');
    let rows = 0;
    const rejected: unknown[] = [];
    const read = await processes.readFile(
      'folder',
      file,
      {
        rows: async (batch) => {
          await new Promise((resolve) => setImmediate(resolve));
          rows += batch.length;
        },
        rejected: async (batch) => void rejected.push(...batch),
      },
      signal,
    );
    expect(read).toEqual({ rows: 1_000, rejected: 1, hash: 'most at once 1' });
    expect(rows).toBe(1_000);
    expect(rejected).toMatchObject([{ line: 1_001, text: 'رديء' }]);
    await processes.settleFile('folder', file, { taken: true, hash: read.hash, rows: 1_000, rejected: 1 }, signal);

    const sink = { rows: () => Promise.reject(new Error('the database is away')), rejected: async () => {} };
    await expect(processes.readFile('folder', file, sink, signal)).rejects.toThrow('the database is away');
    await expect(processes.readFile('folder', { ...file, path: 'no number' }, sink, signal)).rejects.toMatchObject({ outcome: 'contract-violation' });
    await expect.poll(() => processes.processes()[0]?.openCalls).toBe(0);
  },
);

test('an input over its bound never reaches a process, an answer over its bound never reaches the hub', { timeout: 60_000 }, async () => {
  const { open, call, failure } = start({ maxInputBytes: 2_000_000 });
  const system = open('a');
  open('small', { limits: { ...system.limits, maxAnswerBytes: 10_000 } });
  await expect(call('a', 'echo', 'x'.repeat(2_000_001))).rejects.toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  expect(await failure(call('small', 'echo', 'x'.repeat(200_000)))).toMatchObject({ outcome: 'too-large', reached: 'yes' });
  expect((await call('a', 'echo', 'x'.repeat(1_900_000))).output).toMatchObject({ label: 'a' });
});
