import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testSound } from '../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, inRole, untilState, uploadFile } from './pages/media-api.ts';

// A real file is encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

let hub: TestHub;
const folder = mkdtempSync(join(tmpdir(), 'amanah-podcast-'));

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
}, 240_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub?.remove();
});

const feed = async () => new RssParser().parseString(await (await fetch(`${hub.url}/feeds/podcast.rss?language=en`)).text());

test('an audio programme is in the podcast feed once it is published, with its sound as one file, and on oEmbed as a player', async () => {
  expect(await feed()).toMatchObject({ title: 'Audio programmes of the Eastern Province Municipality', items: [] });
  const officer = await inRole(hub, 'podcast-officer', 'media-officer@pr-media');
  const id = await beginProgramme(officer, { kind: 'audio', title: { ar: 'حلقة عن الحدائق', en: 'About parks & <gardens>' } });
  await uploadFile(officer, id, readFileSync(await testSound(join(folder, 'talk.mp3'), { seconds: 6 })), { name: 'talk.mp3' });
  await untilState(officer, id, 'ready', 'refused', 'failed');
  expect((await ask(officer, 'POST', `/office/programmes/${id}/publish`, { captionsException: 'حلقة موسيقية بلا كلام' })).status).toBe(200);
  const [episode] = (await feed()).items;
  expect(episode).toMatchObject({ title: 'About parks & &lt;gardens&gt;', link: `${hub.url}/watch/${id}`, guid: `urn:uuid:${id}` });
  const { url, length, type } = episode!.enclosure!;
  const sound = await fetch(url, { method: 'GET' });
  expect([type, sound.status, (await sound.arrayBuffer()).byteLength]).toEqual(['audio/mp4', 200, Number(length)]);
  const { format } = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_format', '-of', 'json', url]).toString()) as { format: { duration: string } };
  expect(Number(format.duration)).toBeCloseTo(6, 0);
  expect(await (await fetch(`${hub.url}/oembed?url=${encodeURIComponent(`${hub.url}/watch/${id}?t=3`)}`)).json()).toMatchObject({
    type: 'rich',
    html: expect.stringContaining(`/embed/player/${id}?t=3`),
  });
});
