import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { CookieJar } from '@amanah/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testVideo } from '../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, untilState, uploadFile } from './pages/media-api.ts';
import { startOnDemandLab, type OnDemandLab } from './pages/on-demand-lab.ts';

// Real files are encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

let lab: OnDemandLab;
let officer: CookieJar;
let head: CookieJar;
let nobody: CookieJar;
/** A programme of nine seconds that the tests share, published by the first. */
let film: string;
const vtt = (...cues: string[]) => `WEBVTT\n\n${cues.join('\n\n')}\n`;
const sendCaptions = (client: CookieJar, id: string, file: string, version = 0) =>
  client.fetch(`/api/media/office/programmes/${id}/captions/ar/file?version=${version}`, {
    method: 'POST',
    headers: { 'content-type': 'text/vtt' },
    body: file,
  });

beforeAll(async () => {
  lab = await startOnDemandLab();
  ({ officer, head, nobody } = lab);
  film = await beginProgramme(officer);
  const personal = ['-metadata', 'artist=Faisal', '-metadata', 'location=+26.4207+050.0888/', '-movflags', 'use_metadata_tags'];
  await uploadFile(officer, film, readFileSync(await testVideo(lab.at('film.mp4'), { seconds: 9, size: '640x360', more: personal })));
  await untilState(officer, film, 'ready', 'refused', 'failed');
}, 400_000);
afterAll(async () => lab?.remove());

test('a programme is published with captions only, or with a reason; then anybody plays it', async () => {
  expect((await ask(nobody, 'GET', `/programmes/${film}`)).status).toBe(404);
  expect((await nobody.fetch(`/api/media/hls/${film}/master.m3u8`)).status).toBe(404);
  expect((await ask(officer, 'POST', `/office/programmes/${film}/publish`, {})).body.code).toBe('MEDIA_CAPTIONS_NEEDED');

  const wrong = await sendCaptions(officer, film, vtt('00:01.000 --> 00:02.000\n<script>alert(1)</script>', '00:30.000 --> 00:31.000\nبعد النهاية'));
  const refused = (await wrong.json()) as { code: string; fields: { path: string; message: string }[] };
  expect([refused.code, ...refused.fields.map(({ path, message }) => `${path} ${message}`)]).toEqual([
    'MEDIA_CAPTIONS_INVALID',
    'line.4 markup',
    'line.6 beyond',
  ]);
  expect((await sendCaptions(officer, film, vtt('00:00.500 --> 00:03.000\nتجديد رخصة البلدية', '00:05.000 --> 00:08.000\nسدّد الرُّسوم إلكترونياً'))).status).toBe(
    200,
  );
  expect((await ask(officer, 'POST', `/office/programmes/${film}/publish`, {})).status).toBe(200);

  const { body: page } = await ask(nobody, 'GET', `/programmes/${film}`);
  expect(page).toMatchObject({ state: 'published', captions: ['ar'], stream: `/api/media/hls/${film}/master.m3u8` });
  expect((await nobody.fetch(page.poster)).headers.get('content-type')).toBe('image/jpeg');
  const master = await (await nobody.fetch(page.stream)).text();
  expect([...master.matchAll(/RESOLUTION=(\d+x\d+)/g)].map(([, size]) => size)).toEqual(['640x360', '426x240']);
  expect(master).toMatch(/CODECS="mp4a\.40\.2",SUBTITLES="captions"\n1\/audio\.m3u8/);
  expect(master).toContain('LANGUAGE="ar"');

  // Whoever reads HLS finds the whole of it, by byte ranges: ffprobe here, players elsewhere.
  const probed = JSON.parse(
    execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', `${lab.hub.url}${page.stream}`]).toString(),
  );
  expect(new Set(probed.streams.map((one: { codec_type: string }) => one.codec_type))).toEqual(new Set(['video', 'audio']));
  expect(Number(probed.format.duration)).toBeCloseTo(9, 0);
  expect(await (await nobody.fetch(`/api/media/hls/${film}/1/captions/ar/1.m3u8`)).text()).toContain('\n1.vtt\n#EXT-X-ENDLIST');
  const part = await nobody.fetch(`/api/media/hls/${film}/1/360.mp4`, { headers: { range: 'bytes=4-7' } });
  expect([part.status, part.headers.get('content-range')?.split('/')[0], await part.text()]).toEqual([206, 'bytes 4-7', 'ftyp']);
  const sprites = await (await nobody.fetch(`/api/media/hls/${film}/sprites.vtt`)).text();
  expect(sprites).toContain('00:00:02.000 --> 00:00:04.000\n1/sprites.jpg#xywh=160,0,160,90');
  expect((await nobody.fetch(`/api/media/hls/${film}/1/sprites.jpg`)).status).toBe(200);
  for (const path of ['../../x', '1/..%2f..%2foriginal', '1/original.mp4', `9/360.mp4`, 'captions/xx.vtt'])
    expect((await nobody.fetch(`/api/media/hls/${film}/${path}`)).status, path).toBe(404);

  const published = Buffer.concat(
    lab
      .stored()
      .filter((path) => path.includes(film) && !path.includes('original'))
      .map((path) => readFileSync(path)),
  );
  expect(['Faisal', '+26.4207'].filter((said) => published.includes(said))).toEqual([]);
});

