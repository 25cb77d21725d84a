import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../../store/store-fixture.ts';
import { IntakeFolder, intakeOf, Steps, stepping } from './intake-fixture.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => (opened = await openTestStore()));
afterAll(() => opened.close());

const kinds = {
  licences: { format: 'csv', pattern: 'licences-*.csv', fields: { number: { required: true } }, key: ['number'] },
  changes: { format: 'csv', pattern: 'changes-*.csv', fields: { number: { required: true }, area: { type: 'integer' } }, key: ['number'], mode: 'upsert' },
} as const;
const signal = new AbortController().signal;
/** Every step, or every third, which is before one thing and after another in turn. */
const stride = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 1 : 3;

test('a process that ends at any step of a look loses nothing and doubles nothing', async () => {
  let ended = 0;
  for (let until = 1; ; until += stride) {
    const folder = new IntakeFolder(`crash-${until}`, { kinds });
    folder.put('licences-1.csv', 'number\n1\n2\n');
    folder.put('licences-2.csv', 'number\n2\n3\n\n3\n', 1);
    folder.put('changes-1.csv', 'number,area\n1,1\n2,x\n', 2);
    folder.put('changes-2.csv', 'number,area\n1,10\n', 3);
    folder.put('licences-3.csv', 'no heading of ours\n', 4);
    folder.put('changes-3.csv', 'number,area\n1,1\n2,x\n', 5);
    const system = await folder.system();

    const steps = new Steps(until);
    const dying = intakeOf(stepping(opened.store, steps), await folder.processes(steps));
    const whole = await dying.look(system, signal).then(
      () => true,
      () => false,
    );
    await dying.close();
    if (!whole) ended += 1;

    const after = intakeOf(opened.store, await folder.processes());
    await after.look(system, signal);
    const { rows } = await after.list(system.systemId, 'licences', null, 10);
    const changes = await after.list(system.systemId, 'changes', null, 10);
    const files = await after.files(system.systemId);
    const events = await opened.store.hub.query<{ path: string }>(`SELECT data->>'path' AS path FROM hub.outbox WHERE subject = $1`, [
      `system/${system.systemId}`,
    ]);
    const acknowledged = ['licences-1', 'licences-2', 'licences-3', 'changes-1', 'changes-2', 'changes-3'].map((name) => [
      name,
      /outcome: (\w+)\nrows: (\d+)\nrejected: (\d+)/
        .exec(folder.text(`${name}.csv.ack`))!
        .slice(1)
        .join(' '),
    ]);
    expect({
      until,
      rows,
      changes: changes.rows,
      events: events.map(({ path }) => path).toSorted(),
      waiting: folder.names().filter((name) => name.endsWith('.csv')),
    }).toEqual({
      until,
      rows: [{ number: '2' }, { number: '3' }],
      changes: [{ number: '1', area: 10 }],
      events: ['changes-1.csv', 'changes-2.csv', 'licences-1.csv', 'licences-2.csv'],
      waiting: [],
    });
    expect(Object.fromEntries(acknowledged)).toEqual({
      'licences-1': 'taken 2 0',
      'licences-2': 'taken 2 1',
      'licences-3': 'unreadable 0 0',
      'changes-1': 'taken 1 1',
      'changes-2': 'taken 1 0',
      'changes-3': 'seen 0 0',
    });
    expect(files).toHaveLength(5);
    expect([folder.names('done').length, folder.names('bad').length]).toEqual([5, 1]);
    expect((await after.rejectedRows(system.systemId, files.find(({ path }) => path === 'changes-1.csv')!.hash)).map(({ line }) => line)).toEqual([3]);
    await after.close();
    folder.remove();
    if (whole) break;
  }
  expect(ended * stride).toBeGreaterThan(100);
}, 600_000);
