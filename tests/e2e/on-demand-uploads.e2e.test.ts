import { readFileSync, writeFileSync } from 'node:fs';
import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeMedia, testSound, testVideo } from '../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, untilState, uploadFile } from './pages/media-api.ts';
import { startOnDemandLab, type OnDemandLab } from './pages/on-demand-lab.ts';

// Real files are made and encoded on whatever machine this is.
vi.setConfig({ testTimeout: 400_000 });

let lab: OnDemandLab;
let officer: CookieJar;
let head: CookieJar;
let elsewhere: CookieJar;
let nobody: CookieJar;
const partsLeft = () => lab.stored().filter((path) => path.includes('/uploads/'));
const storedOf = (programme: string) => lab.stored().filter((path) => path.includes(programme));

beforeAll(async () => {
  lab = await startOnDemandLab({ maxUploadBytes: 4_000_000, quotaBytesPerUnit: 3_000_000 });
  ({ officer, head, elsewhere, nobody } = lab);
}, 400_000);
afterAll(async () => lab?.remove());

test('files that are not what they say are refused with a reason, and nothing of them stays', async () => {
  writeFileSync(lab.at('cut.mp4'), readFileSync(await testVideo(lab.at('film.mp4'), { seconds: 5 })).subarray(0, 30_000));
  const cover = await makeMedia(
    lab.at('cover.m4a'),
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
    MEDIA_FILE_BROKEN: readFileSync(lab.at('cut.mp4')),
    MEDIA_FILE_NO_STREAM: readFileSync(cover),
    MEDIA_FILE_NO_PICTURE: readFileSync(await testSound(lab.at('sound.mp3'))),
  };
  for (const [code, bytes] of Object.entries(files)) {
    const id = await beginProgramme(officer);
    await uploadFile(officer, id, bytes);
    expect((await untilState(officer, id, 'refused', 'ready', 'failed')).problem?.code, code).toBe(code);
    await vi.waitFor(() => expect(partsLeft().length + storedOf(id).length).toBe(0), {
      timeout: 20_000,
      interval: 200,
    });
  }
});

test('a sound file becomes an audio programme with its cover', async () => {
  const picture = await makeMedia(lab.at('cover.png'), '-f', 'lavfi', '-i', 'testsrc=s=640x640:d=1', '-frames:v', '1');
  const bytes = readFileSync(
    await makeMedia(
      lab.at('covered.mp3'),
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
  expect((await begin(officer, { 'upload-length': '4000001' })).status).toBe(413);
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
  expect(partsLeft()).toEqual([]);
});

test('a unit takes no more room than it has; what is on its way counts', async () => {
  const begin = async (bytes: number) => {
    const id = await beginProgramme(officer);
    const metadata = `programme ${Buffer.from(id).toString('base64')}`;
    const answer = await officer.fetch('/api/media/uploads', {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': String(bytes), 'upload-metadata': metadata },
    });
    return { id, answer };
  };
  const { id, answer } = await begin(2_000_000);
  expect(answer.status).toBe(201);
  expect((await ask(officer, 'GET', `/office/programmes/${id}/upload`)).body.place).toMatchObject({ maxBytes: 4_000_000, freeBytes: expect.any(Number) });
  expect((await ask(officer, 'GET', `/office/programmes/${id}/upload`)).body.place.freeBytes).toBeLessThanOrEqual(1_000_000);
  const second = await begin(1_500_000);
  expect(((await second.answer.json()) as { code: string }).code).toBe('MEDIA_QUOTA_FULL');
  expect((await ask(officer, 'GET', `/office/programmes/${second.id}/upload`)).body.upload).toBeNull();
  await officer.fetch(answer.headers.get('location')!, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
  expect((await begin(1_500_000)).answer.status).toBe(201);

  expect((await ask(officer, 'POST', `/office/programmes/${second.id}/abandon`)).status).toBe(204);
  expect((await ask(head, 'DELETE', `/office/programmes/${second.id}`)).status).toBe(204);
});