test('what is said is read by moment and found however it is written', async () => {
  const { body } = await ask(nobody, 'GET', `/programmes/${film}/transcript`);
  expect(body).toEqual({
    language: 'ar',
    lines: [
      { from: 0.5, to: 3, text: 'تجديد رخصة البلدية' },
      { from: 5, to: 8, text: 'سدّد الرُّسوم إلكترونياً' },
    ],
  });
  expect((await ask(nobody, 'GET', `/programmes/${film}/transcript?search=${encodeURIComponent('الرسوم الكترونيا')}`)).body.lines).toHaveLength(1);
  const { body: found } = await ask(nobody, 'GET', `/spoken?search=${encodeURIComponent('رخصه')}`);
  expect(found.hits).toEqual([expect.objectContaining({ programme: film, from: 0.5, to: `/watch/${film}?t=0` })]);
  expect((await ask(nobody, 'GET', `/spoken?search=${encodeURIComponent('100%')}`)).body.hits).toEqual([]);
});

test('two editors of the same captions do not write over each other, and the last captions stay', async () => {
  const { body: track } = await ask(officer, 'GET', `/office/programmes/${film}/captions/ar`);
  const write = (version: number, text: string) =>
    ask(officer, 'PUT', `/office/programmes/${film}/captions/ar`, { version, cues: [{ ...track.cues[0], text }, track.cues[1]] });
  const written = await write(track.version, 'تجديد رخصة البلدية & أكثر');
  expect(written.body).toMatchObject({ version: track.version + 1, cues: [{ text: 'تجديد رخصة البلدية &amp; أكثر' }, {}] });
  expect((await write(track.version, 'آخر')).body.code).toBe('MEDIA_CAPTIONS_CHANGED');
  expect((await write(track.version + 1, '<i>مفتوح')).body.fields).toEqual([{ path: 'line.1', message: 'markup' }]);
  expect((await ask(officer, 'DELETE', `/office/programmes/${film}/captions/ar`)).body.code).toBe('MEDIA_CAPTIONS_NEEDED');
  const { body: wave } = await ask(officer, 'GET', `/office/programmes/${film}/wave`);
  expect(wave).toMatchObject({ version: 2, bits: 8, samples_per_pixel: 400 });
});

test('a poster is one of the frames or a picture that is drawn anew', async () => {
  const { body } = await ask(officer, 'GET', `/office/programmes/${film}/processing`);
  expect(body).toMatchObject({
    state: 'done',
    original: { name: 'film.mp4', width: 640, height: 360 },
    sprites: `/api/media/hls/${film}/sprites.vtt`,
    wave: true,
  });
  expect(body.frames).toHaveLength(5);
  expect((await ask(officer, 'POST', `/office/programmes/${film}/poster`, { frame: body.frames[3].name })).status).toBe(200);
  const sent = await sharp({ create: { width: 900, height: 506, channels: 3, background: '#084' } })
    .withExif({ IFD0: { Artist: 'Faisal' } })
    .png()
    .toBuffer();
  const put = (bytes: Buffer) =>
    officer.fetch(`/api/media/office/programmes/${film}/poster`, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: new Uint8Array(bytes) });
  const { poster } = (await (await put(sent)).json()) as { poster: string };
  const shown = Buffer.from(await (await nobody.fetch(poster)).arrayBuffer());
  expect([(await sharp(shown).metadata()).format, shown.includes('Faisal')]).toEqual(['jpeg', false]);
  expect((await (await put(Buffer.from('<svg/>'))).json()) as object).toMatchObject({ code: 'MEDIA_PICTURE_REFUSED' });
});

