import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startStandIns } from './start-stand-ins.ts';

const silent = { info: () => undefined, warn: () => undefined };

it('writes where every started stand-in is, and ends them all', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-stand-ins-'));
  const { file, stop } = await startStandIns({ dataDir, log: silent });
  const found = JSON.parse(await readFile(file, 'utf8')) as Record<string, { url: string; faults: string | null; pid: number }>;
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining(['nafath', 'commerce-register', 'shop-licences-khobar', 'shop-licences-central-dammam', 'parks-booking']),
  );
  // Whose own protocol is not HTTP has a control address that is.
  const addresses = Object.values(found).map(({ url, faults }) => (url.startsWith('http:') ? url : String(faults)));
  for (const address of addresses) expect((await fetch(address)).status).toBeLessThan(500);
  await stop();
  for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
  await rm(dataDir, { recursive: true, force: true });
});

it('names a stand-in that it does not know', async () => {
  await expect(startStandIns({ dataDir: tmpdir(), log: silent, which: ['nobody'] })).rejects.toThrow(/no stand-in is called nobody/);
});

it('answers establishments of a person with the role held, and one by either number', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'amanah-stand-ins-'));
  const { standIns, stop } = await startStandIns({ dataDir, log: silent, which: ['commerce-register'] });
  const url = standIns['commerce-register']?.url;
  const mine = (await (await fetch(`${url}/establishments?nationalId=1072645193`)).json()) as { establishments: { unifiedNumber: string; role: string }[] };
  expect(mine.establishments.map((one) => [one.unifiedNumber, one.role])).toEqual([
    ['7001234567', 'owner'],
    ['7009876543', 'manager'],
  ]);
  expect(await (await fetch(`${url}/establishments/2052000001`)).json()).toMatchObject({ unifiedNumber: '7005550001', status: 'suspended' });
  expect((await fetch(`${url}/establishments/7999999999`)).status).toBe(404);
  await stop();
  await rm(dataDir, { recursive: true, force: true });
});
