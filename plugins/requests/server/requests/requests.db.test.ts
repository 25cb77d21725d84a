import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Db } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decisionsOf } from '../../procedure/decisions.ts';
import type { Procedure } from '../../procedure/definition.ts';
import type { ProcedureEvent } from '../../procedure/running/state.ts';
import { randomOf } from '../../testing/random.ts';
import { moveRequest, type Ground, type Moved } from './move-request.ts';
import { ProcedureLibrary } from './procedure-library.ts';
import { RequestDesk } from './request-desk.ts';
import type { Submission } from './submit-request.ts';
import { WorkingCalendar } from './working-calendar.ts';

const procedures = new URL('../../procedures/', import.meta.url);
const files = (await readdir(procedures)).filter((name) => name.endsWith('.bpmn')).map((name) => name.slice(0, -'.bpmn'.length));
let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let library: ProcedureLibrary;
let now = new Date('2026-11-23T09:00:00+03:00');
let ground: Ground;
let desk: RequestDesk;

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 12 });
  pool.on('error', () => {});
  for (const name of ['0001-request', '0003-operations', '0004-publishing'])
    await pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'));
  db = pluginDb(pool);
  library = await ProcedureLibrary.open(db, [procedures]);
  ground = { procedures: library, calendar: new WorkingCalendar([]), now: () => now };
  desk = new RequestDesk({ db, ground, emit: async () => {}, enqueue: async () => {} });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => void (now = new Date('2026-11-23T09:00:00+03:00')));

let keys = 0;
const personOf = (id: string) => ({ id, name: { ar: id, en: id }, nationalId: null });
const submission = (more: Partial<Submission> = {}): Submission => ({
  service: 'shop-licence-renew',
  unit: 'm-dhahran',
  person: personOf('noura'),
  capacityId: 'self',
  beneficiary: 'person:noura',
  place: null,
  due: null,
  capacity: { kind: 'self' },
  key: `key-${keys++}`,
  answers: {},
  // Days that operations would have found out, for the timers of the procedures.
  facts: {
    expiresOn: '2026-12-20',
    graceEndsOn: '2027-01-20',
    correctionDueOn: '2026-12-01',
    paymentDueOn: '2026-12-24',
    bookingStartsAt: '2026-12-10',
    bookingRemindAt: '2026-12-09',
  },
  ...more,
});
const published = (service: string) => library.ofService(service)!;
const submit = (more: Partial<Submission> = {}) => {
  const sent = submission(more);
  return desk.submit(sent, published(sent.service));
};
const move = (number: string, event: ProcedureEvent, more: object = {}): Promise<Moved> => desk.move(number, { event, by: { person: 'officer' }, ...more });
const requestOf = async (number: string) =>
  (await db.query<{ state: string; ending: string | null; revision: number; progress: object }>('SELECT * FROM request WHERE number = $1', [number]))[0]!;
const openTasks = (number: string) =>
  db.query<{ token: number; step: string; holder: string; unit: string | null; role: string | null; due_at: Date | null }>(
    'SELECT token, step, holder, unit, role, due_at FROM task WHERE request = $1 AND closed_at IS NULL ORDER BY token',
    [number],
  );
const waitingSteps = (number: string) =>
  db.query<{ token: number; step: string; operation: string }>(
    `SELECT token, step, operation FROM outside_step WHERE request = $1 AND state = 'waiting' ORDER BY token`,
    [number],
  );

