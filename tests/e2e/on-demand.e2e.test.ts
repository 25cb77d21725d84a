import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeMedia, testSound, testVideo } from '../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, inRole, untilState, uploadFile } from './pages/media-api.ts';

// Real files are encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

let hub: TestHub;
let officer: CookieJar;
let head: CookieJar;
let elsewhere: CookieJar;
let nobody: CookieJar;
/** A programme of nine seconds that the tests share, published by the first. */
let film: string;
const folder = mkdtempSync(join(tmpdir(), 'amanah-on-demand-'));
const at = (name: string) => join(folder, name);
const stored = () =>
  readdirSync(join(hub.dataDir, 'files', 'media'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && !one.name.startsWith('.'));
const storedOf = (programme: string) => stored().filter(({ parentPath, name }) => join(parentPath, name).includes(programme));
const vtt = (...cues: string[]) => `WEBVTT\n\n${cues.join('\n\n')}\n`;
const sendCaptions = (client: CookieJar, id: string, file: string, version = 0) =>
  client.fetch(`/api/media/office/programmes/${id}/captions/ar/file?version=${version}`, {
    method: 'POST',
    headers: { 'content-type': 'text/vtt' },
    body: file,
  });

beforeAll(async () => {
  hub = await createTestHub();
  officer = await inRole(hub, 'salma-media', 'media-officer@pr-media');
  head = await inRole(hub, 'turki-head', 'communication-head@pr-media');
  elsewhere = await inRole(hub, 'nasser-else', 'media-officer@m-dhahran');
  nobody = hub.client();
  film = await beginProgramme(officer);
  const personal = ['-metadata', 'artist=Faisal', '-metadata', 'location=+26.4207+050.0888/', '-movflags', 'use_metadata_tags'];
  await uploadFile(officer, film, readFileSync(await testVideo(at('film.mp4'), { seconds: 9, size: '640x360', more: personal })));
  await untilState(officer, film, 'ready', 'refused', 'failed');
}, 400_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub?.remove();
});

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
  const probed = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', `${hub.url}${page.stream}`]).toString());
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
    storedOf(film)
      .filter(({ name }) => !name.startsWith('original'))
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name))),
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
  const { body: rough } = await cut({ from: 4.2 });
  expect(rough).toMatchObject({ outcome: 'at-once', from: 4 });
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

test('files that are not what they say are refused with a reason, and nothing of them stays', async () => {
  writeFileSync(at('cut.mp4'), readFileSync(at('film.mp4')).subarray(0, 30_000));
  const cover = await makeMedia(
    at('cover.m4a'),
    '-f',
    'lavfi',
    '-i',
    'testsrc=s=320x320:d=1',
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    '-disposition:v',
    'attached_pic',
    '-f',
    'mp4',
  );
  const files = {
    MEDIA_FILE_EMPTY: Buffer.alloc(0),
    MEDIA_FILE_NOT_MEDIA: readFileSync(process.execPath).subarray(0, 300_000),
    MEDIA_FILE_BROKEN: readFileSync(at('cut.mp4')),
    MEDIA_FILE_NO_STREAM: readFileSync(cover),
    MEDIA_FILE_NO_PICTURE: readFileSync(await testSound(at('sound.mp3'))),
  };
  for (const [code, bytes] of Object.entries(files)) {
    const id = await beginProgramme(officer);
    await uploadFile(officer, id, bytes);
    expect((await untilState(officer, id, 'refused', 'ready', 'failed')).problem?.code, code).toBe(code);
    await vi.waitFor(() => expect(stored().filter(({ parentPath }) => parentPath.includes('uploads')).length + storedOf(id).length).toBe(0), {
      timeout: 20_000,
      interval: 200,
    });
  }
});

