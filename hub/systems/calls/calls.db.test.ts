import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, ExchangeSummary } from '@amanah/plugin-api';
import type { Systems } from '../contract.ts';
import { callOf, chosen, definition, openSystemsLab, operation, output } from '../fixtures/systems-lab.ts';

let lab: Awaited<ReturnType<typeof openSystemsLab>>;
let systems: Systems;
const operations = [
  chosen('company'),
  chosen('slow', 'read', 'deadlineMs: 400'),
  chosen('kept', 'read', 'cacheSeconds: 60, deadlineMs: 50000'),
  chosen('once', 'read', 'idempotent: false, deadlineMs: 50000'),
  chosen('renew', 'write'),
  chosen('put', 'write', 'idempotent: true, deadlineMs: 50000'),
  chosen('die'),
  `  dieWriting: { from: die, title: { ar: x, en: x }, effect: write, deadlineMs: 50000 }`,
].join('\n');

beforeAll(async () => {
  lab = await openSystemsLab();
  lab.system.operations = ['company', 'slow', 'kept', 'once', 'die'].map((name) => operation(name));
  lab.system.operations.push(operation('renew', 'write'), operation('put', 'write'));
  systems = await lab.replica();
  await systems.admin.save(definition('register', lab.system.url, operations, 'limits: { atOnce: 2, queued: 1 }'), null, 'r');
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.system.seen.length = 0;
  lab.system.answer = ({ input }, response) => output(response, { echo: input });
});

const call = (name: string, input: unknown = {}, options = {}, actor: Actor | null = null) =>
  systems.calls.call(callOf('register', name, input, options, actor));
const code = (of: Promise<unknown>) =>
  of.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
const written = () => lab.system.seen.filter(({ key }) => key !== null);
const records = async (): Promise<readonly ExchangeSummary[]> => systems.exchanges.search({ system: 'register', limit: 50 });

test('a call is answered and recorded with who made it, for which plugin, case and request', async () => {
  const actor = {
    person: { type: 'person', id: '7b1d8a52-6a3c-4c6e-9f7d-2f3f5b8f1a11', name: { ar: 'نورة', en: 'Noura' } },
    capacityId: 'self',
    capacity: { kind: 'self' },
  } as unknown as Actor;
  expect(await call('company', { unifiedNumber: '7001234567' }, { case: 'EA-1' }, actor)).toEqual({
    output: { echo: { unifiedNumber: '7001234567' } },
    next: null,
  });
  await expect
    .poll(async () => (await records())[0], { timeout: 45_000 })
    .toMatchObject({
      operation: 'company',
      effect: 'read',
      outcome: 'ok',
      attempts: 1,
      plugin: 'permits',
      case: 'EA-1',
      requestId: 'request-1',
      capacity: 'self',
      actorName: { en: 'Noura' },
    });
});

test('an operation that the definition has not, and a system that nobody connected, are told apart', async () => {
  await expect(call('sell')).rejects.toMatchObject({ code: 'SYSTEMS_OPERATION_UNKNOWN', params: { system: 'السجل التجاري', operation: 'sell' } });
  await expect(systems.calls.call(callOf('nobody', 'x'))).rejects.toMatchObject({ code: 'SYSTEMS_UNKNOWN' });
  expect(lab.system.seen).toEqual([]);
});

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test('planned maintenance turns calls away at once and says until when; what is only announced does not', async () => {
  await systems.admin.setMaintenance('register', later(3), null, null, 'r', later(1));
  expect(systems.info('register')).toMatchObject({ maintenance: null, announced: { until: expect.any(String) as string } });
  expect(await code(call('company'))).toBe('ok');
  await systems.admin.setMaintenance('register', later(1), null, null, 'r');
  await expect(call('company')).rejects.toMatchObject({ code: 'SYSTEMS_IN_MAINTENANCE', params: { until: expect.stringMatching(/\d/) as string } });
  expect(lab.system.seen).toHaveLength(1);
  await systems.admin.setMaintenance('register', null, null, null, 'r');
});

