import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callApi, configWithLive, planBroadcast, playlistOf, removeFolder, segmentsIn, startEncoder, type TestEncoder } from './pages/live-lab.ts';

const seconds = (count: number) => ({ timeout: count * 1_000, interval: 250 });

let hub: TestHub;
let config: string;
let officer: CookieJar;
const encoders: TestEncoder[] = [];

beforeAll(async () => {
  config = configWithLive({ rtmp: { port: 0 }, channels: 1, maxKbps: 900, slateAfterSeconds: 2, endAfterAwayMinutes: 1 });
  hub = await createTestHub({ env: { AMANAH_CONFIG_DIR: config } });
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  officer = await hub.signIn('producer', 'Producer-1448');
});

afterAll(async () => {
  await Promise.all(encoders.map((one) => one.kill()));
  await hub?.remove();
  removeFolder(config);
});

function encoder(...given: Parameters<typeof startEncoder>): TestEncoder {
  const started = startEncoder(...given);
  encoders.push(started);
  return started;
}

const monitor = async (id: string) => (await callApi(officer, 'GET', `/api/media/office/broadcasts/${id}`)).body;
const stateOf = async (id: string) => (await callApi(officer, 'GET', `/api/media/office/programmes/${id}`)).body.state;
const end = (id: string) => callApi(officer, 'POST', `/api/media/office/broadcasts/${id}/end`);

test('a key that was never given, one that was given anew, one in use and one of a broadcast that is over open nothing', async () => {
  const plan = await planBroadcast(officer);
  expect(await encoder(plan.address, 'made-up-key', { seconds: 20 }).ended).not.toBe(0);
  const renewed = (await callApi(officer, 'POST', `/api/media/office/broadcasts/${plan.id}/key`)).body;
  expect(await encoder(plan.address, plan.key, { seconds: 20 }).ended).not.toBe(0);
  expect(await stateOf(plan.id)).toBe('scheduled');

  const running = encoder(renewed.address, renewed.key);
  await expect.poll(() => stateOf(plan.id), seconds(60)).toBe('live');
  expect(await encoder(renewed.address, renewed.key, { seconds: 20 }).ended).not.toBe(0);
  const before = segmentsIn(await playlistOf(officer, plan.id, 'v')).length;
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 'v')).length, seconds(60)).toBeGreaterThan(before + 2);

  expect(await end(plan.id)).toMatchObject({ status: 200 });
  await running.ended;
  expect(await encoder(renewed.address, renewed.key, { seconds: 20 }).ended).not.toBe(0);
  expect(await stateOf(plan.id)).toBe('published');
});

test('one broadcast more than run at once, and an encoder that sends too much, are refused and the monitor says why', async () => {
  const [first, second] = [await planBroadcast(officer), await planBroadcast(officer)];
  encoder(first.address, first.key, { kbps: 300 });
  await expect.poll(() => stateOf(first.id), seconds(60)).toBe('live');
  expect(await encoder(second.address, second.key, { seconds: 20 }).ended).not.toBe(0);
  expect(await monitor(second.id)).toMatchObject({ state: 'scheduled', problem: { code: 'MEDIA_CHANNELS_FULL', params: { channels: 1 } } });
  await end(first.id);

  const greedy = encoder(second.address, second.key, { kbps: 4_000, size: '1280x720' });
  expect(await greedy.ended).not.toBe(0);
  await expect.poll(() => monitor(second.id), seconds(30)).toMatchObject({ problem: { code: 'MEDIA_BITRATE_TOO_HIGH', params: { kbps: 900 } } });
  await end(second.id);
});

test('an encoder that stays away: viewers are told by a picture, and the broadcast is over after a while', async () => {
  const plan = await planBroadcast(officer);
  const sending = encoder(plan.address, plan.key, { kbps: 300 });
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 'v')).length, seconds(60)).toBeGreaterThan(2);
  await sending.kill();
  await expect.poll(async () => (await monitor(plan.id)).signal, seconds(30)).toBe('slate');
  await expect.poll(async () => (await playlistOf(officer, plan.id, 'v'))?.match(/#EXT-X-DISCONTINUITY/g)?.length, seconds(30)).toBe(1);
  const before = segmentsIn(await playlistOf(officer, plan.id, 'a')).length;
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 'a')).length, seconds(30)).toBeGreaterThan(before + 2);
  await expect.poll(() => stateOf(plan.id), seconds(120)).toBe('published');
  expect(await playlistOf(officer, plan.id, 'v')).toContain('#EXT-X-ENDLIST');
});

test('a recording whose captions nobody excused waits for them; a reason publishes it, and is recorded', async () => {
  const plan = await planBroadcast(officer, { captionsException: undefined });
  encoder(plan.address, plan.key, { kbps: 300 });
  await expect.poll(async () => segmentsIn(await playlistOf(officer, plan.id, 'v')).length, seconds(60)).toBeGreaterThan(2);
  expect(await end(plan.id)).toMatchObject({ status: 200, body: { state: 'ended' } });
  const publish = (body: object) => callApi(officer, 'POST', `/api/media/office/programmes/${plan.id}/publish`, body);
  expect(await publish({})).toMatchObject({ status: 409, body: { code: 'MEDIA_CAPTIONS_NEEDED' } });
  expect(await publish({ captionsException: 'لا يوجد كلام في التسجيل' })).toMatchObject({ status: 200, body: { state: 'published' } });
  const record = join(hub.dataDir, 'audit.jsonl');
  await hub.cli('audit', 'export', record);
  const published = readFileSync(record, 'utf8')
    .split('\n')
    .filter((line) => line.includes('media:programme.published') && line.includes(plan.id));
  expect(published).toHaveLength(1);
  expect(published[0]).toContain('لا يوجد كلام في التسجيل');
});

