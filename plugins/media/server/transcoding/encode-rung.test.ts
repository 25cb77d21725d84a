import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, expect, test, vi } from 'vitest';
import { allSaidOf, makeMedia, testVideo } from '../../testing/make-media.ts';
import { checkFile } from './check-file.ts';
import { redrawnPicture, spriteSheet, stillFrames } from './draw-pictures.ts';
import { drawWaveform } from './draw-waveform.ts';
import { encodeRung } from './encode-rung.ts';
import { ladderOf } from './ladder.ts';
import { masterPlaylist, mediaPlaylist } from './playlists.ts';
import { bitsOf, codecsOf, cutSegments, isAtBorders, secondsOf, type StreamMap } from './stream-map.ts';
import { movedChapters } from './timeline.ts';

// What is encoded here takes as long as the machine needs.
vi.setConfig({ testTimeout: 180_000 });
const folder = mkdtempSync(join(tmpdir(), 'amanah-rung-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const limits = { maxSeconds: 4 * 3_600, maxPixels: 4_096, probeMs: 60_000 };
const signal = AbortSignal.timeout(180_000);
const whole = { from: null, to: null };

const secrets = ['+26.4207+050.0888', 'Galaxy S99', 'Faisal', 'المحتوى الداخلي', 'Home video'];

test('nothing of what a camera or a person wrote into a file is in what is published', async () => {
  const meta = ['location=+26.4207+050.0888/', 'com.android.model=Galaxy S99', 'artist=Faisal', 'comment=المحتوى الداخلي', 'title=Home video'];
  await writeFile(at('said.srt'), '1\n00:00:00,000 --> 00:00:01,000\nالمحتوى الداخلي\n');
  const plain = await testVideo(at('plain.mp4'), { seconds: 5 });
  const source = await makeMedia(
    at('personal.mp4'),
    ['-i', plain, '-i', at('said.srt'), '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'mov_text', '-movflags', 'use_metadata_tags'],
    ...meta.flatMap((one) => ['-metadata', one]),
    ['-metadata:s:v', 'handler_name=Galaxy S99', '-metadata:s:a', 'handler_name=Faisal'],
  );
  const before = (await allSaidOf(source)) + (await readFile(source)).toString('latin1');
  expect(secrets.filter((one) => before.includes(one)).length).toBeGreaterThan(3);

  const facts = await checkFile(source, 'video', limits);
  const said: number[] = [];
  for (const rung of ladderOf(facts, 'video')) {
    const done = await encodeRung(rung, { source, folder, facts, cut: whole, maxSeconds: 60, signal, onProgress: (part) => said.push(part) });
    const bytes = await readFile(done.path);
    const after = (await allSaidOf(done.path)) + bytes.toString('utf8') + bytes.toString('latin1');
    expect(
      secrets.filter((one) => after.includes(one)),
      rung.name,
    ).toEqual([]);
    expect(JSON.parse(await allSaidOf(done.path)).streams.map(({ codec_name: name }: { codec_name: string }) => name)).toEqual(
      rung.name === 'audio' ? ['aac'] : ['h264', 'aac'],
    );
    expect(secondsOf(done.stream)).toBeCloseTo(5, 0);
    // Every segment is where the map says: the boxes of the file begin there.
    for (const { offset } of done.stream.segments) expect(['moof', 'styp', 'sidx']).toContain(bytes.toString('latin1', offset + 4, offset + 8));
    expect(codecsOf(bytes.subarray(0, done.stream.map.bytes), { picture: rung.width !== null, sound: true })).toMatch(
      rung.width === null ? /^mp4a\.40\.2$/ : /^avc1\.4d40[0-9a-f]{2},mp4a\.40\.2$/,
    );
  }
  expect(said.at(-1)).toBeGreaterThan(0.9);

  const [frame] = await stillFrames(source, facts, signal);
  expect((await sharp(frame!.bytes).metadata()).exif).toBeUndefined();
  expect(await stillFrames(source, facts, signal)).toHaveLength(5);
  const sheet = await spriteSheet(at('180.mp4'), facts.seconds, facts.video!, signal);
  expect(sheet!.layout).toEqual({ columns: 10, count: 3, width: 160, height: 90, every: 2 });
  expect(await sharp(sheet!.bytes).metadata()).toMatchObject({ width: 1_600, height: 90 });
  const wave = await drawWaveform(source, facts.seconds, signal);
  expect(wave.data).toHaveLength(wave.length * 2);
  expect(wave.length / facts.seconds).toBeCloseTo(20, -1);
  expect(Math.max(...wave.data)).toBeGreaterThan(10);
});

test('a cut by re-encoding begins and ends where it was asked', async () => {
  const source = await testVideo(at('long.mp4'), { seconds: 9 });
  const facts = await checkFile(source, 'video', limits);
  const [rung] = ladderOf(facts, 'video');
  const { stream } = await encodeRung(rung!, { source, folder, facts, cut: { from: 1.5, to: 7 }, maxSeconds: 60, signal, onProgress: () => {} });
  expect(secondsOf(stream)).toBeCloseTo(5.5, 0);
});

test('an encoder that is cancelled ends at once', async () => {
  const source = await testVideo(at('cancelled.mp4'), { seconds: 20, size: '1280x720' });
  const facts = await checkFile(source, 'video', limits);
  const cancel = new AbortController();
  const work = encodeRung(ladderOf(facts, 'video')[0]!, {
    source,
    folder,
    facts,
    cut: whole,
    maxSeconds: 60,
    signal: cancel.signal,
    onProgress: () => cancel.abort(new Error('cancelled')),
  });
  await expect(work).rejects.toThrow('cancelled');
});

test('the ladder never makes a picture larger and keeps its form', () => {
  const rungs = (width: number, height: number, rate = 25) =>
    ladderOf({ video: { index: 0, width, height, framesPerSecond: rate, codec: 'h264' }, audio: { index: 1, channels: 2, codec: 'aac' } }, 'video').map(
      ({ name, width: wide, height: high }) => `${name}:${wide}x${high}`,
    );
  expect(rungs(1_920, 1_080)).toEqual(['720:1280x720', '480:854x480', '240:426x240', 'audio:nullxnull']);
  expect(rungs(1_080, 1_920)).toEqual(['720:720x1280', '480:480x854', '240:240x426', 'audio:nullxnull']);
  expect(rungs(640, 360)).toEqual(['360:640x360', '240:426x240', 'audio:nullxnull']);
  expect(rungs(160, 90)).toEqual(['90:160x90', 'audio:nullxnull']);
  fc.assert(
    fc.property(
      fc.integer({ min: 16, max: 4_096 }),
      fc.integer({ min: 16, max: 4_096 }),
      fc.double({ min: 1, max: 240, noNaN: true }),
      (width, height, rate) => {
        for (const rung of ladderOf({ video: { index: 0, width, height, framesPerSecond: rate, codec: 'x' }, audio: null }, 'video')) {
          expect(rung.width!).toBeLessThanOrEqual(width + 1);
          expect(rung.height!).toBeLessThanOrEqual(height + 1);
          expect((rung.width! % 2) + (rung.height! % 2)).toBe(0);
          expect(rung.framesPerSecond!).toBeLessThanOrEqual(30);
        }
      },
    ),
  );
});

const stream: StreamMap = {
  map: { offset: 0, bytes: 1_000 },
  segments: [4, 4, 4, 2.5].map((seconds, index) => ({ seconds, offset: 1_000 + index * 50_000, bytes: 50_000 })),
};

test('a cut at borders keeps whole segments and says where they begin', () => {
  expect(cutSegments(stream, { from: 4, to: 12 })).toMatchObject({ start: 4, segments: [{ offset: 51_000 }, { offset: 101_000 }] });
  expect(cutSegments(stream, { from: 5, to: null })).toMatchObject({ start: 4 });
  expect(isAtBorders(stream, { from: 4, to: 12 })).toBe(true);
  expect(isAtBorders(stream, { from: 4.5, to: null })).toBe(false);
  expect(isAtBorders(stream, { from: null, to: 99 })).toBe(true);
  expect(bitsOf(stream)).toEqual({ peak: 160_000, mean: Math.ceil(1_600_000 / 14.5) });
});

test('chapters move with a cut; the one that ran at the new beginning stays', () => {
  const at = (...moments: number[]) => moments.map((moment) => ({ at: moment }));
  expect(movedChapters(at(0, 2, 6, 9), -4, 4)).toEqual(at(0, 2));
  expect(movedChapters(at(4, 8), -4, 10)).toEqual(at(0, 4));
  expect(movedChapters(at(1, 2), 4, 10)).toEqual(at(5, 6));
  expect(movedChapters(at(5), -1, 10)).toEqual(at(4));
  expect(movedChapters([], -1, 10)).toEqual([]);
});

test('playlists name every rung, the sound alone and the captions, and carry a grant', () => {
  const variant = { name: '720', kind: 'video', width: 1_280, height: 720, codecs: 'avc1.4d401f,mp4a.40.2', peakBits: 2_000_000, meanBits: 1_500_000 } as const;
  const sound = { name: 'audio', kind: 'audio', width: null, height: null, codecs: 'mp4a.40.2', peakBits: 70_000, meanBits: 66_000 } as const;
  expect(masterPlaylist(2, [sound, variant], [{ language: 'ar', version: 3 }], '?g=x.y')).toBe(
    [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="العربية",LANGUAGE="ar",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI="2/captions/ar/3.m3u8?g=x.y"',
      '#EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1500000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=1280x720,SUBTITLES="captions"',
      '2/720.m3u8?g=x.y',
      '#EXT-X-STREAM-INF:BANDWIDTH=70000,AVERAGE-BANDWIDTH=66000,CODECS="mp4a.40.2",SUBTITLES="captions"',
      '2/audio.m3u8?g=x.y',
      '',
    ].join('\n'),
  );
  expect(mediaPlaylist('720', stream, { from: 4, to: 8 }, '')).toContain('#EXTINF:4.000000,\n#EXT-X-BYTERANGE:50000@51000\n720.mp4\n#EXT-X-ENDLIST\n');
});

test('a poster that a person sends is drawn anew, without what came with it', async () => {
  const sent = await sharp({ create: { width: 800, height: 450, channels: 3, background: '#0a7' } })
    .withExif({ IFD0: { Make: 'Galaxy S99', Artist: 'Faisal' }, IFD3: { GPSLatitude: '26/1 25/1 0/1' } })
    .jpeg()
    .toBuffer();
  const drawn = await redrawnPicture(sent);
  expect((await sharp(drawn!.bytes).metadata()).exif).toBeUndefined();
  expect(drawn!.bytes.toString('latin1')).not.toContain('Galaxy');
  for (const hostile of [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
    Buffer.from('MZ'),
    Buffer.alloc(0),
    sent.subarray(0, 400),
  ])
    expect(await redrawnPicture(hostile)).toBeNull();
});