test('a cut at borders of segments is there at once; one to the frame is encoded beside what is shown; captions move along', async () => {
  const cut = (body: object) => ask(officer, 'POST', `/office/programmes/${film}/cut`, body);
  expect((await cut({ from: 8, to: 3 })).body.code).toBe('MEDIA_CUT_REFUSED');
  const { version } = (await ask(officer, 'GET', `/office/programmes/${film}`)).body;
  const chapters = [0, 2, 6].map((atSeconds) => ({ atSeconds, title: { ar: `الجزء ${atSeconds}`, en: `Part ${atSeconds}` } }));
  expect((await ask(officer, 'PATCH', `/office/programmes/${film}`, { version, chapters })).status).toBe(200);
  const chaptersNow = async () =>
    (await ask(nobody, 'GET', `/programmes/${film}`)).body.chapters.map((one: { atSeconds: number; title: { en: string } }) => [one.atSeconds, one.title.en]);
  const { body: rough } = await cut({ from: 4.2 });
  expect(rough).toMatchObject({ outcome: 'at-once', from: 4 });
  expect(await chaptersNow()).toEqual([
    [0, 'Part 2'],
    [2, 'Part 6'],
  ]);
  expect((await ask(nobody, 'GET', `/programmes/${film}`)).body.seconds).toBeCloseTo(5, 0);
  expect((await ask(nobody, 'GET', `/programmes/${film}/transcript`)).body.lines).toEqual([{ from: 1, to: 4, text: expect.any(String) }]);
  expect(await (await nobody.fetch(`/api/media/hls/${film}/1/captions/ar/9.vtt`)).text()).toMatch(
    /X-TIMESTAMP-MAP=LOCAL:00:00:00\.000,MPEGTS:360000\n\n00:00:01\.000/,
  );

  expect((await cut({ from: 0.5, to: 4.5, exact: true })).body).toMatchObject({ outcome: 'encoding' });
  expect((await ask(nobody, 'GET', `/programmes/${film}`)).body.state).toBe('published');
  await vi.waitFor(async () => expect((await ask(officer, 'GET', `/office/programmes/${film}/processing`)).body.state).toBe('done'), {
    timeout: 200_000,
    interval: 300,
  });
  expect((await ask(nobody, 'GET', `/programmes/${film}`)).body.seconds).toBeCloseTo(4, 0);
  expect((await ask(nobody, 'GET', `/programmes/${film}/transcript`)).body.lines).toEqual([{ from: 0.5, to: 3.5, text: expect.any(String) }]);
  expect(await (await nobody.fetch(`/api/media/hls/${film}/master.m3u8`)).text()).toContain('2/360.m3u8');
  expect(await chaptersNow()).toEqual([
    [0, 'Part 2'],
    [1.5, 'Part 6'],
  ]);
});

test('a private link opens one programme until it is withdrawn; a forged one opens nothing', async () => {
  const inner = await ask(officer, 'PATCH', `/office/programmes/${film}`, {
    version: (await ask(officer, 'GET', `/office/programmes/${film}`)).body.version,
    audience: 'unit',
  });
  expect(inner.status).toBe(200);
  await vi.waitFor(async () => expect((await nobody.fetch(`/api/media/hls/${film}/master.m3u8`)).status).toBe(404), { timeout: 20_000, interval: 300 });
  const { body: link } = await ask(head, 'POST', `/office/programmes/${film}/links`, { note: 'مراجعة المورد', hours: 24 });
  const token = new URL(link.address).searchParams.get('link')!;
  const open = (given: string) => ask(nobody, 'GET', `/links/${given}`);
  const { body: page } = await open(token);
  const master = await (await nobody.fetch(page.stream)).text();
  const rung = /^(2\/240\.m3u8\?g=.+)$/m.exec(master)![1]!;
  const media = await (await nobody.fetch(`/api/media/hls/${film}/${rung}`)).text();
  const bytes = /^(240\.mp4\?g=.+)$/m.exec(media)![1]!;
  expect((await nobody.fetch(`/api/media/hls/${film}/2/${bytes}`, { headers: { range: 'bytes=0-99' } })).status).toBe(206);
  expect((await nobody.fetch(`/api/media/hls/${film}/2/240.mp4`)).status).toBe(404);
  const forged = [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, `AAAA${token.slice(4)}`, token.slice(0, 12), 'x'];
  for (const given of forged) expect((await open(given)).body.code).toBe('MEDIA_LINK_REFUSED');
  expect((await nobody.fetch(page.stream.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  expect((await ask(officer, 'GET', `/office/programmes/${film}/links`)).body.links).toEqual([
    expect.objectContaining({ note: 'مراجعة المورد', withdrawnAt: null }),
  ]);
  expect(JSON.stringify((await ask(officer, 'GET', `/office/programmes/${film}/links`)).body)).not.toContain(token);
  await ask(head, 'DELETE', `/office/programmes/${film}/links/${link.id}`);
  expect((await open(token)).body.code).toBe('MEDIA_LINK_REFUSED');
});