describe('submitting', () => {
  test('gives a number of the Hijri day, one after the other, and starts the procedure', async () => {
    const [first, second] = [await submit(), await submit()];
    expect(first.number).toMatch(/^1448-0613-\d{5}$/);
    expect(Number(second.number.slice(-5))).toBe(Number(first.number.slice(-5)) + 1);
    expect((await requestOf(first.number)).progress).not.toEqual({ next: 1, tokens: [], decisions: {} });
  });

  test('the same submission ten times at once is one request, and its number is given each time', async () => {
    const key = 'one-click-too-many';
    const numbers = await Promise.all(Array.from({ length: 10 }, () => submit({ key })));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(1);
    expect(numbers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await db.query('SELECT 1 FROM request WHERE submit_key = $1', [key])).toHaveLength(1);
    await expect(submit({ key, service: 'shop-licence-issue' })).rejects.toMatchObject({ code: 'REQUESTS_KEY_REUSED' });
    expect((await submit({ key, person: personOf('khalid') })).repeated).toBe(false);
  });

  test('what belongs to it and fails takes it back whole: no request, no task, no number lost to somebody else', async () => {
    const sent = submission({ key: 'fails' });
    const failing = desk.submit(sent, published(sent.service), async () => {
      throw new Error('the job could not be written');
    });
    await expect(failing).rejects.toThrow('could not be written');
    expect(await db.query('SELECT 1 FROM request WHERE submit_key = $1', ['fails'])).toEqual([]);
    expect((await submit({ key: 'fails' })).repeated).toBe(false);
  });

  test('fifty people at once get fifty numbers', async () => {
    const numbers = await Promise.all(Array.from({ length: 50 }, (_none, at) => submit({ person: personOf(`person-${at}`) })));
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(50);
  });
});

describe('moving on', () => {
  async function atReview(): Promise<{ number: string; task: Awaited<ReturnType<typeof openTasks>>[number] }> {
    const { number } = await submit({ service: 'shop-licence-issue' });
    for (let steps = 0; steps < 60; steps++) {
      const task = (await openTasks(number)).find(({ holder }) => holder === 'authority');
      if (task) return { number, task };
      await anything(number, (decisions) => decisions.find((one) => one !== undefined && ['yes', 'studied', 'no'].includes(one)) ?? decisions[0]);
    }
    throw new Error('no officer was ever asked');
  }

  test('a task of an officer stands in their unit with its role, and is due in working days', async () => {
    const { task } = await atReview();
    expect(task).toMatchObject({ unit: expect.any(String) as string, role: expect.any(String) as string });
    expect(task.due_at?.getTime()).toBeGreaterThan(now.getTime());
  });

  test('two officers decide the same task at once: one does, the other is told that nothing was left to decide', async () => {
    const { number, task } = await atReview();
    const procedure = published('shop-licence-issue').procedure;
    const [decision] = decisionsOf(procedure, task.step).decisions;
    const done = { type: 'done', token: task.token, ...(decision === undefined ? {} : { decision }) } as const;
    const both = await Promise.all([move(number, done), move(number, done)]);
    expect(both.map(({ ignored }) => ignored?.reason ?? 'done').toSorted()).toEqual(['done', 'token-gone']);
    expect(await db.query('SELECT closed_by FROM task WHERE request = $1 AND token = $2 AND closed_at IS NOT NULL', [number, task.token])).toHaveLength(1);
  });

  test('who decides on an earlier state of the request is refused, and nothing is changed', async () => {
    const { number, task } = await atReview();
    const before = await requestOf(number);
    await expect(move(number, { type: 'done', token: task.token }, { revision: before.revision - 1 })).rejects.toMatchObject({ code: 'REQUESTS_CHANGED' });
    expect(await requestOf(number)).toEqual(before);
    await expect(move('1448-0101-00000', { type: 'withdraw' })).rejects.toMatchObject({ code: 'REQUESTS_UNKNOWN' });
  });

  test('withdrawn: open tasks are closed, nothing waits any more but what undoes what was done, and it ends', async () => {
    const { number } = await atReview();
    await move(number, { type: 'withdraw' });
    for (let steps = 0; steps < 20 && (await requestOf(number)).ending === null; steps++) await anything(number);
    expect(await requestOf(number)).toMatchObject({ ending: 'withdrawn' });
    expect([...(await openTasks(number)), ...(await waitingSteps(number)), ...(await db.query('SELECT 1 FROM timer WHERE request = $1', [number]))]).toEqual(
      [],
    );
  });
});