test('a sound file becomes an audio programme with its cover', async () => {
  const picture = await makeMedia(at('cover.png'), '-f', 'lavfi', '-i', 'testsrc=s=640x640:d=1', '-frames:v', '1');
  const bytes = readFileSync(
    await makeMedia(
      at('covered.mp3'),
      '-f',
      'lavfi',
      '-i',
      'sine=d=5',
      '-i',
      picture,
      '-map',
      '0',
      '-map',
      '1',
      '-c:a',
      'libmp3lame',
      '-c:v',
      'mjpeg',
      '-disposition:v',
      'attached_pic',
    ),
  );
  const id = await beginProgramme(officer, { kind: 'audio' });
  await uploadFile(officer, id, bytes, { name: 'إذاعة.mp3' });
  const ready = await untilState(officer, id, 'ready', 'refused', 'failed');
  expect([ready.state, ready.poster === null]).toEqual(['ready', false]);
  const master = await (await officer.fetch(`/api/media/hls/${id}/master.m3u8`)).text();
  expect(master.match(/#EXT-X-STREAM-INF/g)).toHaveLength(1);
  const { body } = await ask(officer, 'GET', '/office/storage');
  expect(body.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['original', 'rendition', 'picture', 'waveform']));
  expect(body.programmes.map((one: { id: string }) => one.id)).toContain(id);

  expect((await ask(officer, 'DELETE', `/office/programmes/${id}`)).status).toBe(403);
  expect((await ask(head, 'DELETE', `/office/programmes/${id}`)).status).toBe(204);
  expect(storedOf(id)).toEqual([]);
});

test('only those who make programmes upload, each for their own unit, one file at a time and within its size', async () => {
  const id = await beginProgramme(officer);
  const begin = (client: CookieJar, headers: Record<string, string> = {}) =>
    client.fetch('/api/media/uploads', {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '1000', 'upload-metadata': `programme ${Buffer.from(id).toString('base64')}`, ...headers },
    });
  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
  expect((await begin(nobody)).status).toBe(401);
  expect(await codeOf(await begin(elsewhere))).toBe('MEDIA_PROGRAMME_UNKNOWN');
  expect(await codeOf(await begin(officer, { 'upload-length': 'many' }))).toBe('MEDIA_UPLOAD_MALFORMED');
  expect(await codeOf(await begin(officer, { 'upload-metadata': '%%%' }))).toBe('MEDIA_UPLOAD_MALFORMED');
  expect((await begin(officer, { 'upload-length': String(9 * 1024 ** 3) })).status).toBe(413);
  expect((await ask(elsewhere, 'POST', '/office/uploads', { title: { ar: 'أ', en: 'a' }, kind: 'video', unit: 'pr-media' })).status).toBe(403);

  const place = (await begin(officer)).headers.get('location')!;
  const part = (client: CookieJar, offset: number, bytes: number) =>
    client.fetch(place, {
      method: 'PATCH',
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes),
    });
  expect((await part(elsewhere, 0, 10)).status).toBe(404);
  expect((await part(officer, 5, 10)).status).toBe(409);
  expect((await part(officer, 0, 2_000)).status).toBe(413);
  expect((await part(officer, 0, 400)).headers.get('upload-offset')).toBe('400');
  expect(await codeOf(await begin(officer))).toBe('MEDIA_UPLOAD_RUNNING');
  const { body: state } = await ask(officer, 'GET', `/office/programmes/${id}/upload`);
  expect(state.upload).toMatchObject({ to: place, bytes: 1_000, received: 400, state: 'arriving' });
  const seen = await officer.fetch(place, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
  expect([seen.headers.get('upload-offset'), seen.headers.get('upload-length')]).toEqual(['400', '1000']);
  expect((await officer.fetch(place, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } })).status).toBe(204);
  expect((await untilState(officer, id, 'refused')).problem.code).toBe('MEDIA_UPLOAD_ABANDONED');
  expect((await ask(head, 'DELETE', `/office/programmes/${id}`)).status).toBe(204);
  expect(stored().filter(({ parentPath }) => parentPath.includes('uploads'))).toEqual([]);
});