test('an answer that its operation lets be kept is given again for the same input, until something is written', async () => {
  expect([(await call('kept', { a: 1, b: 2 })).output, (await call('kept', { b: 2, a: 1 })).output]).toEqual([
    { echo: { a: 1, b: 2 } },
    { echo: { a: 1, b: 2 } },
  ]);
  await call('kept', { a: 2 });
  expect(lab.system.seen).toHaveLength(2);
  await call('renew', {}, { idempotencyKey: 'cache' });
  await call('kept', { a: 1, b: 2 });
  expect(lab.system.seen).toHaveLength(4);
});

test('a read that may be repeated is, when its connection breaks; one that may not is told at once', async () => {
  let left = 2;
  lab.system.answer = ({ input }, response) => (left-- > 0 ? response.destroy() : output(response, input));
  expect((await call('company', 'again')).output).toBe('again');
  expect(lab.system.seen).toHaveLength(3);
  await expect.poll(async () => (await records())[0], { timeout: 45_000 }).toMatchObject({ operation: 'company', attempts: 3, outcome: 'ok' });
  left = 2;
  expect(await code(call('once'))).toBe('SYSTEMS_UNREACHABLE');
  expect(lab.system.seen).toHaveLength(4);
});

test('a system that never answers costs its caller no more than the deadline', async () => {
  lab.system.answer = () => {};
  await expect(call('slow')).rejects.toMatchObject({ code: 'SYSTEMS_TIMEOUT', params: { system: 'السجل التجاري' } });
  await expect.poll(() => lab.system.seen.every(({ gone }) => gone)).toBe(true);
});

test('what the system refuses is told in its own words', async () => {
  lab.system.answer = (_seen, response) => void response.writeHead(422).end(JSON.stringify({ message: 'الرقم غير صحيح' }));
  await expect(call('company')).rejects.toMatchObject({ code: 'SYSTEMS_REFUSED', params: { reason: 'الرقم غير صحيح' } });
});

test('who goes away ends a read at the system too', async () => {
  const gone = new AbortController();
  lab.system.answer = () => gone.abort();
  expect(await code(call('company', {}, { signal: gone.signal }))).toBe('SYSTEMS_CANCELLED');
  await expect.poll(() => lab.system.seen[0]?.gone).toBe(true);
});

test('more calls than may run and wait are told that the system is busy; those that wait get their turn in order', async () => {
  const open: (() => void)[] = [];
  lab.system.answer = ({ input }, response) => void open.push(() => output(response, input));
  const running = [call('company', 1), call('company', 2), call('company', 3)];
  await expect.poll(() => open.length, { timeout: 10_000 }).toBe(2);
  expect(await code(call('company', 4))).toBe('SYSTEMS_BUSY');
  const gone = new AbortController();
  open.shift()?.();
  await expect.poll(() => open.length).toBe(2);
  const waits = code(call('company', 5, { signal: gone.signal }));
  gone.abort();
  expect(await waits).toBe('SYSTEMS_CANCELLED');
  open.forEach((answer) => answer());
  expect((await Promise.all(running)).map((one) => one.output)).toEqual([1, 2, 3]);
});