/** Decisions that a step may end with; `undefined` where a default flow leaves it open. */
function possible(procedure: Procedure, step: string): readonly (string | undefined)[] {
  const { decisions, open } = decisionsOf(procedure, step);
  return open ? [...decisions, undefined] : decisions;
}

/** Does the first thing that the request waits for; `choose` decides. Resolves to whether there was anything. */
async function anything(
  number: string,
  choose: (decisions: readonly (string | undefined)[]) => string | undefined = (decisions) => decisions[0],
): Promise<boolean> {
  const { procedure, version } = (
    await db.query<{ procedure: string; version: string }>('SELECT procedure, version FROM request WHERE number = $1', [number])
  )[0]!;
  const definition = await library.at(procedure, version);
  const [work] = [...(await waitingSteps(number)), ...(await openTasks(number))];
  if (work) {
    const decision = choose(possible(definition, work.step));
    expect((await move(number, { type: 'done', token: work.token, ...(decision === undefined ? {} : { decision }) })).ignored, work.step).toBeNull();
    return true;
  }
  const [awaited] = await db.query<{ token: number; event: string; message: string }>('SELECT token, event, message FROM awaited WHERE request = $1', [number]);
  if (awaited) {
    const decision = choose(possible(definition, awaited.event));
    const message = { type: 'message', message: awaited.message, token: awaited.token, ...(decision === undefined ? {} : { decision }) } as const;
    expect((await move(number, message)).ignored, awaited.event).toBeNull();
    return true;
  }
  return nextTimer(number);
}

/** Lets time pass until the next timer of the request. Resolves to whether there was one. */
async function nextTimer(number: string): Promise<boolean> {
  const [timer] = await db.query<{ due_at: Date }>('SELECT due_at FROM timer WHERE request = $1 ORDER BY due_at LIMIT 1', [number]);
  if (!timer) return false;
  now = new Date(Math.max(now.getTime(), timer.due_at.getTime()));
  return (await desk.fireTimers()) > 0;
}

describe.each(files)('the procedure %s', (id) => {
  test('walked at random through the store, with transactions that fail in between, always ends, and leaves nothing open', { timeout: 120_000 }, async () => {
    const random = randomOf(7);
    for (let walk = 0; walk < 6; walk++) {
      const { number } = await desk.submit(submission({ service: `walk-${id}` }), library.byId(id)!);
      for (let steps = 0; (await requestOf(number)).ending === null; steps++) {
        expect(steps, `${number} goes on and on`).toBeLessThan(400);
        const before = await requestOf(number);
        if (random.chance(0.2)) {
          const lost = db.transaction(async (tx) => {
            await moveRequest(tx, number, { event: { type: 'withdraw' }, by: { person: null } }, ground);
            throw new Error('killed before the commit');
          });
          await expect(lost).rejects.toThrow('killed');
          expect(await requestOf(number)).toEqual(before);
        }
        const moved = (random.chance(0.15) && (await nextTimer(number))) || (await anything(number, (decisions) => random.of(decisions)));
        expect(moved, `${number} stands still at ${JSON.stringify(before.progress)}`).toBe(true);
      }
      expect([...(await openTasks(number)), ...(await waitingSteps(number))]).toEqual([]);
      for (const left of ['timer', 'awaited']) expect(await db.query(`SELECT 1 FROM ${left} WHERE request = $1`, [number])).toEqual([]);
      const history = await db.query<{ nth: number }>('SELECT nth FROM happening WHERE request = $1 ORDER BY nth', [number]);
      expect(history.map(({ nth }) => nth)).toEqual(history.map((_one, at) => at + 1));
    }
  });
});