test('a broadcast for a unit or for those signed in is unknown to everybody else; a signed address opens it for a while', async () => {
  await hub.addPerson('colleague', 'Colleague-1448', { role: 'news-writer@pr-media' });
  const [anyone, citizen, colleague] = [hub.client(), await hub.signIn('alice', 'alice-password'), await hub.signIn('colleague', 'Colleague-1448')];
  const plan = await planBroadcast(officer, { audience: 'unit' });
  encoder(plan.address, plan.key, { kbps: 300 });
  await expect.poll(async () => segmentsIn(await playlistOf(colleague, plan.id, 'v')).length, seconds(60)).toBeGreaterThan(2);
  const unknown = `/api/media/hls/00000000-0000-4000-8000-000000000000/master.m3u8`;
  const answerOf = async (client: CookieJar, path: string) => {
    const { status, body } = await callApi(client, 'GET', path);
    return { status, ...body, requestId: '' };
  };
  const segment = segmentsIn(await playlistOf(colleague, plan.id, 'v'))[0]!;
  expect(segment).toMatch(/\?g=/);
  for (const client of [anyone, citizen]) {
    const nowhere = await answerOf(client, unknown);
    for (const file of ['master.m3u8', 'v/index.m3u8', `v/${segment.split('?')[0]}`, `v/${segment}x`])
      expect(await answerOf(client, `/api/media/hls/${plan.id}/${file}`)).toEqual(nowhere);
    expect((await callApi(client, 'GET', `/api/media/programmes/${plan.id}`)).status).toBe(404);
    expect(JSON.stringify((await callApi(client, 'GET', '/api/media/on-air')).body)).not.toContain(plan.id);
  }
  // What a playlist names is signed: a device without a session reads it.
  expect((await anyone.fetch(`/api/media/hls/${plan.id}/v/${segment}`)).status).toBe(200);
  const granted = (await callApi(officer, 'POST', `/api/media/office/programmes/${plan.id}/grant`, { seconds: 60 })).body;
  const master = await (await fetch(granted.address)).text();
  expect(master).toContain('v/index.m3u8?g=');
  expect((await fetch(granted.address.replace('?g=', '?g=x'))).status).toBe(404);

  const opened = await callApi(officer, 'GET', `/api/media/office/programmes/${plan.id}`);
  expect(await callApi(officer, 'PATCH', `/api/media/office/programmes/${plan.id}`, { version: opened.body.version, audience: 'signed-in' })).toMatchObject({
    status: 200,
  });
  await expect.poll(async () => (await citizen.fetch(`/api/media/hls/${plan.id}/master.m3u8`)).status, seconds(10)).toBe(200);
  expect((await anyone.fetch(`/api/media/hls/${plan.id}/master.m3u8`)).status).toBe(404);
  expect(await callApi(officer, 'PATCH', `/api/media/office/programmes/${plan.id}`, { version: opened.body.version, audience: 'everyone' })).toMatchObject({
    status: 409,
    body: { code: 'MEDIA_CHANGED' },
  });
  await end(plan.id);
});

test('a planned broadcast that does not take place is deleted, and its key with it', async () => {
  const plan = await planBroadcast(officer);
  await hub.addPerson('headofmedia', 'Head-1448', { role: 'communication-head@pr-media' });
  const head = await hub.signIn('headofmedia', 'Head-1448');
  expect(await callApi(officer, 'DELETE', `/api/media/office/programmes/${plan.id}`)).toMatchObject({ status: 403 });
  expect(await callApi(head, 'DELETE', `/api/media/office/programmes/${plan.id}`)).toMatchObject({ status: 204 });
  expect(await encoder(plan.address, plan.key, { seconds: 20 }).ended).not.toBe(0);
});

test('the command line plans a broadcast and prints where its encoder sends', async () => {
  const said = await hub.cli('broadcast', 'add', '--title-ar', 'بث الاختبار', '--title-en', 'Test', '--without-captions', 'بث قصير للاختبار', '--json');
  expect(said).toMatchObject({ code: 0, stderr: '' });
  const { id, address, key } = JSON.parse(said.stdout);
  encoder(address, key, { kbps: 300 });
  await expect.poll(() => stateOf(id), seconds(60)).toBe('live');
  await end(id);
  expect(await hub.cli('broadcast', 'add', '--title-ar', 'ا', '--title-en', 'T', '--unit', 'atlantis', '--json')).toMatchObject({ code: 1 });
});

test('without ffmpeg the hub starts, says so in its health, and an encoder is told why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-programs-'));
  for (const program of readdirSync('/usr/bin')) if (!/^ff(mpeg|probe)$/.test(program)) symlinkSync(join('/usr/bin', program), join(folder, program));
  const bare = await createTestHub({ env: { PATH: folder } });
  try {
    await bare.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
    const client = await bare.signIn('producer', 'Producer-1448');
    const plan = await planBroadcast(client);
    expect(await encoder(plan.address, plan.key, { seconds: 20 }).ended).not.toBe(0);
    expect((await callApi(client, 'GET', `/api/media/office/broadcasts/${plan.id}`)).body).toMatchObject({ problem: { code: 'MEDIA_FFMPEG_MISSING' } });
    const ready = await (await fetch(`${bare.url}/health/ready`)).text();
    expect(ready).toContain('ffmpeg');
  } finally {
    await bare.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