describe('a write', () => {
  test('without a key is not sent', async () => {
    expect(await code(call('renew'))).toBe('SYSTEMS_KEY_MISSING');
    expect(lab.system.seen).toEqual([]);
  });

  test('with the same key is done once, and its answer is given again; another input under that key is refused', async () => {
    lab.system.answer = ({ input }, response) => output(response, { number: 7, input });
    const first = await call('renew', { years: 1 }, { idempotencyKey: 'k-1' });
    expect(await call('renew', { years: 1 }, { idempotencyKey: 'k-1' })).toEqual(first);
    expect(await code(call('renew', { years: 2 }, { idempotencyKey: 'k-1' }))).toBe('SYSTEMS_KEY_REUSED');
    expect(await code(call('put', { years: 1 }, { idempotencyKey: 'k-1' }))).toBe('SYSTEMS_KEY_REUSED');
    expect(written()).toMatchObject([{ operation: 'renew', key: 'k-1' }]);
  });

  test('that is under way is not begun a second time, nor cut off when its caller goes away', async () => {
    let answer = () => {};
    lab.system.answer = (_seen, response) => void (answer = () => output(response, 'done'));
    const gone = new AbortController();
    const first = call('renew', {}, { idempotencyKey: 'k-2', signal: gone.signal });
    await expect.poll(() => written()).toHaveLength(1);
    gone.abort();
    expect(await code(call('renew', {}, { idempotencyKey: 'k-2' }))).toBe('SYSTEMS_WRITE_RUNNING');
    answer();
    expect((await first).output).toBe('done');
    expect(written()).toHaveLength(1);
  });

  test('that was refused may be sent again under its key', async () => {
    lab.system.answer = (_seen, response) => void response.writeHead(409).end('{}');
    expect(await code(call('renew', {}, { idempotencyKey: 'k-3' }))).toBe('SYSTEMS_REFUSED');
    lab.system.answer = (_seen, response) => output(response, 'now');
    expect((await call('renew', {}, { idempotencyKey: 'k-3' })).output).toBe('now');
  });

  test.each(['done', 'not-done'] as const)(
    'whose reply is lost waits for a person and is never repeated before; found %s, it goes on from there',
    async (found) => {
      const key = `lost-${found}`;
      lab.system.answer = (_seen, response) => response.destroy();
      expect(await code(call('renew', { found }, { idempotencyKey: key, case: 'EA-2' }))).toBe('SYSTEMS_OUTCOME_UNKNOWN');
      expect(await code(call('renew', { found }, { idempotencyKey: key }))).toBe('SYSTEMS_OUTCOME_UNKNOWN');
      expect(written()).toHaveLength(1);
      expect(await systems.exchanges.unknownWrites()).toMatchObject([
        { system: 'register', operation: 'renew', key, case: 'EA-2', plugin: 'permits', input: { found } },
      ]);
      await systems.exchanges.settleWrite('register', key, found, 'phoned them', {} as Actor, 'r9');
      expect(await systems.exchanges.unknownWrites()).toEqual([]);
      expect(lab.audited.at(-1)).toMatchObject({ action: 'systems:write-settled', subject: 'system/register', data: { key, found, note: 'phoned them' } });
      lab.system.answer = (_seen, response) => output(response, 'written');
      expect((await call('renew', { found }, { idempotencyKey: key })).output).toBe(found === 'done' ? null : 'written');
      expect(written()).toHaveLength(found === 'done' ? 1 : 2);
      await expect(systems.exchanges.settleWrite('register', key, found, '', {} as Actor, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_WRITE_UNKNOWN' });
    },
  );

  test('that may be repeated is, within its deadline; a refusal after a lost reply leaves it unknown', async () => {
    let left = 1;
    lab.system.answer = (_seen, response) => (left-- > 0 ? response.destroy() : output(response, 'put'));
    expect((await call('put', {}, { idempotencyKey: 'k-4' })).output).toBe('put');
    left = 1;
    lab.system.answer = (_seen, response) => (left-- > 0 ? response.destroy() : void response.writeHead(409).end('{}'));
    expect(await code(call('put', {}, { idempotencyKey: 'k-5' }))).toBe('SYSTEMS_OUTCOME_UNKNOWN');
    await systems.exchanges.settleWrite('register', 'k-5', 'done', '', {} as Actor, 'r');
  });

  test('left open by a process that died becomes unknown: of this host at once, of another when its call must have ended', async () => {
    const { hostname } = await import('node:os');
    const begin = (key: string, process: string, ends: string) =>
      lab.opened.database.query(
        `INSERT INTO hub.system_write (system_id, key, operation, input, input_hash, state, ends_by, process) VALUES ('register', '${key}', 'renew', '{}', 'x', 'started', now() + interval '${ends}', '${process}')`,
      );
    await begin('dead-here', `${hostname()} 4194304 x`, '1 hour');
    await begin('dead-there', 'other-host 12 x', '-1 second');
    await begin('alive-there', 'other-host 12 x', '1 hour');
    const keys = async () => (await systems.exchanges.unknownWrites()).map(({ key }) => key).sort();
    await expect.poll(keys, { timeout: 45_000 }).toEqual(['dead-here', 'dead-there']);
    for (const key of await keys()) await systems.exchanges.settleWrite('register', key, 'not-done', '', {} as Actor, 'r');
  });
});

test('an adapter process that ends under a call is told apart from a system that cannot be reached; a write is unknown then', async () => {
  expect(await code(call('die'))).toBe('SYSTEMS_ADAPTER_LOST');
  expect(await code(call('dieWriting', {}, { idempotencyKey: 'dies' }))).toBe('SYSTEMS_OUTCOME_UNKNOWN');
  expect(await systems.connect.processes()).toContainEqual(
    expect.objectContaining({ systems: ['register'], deaths: 3, lastDeath: expect.any(String) as string }),
  );
  await systems.exchanges.settleWrite('register', 'dies', 'not-done', '', {} as Actor, 'r');
  expect(await code(call('company'))).toBe('ok');
});

test('in production an adapter below gold reads and does not write', async () => {
  const production = await lab.replica(await lab.opened.replica(), { profile: 'production' });
  const asked = (name: string) => code(production.calls.call(callOf('register', name, {}, { idempotencyKey: 'tier' })));
  expect(production.info('register')?.tier).toBe('below bronze');
  expect([await asked('company'), await asked('renew')]).toEqual(['ok', 'SYSTEMS_TIER_TOO_LOW']);
  expect(written()).toEqual([]);
});

test('while the system is not asked, a write that was done before is answered as it was, and a new one is not begun', async () => {
  lab.system.answer = ({ input }, response) => output(response, { number: 8, input });
  const first = await call('renew', { years: 1 }, { idempotencyKey: 'before' });
  await systems.admin.setMaintenance('register', later(1), null, null, 'r');
  expect(await call('renew', { years: 1 }, { idempotencyKey: 'before' })).toEqual(first);
  expect(await code(call('renew', { years: 2 }, { idempotencyKey: 'before' }))).toBe('SYSTEMS_KEY_REUSED');
  expect(await code(call('renew', { years: 1 }, { idempotencyKey: 'during' }))).toBe('SYSTEMS_IN_MAINTENANCE');
  await systems.admin.setMaintenance('register', null, null, null, 'r');
  expect((await call('renew', { years: 1 }, { idempotencyKey: 'during' })).output).toMatchObject({ number: 8 });
});

test('a dead system is not asked for a while: people are told since when, and the outage is one line in the log', async () => {
  await lab.system.stop();
  const lines = () => lab.logged.filter(({ message, fields }) => /connected system is (down|back)/.test(message) && fields['system'] === 'register');
  const before = lines().length;
  expect([await code(call('once')), await code(call('once')), await code(call('once'))]).toEqual(Array(3).fill('SYSTEMS_UNREACHABLE'));
  await expect(call('company')).rejects.toMatchObject({
    code: 'SYSTEMS_RESTING',
    params: { since: expect.stringMatching(/\d/) as string },
    retryAfterSeconds: 5,
  });
  expect(systems.info('register')).toMatchObject({ state: 'down', reason: expect.stringContaining('ECONNREFUSED') as string });
  await lab.system.start();
  await expect.poll(() => code(call('company')), { timeout: 45_000, interval: 500 }).toBe('ok');
  expect(
    lines()
      .slice(before)
      .map(({ message }) => message),
  ).toEqual(['connected system is down', 'connected system is back']);
});