const good = ['yes', 'instant', 'studied', 'complete', 'approve', 'pass', 'favourable'];
const towardsPayment = (decisions: readonly (string | undefined)[]) => decisions.find((one) => good.includes(one ?? '')) ?? decisions[0];

describe('a message', () => {
  test('that comes before anybody waits for it is kept, and taken once when somebody does', async () => {
    const { number } = await submit({ service: 'shop-licence-issue' });
    const paid = { request: number, message: 'payment-received', key: 'bill-1', facts: { paidOn: '2026-11-23' } };
    await desk.tell(paid);
    await desk.tell(paid);
    expect(await db.query('SELECT taken_at FROM told WHERE request = $1', [number])).toEqual([{ taken_at: null }]);
    for (let steps = 0; steps < 60 && (await db.query('SELECT 1 FROM told WHERE request = $1 AND taken_at IS NULL', [number])).length > 0; steps++) {
      expect(await anything(number, towardsPayment)).toBe(true);
    }
    const { facts } = (await db.query<{ facts: Record<string, unknown> }>('SELECT facts FROM request WHERE number = $1', [number]))[0]!;
    expect(facts['paidOn']).toBe('2026-11-23');
    expect(await db.query(`SELECT 1 FROM happening WHERE request = $1 AND kind = 'message'`, [number])).toHaveLength(1);
  });

  test('to a request that is not there is refused', async () => {
    await expect(desk.tell({ request: '1448-0101-99999', message: 'payment-received', key: 'x' })).rejects.toMatchObject({ code: 'REQUESTS_UNKNOWN' });
  });
});

test('a timer is fired once, whoever looks: ten looks at the same time', async () => {
  const { number } = await desk.submit(submission({ service: 'timers' }), library.byId('shop-licence-issue')!);
  for (let steps = 0; steps < 40 && (await db.query('SELECT 1 FROM timer WHERE request = $1', [number])).length === 0; steps++)
    await anything(number, towardsPayment);
  const [timer] = await db.query<{ due_at: Date }>('SELECT due_at FROM timer WHERE request = $1 ORDER BY due_at LIMIT 1', [number]);
  expect(timer).toBeDefined();
  now = timer!.due_at;
  const { revision } = await requestOf(number);
  await Promise.all(Array.from({ length: 10 }, () => desk.fireTimers()));
  const fired = await db.query(`SELECT 1 FROM happening WHERE request = $1 AND kind = 'timer'`, [number]);
  expect((await requestOf(number)).revision - revision).toBe(fired.length);
  expect(fired.length).toBeGreaterThan(0);
});

test('a running request finishes on the version it began with, after its file has changed', async () => {
  const { number } = await submit();
  const folder = await mkdtemp(join(tmpdir(), 'amanah-procedures-'));
  try {
    await mkdir(join(folder, 'p'));
    const changed = (await readFile(new URL('shop-licence-renew.bpmn', procedures), 'utf8')).replace(
      'amanah:nameEn="Renewed"',
      'amanah:nameEn="Renewed at once"',
    );
    await writeFile(join(folder, 'p/shop-licence-renew.bpmn'), changed);
    const later = await ProcedureLibrary.open(db, [pathToFileURL(`${folder}/p/`)]);
    const { version } = (await db.query<{ version: string }>('SELECT version FROM request WHERE number = $1', [number]))[0]!;
    expect(later.ofService('shop-licence-renew')?.version).not.toBe(version);
    const [work] = [...(await waitingSteps(number)), ...(await openTasks(number))];
    const moved = work
      ? await db.transaction((tx) =>
          moveRequest(tx, number, { event: { type: 'done', token: work.token }, by: { person: null } }, { ...ground, procedures: later }),
        )
      : { ignored: null };
    expect(moved.ignored?.reason ?? 'moved').toMatch(/^(?:moved|no-flow)$/);
    expect((await later.at('shop-licence-renew', version)).id).toBe('shop-licence-renew');
  } finally {
    await rm(folder, { recursive: true });
  }
});
