import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testVideo } from '../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, inRole, sha256, untilState, uploadFile } from '../e2e/pages/media-api.ts';

vi.setConfig({ testTimeout: 600_000 });

const megabytes = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 500 : 64;
const mega = 1024 ** 2;

let web: TestHub;
let worker: TestHub;
let officer: CookieJar;
const folder = mkdtempSync(join(tmpdir(), 'amanah-on-demand-faults-'));
const filesOf = (programme: string) =>
  readdirSync(join(web.dataDir, 'files', 'media'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => path.includes(programme));
const startWorker = () => createTestHub({ role: 'worker', dataDir: web.dataDir, readyMs: 120_000 });

beforeAll(async () => {
  web = await createTestHub({ role: 'web', readyMs: 120_000 });
  worker = await startWorker();
  officer = await inRole(web, 'amani-media', 'media-officer@pr-media');
}, 300_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await worker?.stop();
  await web?.remove();
});

/** A line to the hub that breaks after so many bytes have gone up, once for each of `breaks`. */
async function fragileLine(port: number, breaks: number[]): Promise<{ server: Server; origin: string; sent: () => number; broken: () => number }> {
  let sent = 0;
  let broken = 0;
  const server = createServer((near: Socket) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      if (breaks[0] !== undefined && sent > breaks[0]) {
        breaks.shift();
        broken += 1;
        near.destroy();
        // The hub hears nothing more, as when a telephone loses its network.
        return void wait(500).then(() => far.destroy());
      }
      if (!far.write(chunk)) {
        near.pause();
        far.once('drain', () => near.resume());
      }
    });
    near.once('close', () => near.readableAborted || far.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => sent, broken: () => broken };
}

/** A small film in a large file: what follows it is marked as free. */
async function largeFilm(): Promise<Buffer> {
  const film = readFileSync(await testVideo(join(folder, 'small.mp4'), { seconds: 2 }));
  const free = Buffer.alloc(megabytes * mega - film.length);
  for (let at = 8; at < free.length; at += 4) free.writeInt32LE((at * 2_654_435_761) | 0, at);
  free.writeUInt32BE(free.length, 0);
  free.write('free', 4);
  return Buffer.concat([film, free]);
}

test(`a file of ${megabytes} MB comes whole over three broken connections, and what had come is not sent again`, async () => {
  const bytes = await largeFilm();
  const line = await fragileLine(
    web.port,
    [0.25, 0.5, 0.75].map((part) => part * bytes.length),
  );
  const programme = await beginProgramme(officer);
  await uploadFile(officer, programme, bytes, { through: line.origin, retries: [0, 200, 500, 1_000, 2_000, 4_000] });
  line.server.close();
  expect(line.broken()).toBe(3);
  // What was in the air when the line broke is all that is sent twice.
  expect(line.sent()).toBeLessThan(bytes.length + 3 * 24 * mega);

  const ready = await untilState(officer, programme, 'ready', 'refused', 'failed');
  expect([ready.state, ready.problem]).toEqual(['ready', null]);
  const [original] = filesOf(programme).filter((path) => path.includes('original-'));
  expect(sha256(readFileSync(original!))).toBe(sha256(bytes));
  expect(filesOf('uploads')).toEqual([]);
});

test('an encoding goes on after its worker was killed: finished rungs are kept, no encoder stays behind', async () => {
  const programme = await beginProgramme(officer);
  await uploadFile(officer, programme, readFileSync(await testVideo(join(folder, 'long.mp4'), { seconds: 16, size: '640x360' })));
  const processing = async () => (await ask(officer, 'GET', `/office/programmes/${programme}/processing`)).body;
  await vi.waitFor(async () => expect((await processing()).renditions.length).toBeGreaterThan(0), { timeout: 300_000, interval: 100 });
  await worker.kill();
  const before = await processing();
  expect(before).toMatchObject({ state: 'running' });
  const kept = filesOf(programme).filter((path) => before.renditions.some(({ name }: { name: string }) => path.endsWith(`/${name}.mp4`)));
  const times = kept.map((path) => statSync(path).mtimeMs);
  await vi.waitFor(() => expect(encodersOf(programme)).toEqual([]), { timeout: 20_000, interval: 100 });

  worker = await startWorker();
  const ready = await untilState(officer, programme, 'ready', 'failed');
  expect(ready).toMatchObject({ state: 'ready', problem: null });
  expect((await processing()).renditions.map(({ name }: { name: string }) => name)).toEqual(['360', '240', 'audio']);
  expect(kept.map((path) => statSync(path).mtimeMs)).toEqual(times);
});

test('an encoding that is cancelled ends its encoder, and goes on where it stood when it is started again', async () => {
  const programme = await beginProgramme(officer);
  await uploadFile(officer, programme, readFileSync(join(folder, 'long.mp4')));
  const processing = async () => (await ask(officer, 'GET', `/office/programmes/${programme}/processing`)).body;
  await vi.waitFor(async () => expect((await processing()).renditions.length).toBeGreaterThan(0), { timeout: 300_000, interval: 100 });
  expect((await ask(officer, 'POST', `/office/programmes/${programme}/processing/cancel`)).body.state).toBe('cancelled');
  await vi.waitFor(() => expect(encodersOf(programme)).toEqual([]), { timeout: 20_000, interval: 100 });
  expect((await untilState(officer, programme, 'failed')).problem.code).toBe('MEDIA_TRANSCODING_CANCELLED');
  const kept = (await processing()).renditions.length;
  expect(kept).toBeGreaterThan(0);
  await ask(officer, 'POST', `/office/programmes/${programme}/processing/restart`);
  expect((await untilState(officer, programme, 'ready', 'failed')).state).toBe('ready');
});

/** Programs of this machine that work on a programme. */
function encodersOf(programme: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes('ffmpeg') && command.includes(programme) ? [command] : [];
      } catch {
        return [];
      }
    });
}
