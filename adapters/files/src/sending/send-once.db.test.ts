import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from '../adapter.ts';
import { config } from '../config.ts';
import type { Folder } from '../folder/folder.ts';
import { openFolder } from '../folder/open-folder.ts';
import { contextOf, starters, type TestFolder } from '../testing/folders.ts';
import { sendOnce } from './send-once.ts';

const soon = () => AbortSignal.timeout(20_000);
const file = (content: string) => ({ path: 'out/decision.csv', content: Buffer.from(content), rows: 1 });

/** A folder at which the caller is cut off before or after its n-th step. */
function cutOff(folder: Folder, at: number): Folder {
  let step = 0;
  const cut = () => {
    if (++step >= at) throw new Error('cut off');
  };
  return new Proxy(folder, {
    get(of, name) {
      const value = Reflect.get(of, name) as unknown;
      if (typeof value !== 'function') return value;
      if (name === 'read') return value.bind(of) as unknown;
      return async (...given: unknown[]) => {
        cut();
        const result: unknown = await value.apply(of, given);
        cut();
        return result;
      };
    },
  });
}

describe.each(['local', 'sftp', 's3'] as const)('sending to %s', (at) => {
  let place: TestFolder;
  let folder: Folder;
  beforeAll(async () => {
    place = await starters[at]();
    folder = await openFolder(config.parse({ folder: place.folder }), contextOf(place.secrets));
  });
  afterAll(async () => {
    await folder.close();
    await place.close();
  });
  const lies = async () => (await folder.list('out', soon())).files.map(({ path }) => path);
  /** Who the file is for takes it away. */
  const collect = async () => {
    const found = await lies();
    for (const path of found) await folder.remove(path, soon());
    return found.length;
  };

  test('the same key is one file, also when it was taken away in between; another content is refused', async () => {
    const sent = await sendOnce(folder, 'key-1', file('a'), soon());
    expect(sent).toMatchObject({ path: 'out/decision.csv', bytes: 1, rows: 1 });
    expect(await sendOnce(folder, 'key-1', file('a'), soon())).toEqual(sent);
    expect(await collect()).toBe(1);
    expect(await sendOnce(folder, 'key-1', file('a'), soon())).toEqual(sent);
    expect(await lies()).toEqual([]);
    await expect(sendOnce(folder, 'key-1', file('b'), soon())).rejects.toMatchObject({ outcome: 'refused', reached: 'no', fault: { code: 'KEY_REUSED' } });
    expect(await lies()).toEqual([]);
  });

  test('a file of somebody else under the same name is not written over', async () => {
    await place.put('out/decision.csv', 'something else');
    await expect(sendOnce(folder, 'key-2', file('a'), soon())).rejects.toMatchObject({ outcome: 'refused', fault: { code: 'NAME_TAKEN' } });
    await collect();
  });

  test('a caller that is cut off at any step and asks again with its key has sent one file, or is told that nobody knows', async () => {
    let unknown = 0;
    for (let step = 1; ; step++) {
      const key = `cut-${step}`;
      const first = await sendOnce(cutOff(folder, step), key, file(key), soon()).then(
        () => 'done',
        () => 'cut',
      );
      let collected = await collect();
      const again = await sendOnce(folder, key, file(key), soon()).then(
        () => 'done',
        (error: unknown) => {
          expect(error).toMatchObject({ reached: 'maybe' });
          return 'unknown';
        },
      );
      collected += await collect();
      if (again === 'unknown') unknown += 1;
      else expect({ step, collected }).toEqual({ step, collected: 1 });
      if (first === 'done') break;
    }
    // Where giving the final name is one step there is nothing that nobody knows.
    expect(unknown === 0 || at === 's3').toBe(true);
  }, 120_000);

  test('two callers at once with one key send one file', async () => {
    const ends = await Promise.allSettled([1, 2, 3].map(() => sendOnce(folder, 'together', file('t'), soon())));
    expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(await collect()).toBe(1);
  });

  test('a receipt that is none is not taken for one', async () => {
    await sendOnce(folder, 'receipt', file('r'), soon());
    await collect();
    const [receipt] = (await folder.list('out/.amanah-sent', soon())).files.toSorted((one, other) => other.modifiedAt - one.modifiedAt);
    for (const { path } of (await folder.list('out/.amanah-sent', soon())).files) await place.put(path, 'nonsense');
    expect(receipt).toBeDefined();
    await expect(sendOnce(folder, 'receipt', file('r'), soon())).rejects.toMatchObject({ outcome: 'contract-violation' });
  });
});

test('a call sends its rows as one file under its key, and both messages are recorded', async () => {
  const place = await starters.local();
  const given = config.parse({
    folder: place.folder,
    outgoing: { decisions: { name: 'out/{date}/decision-{key}.csv', format: 'csv', encoding: 'windows-1256', fields: { number: { from: 'رقم' } } } },
  });
  const connection = await adapter.connect(given, await adapter.discover(given, contextOf({})), contextOf({}));
  const recorded: [string, string][] = [];
  const keep = (message: Uint8Array | string, type: string) => void recorded.push([Buffer.from(message).toString('latin1'), type]);
  const send = (idempotencyKey: string | null, number = '1448/17') =>
    connection.call({
      operation: 'decisions.send',
      input: { rows: [{ number }] },
      cursor: null,
      signal: soon(),
      idempotencyKey,
      requestId: 'r',
      exchange: { sent: keep, received: keep },
    });
  const { output } = await send('case-7');
  expect(output).toEqual({
    path: expect.stringMatching(/^out\/\d{8}\/decision-case-7\.csv$/) as string,
    bytes: 14,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    rows: 1,
  });
  expect(recorded[0]).toEqual(['\xd1\xde\xe3\r\n1448/17\r\n', 'text/csv; charset=windows-1256']);
  expect(recorded[1]![0]).toContain('"rows":1');
  expect((await send('../../etc/x y')).output).toMatchObject({ path: expect.stringMatching(/decision-[0-9a-f]{32}\.csv$/) as string });
  await expect(send(null)).rejects.toMatchObject({ outcome: 'input-invalid', reached: 'no' });
  await expect(send('case-8', '日本')).rejects.toMatchObject({ outcome: 'input-invalid', findings: [{ path: '/rows/0/number' }] });
  await connection.close();
  await place.close();
});
