import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../../store/store-fixture.ts';
import { IntakeFolder, intakeOf } from './intake-fixture.ts';
import { openFiles } from './open-files-fixture.ts';

const rows = 60_000;
const content = `number,shop\n${Array.from({ length: rows }, (_none, n) => `${n},بقالة النخيل رقم ${n}`).join('\n')}\n`;
const kinds = { licences: { format: 'csv', pattern: 'licences-*.csv', fields: { number: { required: true }, shop: {} }, key: ['number'] } } as const;
let opened: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => (opened = await openTestStore()));
afterAll(() => opened.close());

/** What is kept of a system: rows, files, events. */
async function kept(systemId: string): Promise<readonly number[]> {
  const count = async (from: string, value: string) =>
    (await opened.store.hub.query<{ n: number }>(`SELECT count(*)::int AS n FROM hub.${from} = $1`, [value]))[0]!.n;
  return [
    await count('intake_row WHERE system_id', systemId),
    await count('intake_file WHERE system_id', systemId),
    await count('intake_unsettled WHERE system_id', systemId),
    await count('outbox WHERE subject', `system/${systemId}`),
  ];
}

test('an adapter process that is killed while rows come leaves nothing behind, and the next look takes the file', async () => {
  const folder = new IntakeFolder('killed-adapter', { kinds });
  folder.put('licences-1.csv', content);
  const { processes, system, pid } = await openFiles('killed-adapter', folder.connection);
  let killed = false;
  const intake = intakeOf(opened.store, {
    ...processes,
    readFile: (id, file, sink, signal) =>
      processes.readFile(
        id,
        file,
        {
          async rows(batch) {
            await sink.rows(batch);
            if (!killed) process.kill(pid()!, 'SIGKILL');
            killed = true;
          },
          rejected: (batch) => sink.rejected(batch),
        },
        signal,
      ),
  });
  expect(await intake.look(system, new AbortController().signal)).toMatchObject({ taken: [], postponed: 1 });
  expect(await kept('killed-adapter')).toEqual([0, 0, 0, 0]);
  expect(await intake.look(system, new AbortController().signal)).toMatchObject({ taken: [{ rows }] });
  expect(await kept('killed-adapter')).toEqual([rows, 1, 0, 1]);
  await intake.close();
  await processes.shutdown(0);
  folder.remove();
}, 120_000);

test('a hub that is killed with kill -9 while rows come leaves nothing behind, and another one takes the file once', async () => {
  const folder = new IntakeFolder('killed-hub', { kinds });
  folder.put('licences-1.csv', content);
  const script = fileURLToPath(new URL('intake-process-fixture.ts', import.meta.url));
  const hub = () =>
    spawn(process.execPath, [script, opened.database.url, 'killed-hub', JSON.stringify(folder.connection)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const first = hub();
  const [said] = (await once(first.stdout, 'data')) as [Buffer];
  expect(said.toString()).toMatch(/^reading/);
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect((await kept('killed-hub')).slice(0, 2)).toEqual([0, 0]);
  // The database ends the transaction of the dead one once it notices.
  await expect
    .poll(
      async () => {
        const next = hub();
        next.stdout.resume();
        await once(next, 'exit');
        return kept('killed-hub');
      },
      { timeout: 90_000, interval: 500 },
    )
    .toEqual([rows, 1, 0, 1]);
  expect(folder.names('done')).toHaveLength(1);
  folder.remove();
}, 180_000);
