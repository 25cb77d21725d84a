import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AmanahError } from '@amanah/errors';
import { afterAll, expect, test, vi } from 'vitest';
import { makeMedia, testSound, testVideo } from '../../testing/make-media.ts';
import { checkFile } from './check-file.ts';

// Each file is made by ffmpeg first.
vi.setConfig({ testTimeout: 180_000 });
const folder = mkdtempSync(join(tmpdir(), 'amanah-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const limits = { maxSeconds: 4 * 3_600, maxPixels: 4_096, probeMs: 60_000 };

async function refusal(path: string, kind: 'video' | 'audio' = 'video', more: Partial<typeof limits> = {}): Promise<string> {
  try {
    await checkFile(path, kind, { ...limits, ...more });
    return 'taken';
  } catch (error) {
    if (!(error instanceof AmanahError)) throw error;
    return error.code;
  }
}

test('a video is taken with its length, size and sound', async () => {
  const facts = await checkFile(await testVideo(at('good.mp4')), 'video', limits);
  expect(facts).toMatchObject({ video: { width: 320, height: 180, framesPerSecond: 25, codec: 'h264' }, audio: { channels: 1, codec: 'aac' }, cover: null });
  expect(facts.seconds).toBeCloseTo(3, 0);
});

test('a film of a telephone held upright is upright', async () => {
  const lying = await testVideo(at('lying.mp4'), { seconds: 1 });
  const turned = await makeMedia(at('turned.mp4'), '-i', lying, '-c', 'copy', '-metadata:s:v', 'rotate=90');
  expect((await checkFile(turned, 'video', limits)).video).toMatchObject({ width: 180, height: 320 });
});

test('a program under the name of a video is not given to a decoder', async () => {
  await copyFile(process.execPath, at('program.mp4'));
  await writeFile(at('windows.mp4'), Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4_000)]));
  await writeFile(at('script.mp4'), '#!/bin/sh\nrm -rf /\n');
  await writeFile(at('page.mp4'), '<html><script>alert(1)</script></html>');
  await writeFile(at('paper.mp4'), '%PDF-1.7 \n');
  for (const name of ['program', 'windows', 'script', 'page', 'paper']) expect(await refusal(at(`${name}.mp4`)), name).toBe('MEDIA_FILE_NOT_MEDIA');
});

test('a file that names other files and addresses is refused without opening them', async () => {
  const secret = await testVideo(at('secret.ts'), { seconds: 1 });
  await writeFile(at('playlist.mp4'), `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`);
  await writeFile(at('list.mp4'), `ffconcat version 1.0\nfile '${secret}'\n`);
  await writeFile(at('far.mp4'), '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n');
  for (const name of ['playlist', 'list', 'far']) expect(await refusal(at(`${name}.mp4`)), name).toBe('MEDIA_FILE_NOT_MEDIA');
});

test('what is empty, cut off, too long, too large or without sound and picture is refused by its own name', async () => {
  await writeFile(at('empty.mp4'), '');
  expect(await refusal(at('empty.mp4'))).toBe('MEDIA_FILE_EMPTY');

  const whole = await readFile(await testVideo(at('whole.mp4')));
  await writeFile(at('cut.mp4'), whole.subarray(0, Math.floor(whole.length / 2)));
  expect(await refusal(at('cut.mp4')), 'its index comes last and is missing').toBe('MEDIA_FILE_BROKEN');
  const moov = Buffer.from(whole);
  moov.fill(0xff, moov.indexOf('moov') + 8, moov.indexOf('moov') + 400);
  await writeFile(at('moov.mp4'), moov);
  expect(['MEDIA_FILE_BROKEN', 'MEDIA_FILE_NOT_MEDIA', 'MEDIA_FILE_NO_STREAM']).toContain(await refusal(at('moov.mp4')));

  const still = ['-f', 'lavfi', '-i', 'color=black:s=7680x4320:r=1/14400:d=43200'];
  await makeMedia(at('huge.mp4'), ...still, '-c:v', 'mjpeg', '-q:v', '31', '-pix_fmt', 'yuvj420p');
  expect(await refusal(at('huge.mp4')), 'twelve hours of 8K').toBe('MEDIA_FILE_TOO_LONG');
  expect(await refusal(at('huge.mp4'), 'video', { maxSeconds: 86_400 })).toBe('MEDIA_FILE_TOO_LARGE_PICTURE');
  expect(await refusal(await testVideo(at('blink.mp4'), { seconds: 0.1 }))).toBe('MEDIA_FILE_TOO_SHORT');

  const sound = await testSound(at('sound.mp3'));
  expect(await refusal(sound)).toBe('MEDIA_FILE_NO_PICTURE');
  expect(await refusal(sound, 'audio')).toBe('taken');
  const mute = await makeMedia(at('mute.mp4'), '-f', 'lavfi', '-i', 'testsrc=s=320x180:d=1', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p');
  expect(await refusal(mute)).toBe('taken');
  expect(await refusal(mute, 'audio')).toBe('MEDIA_FILE_NO_SOUND');
});

test('a sound file with a cover is sound; a cover alone is nothing', async () => {
  const picture = await makeMedia(at('cover.png'), '-f', 'lavfi', '-i', 'testsrc=s=320x320:d=1', '-frames:v', '1');
  const covered = await makeMedia(
    at('covered.mp3'),
    '-f',
    'lavfi',
    '-i',
    'sine=d=2',
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
  );
  expect(await checkFile(covered, 'audio', limits)).toMatchObject({ video: null, audio: { channels: 1 }, cover: 1 });
  expect(await refusal(covered, 'video')).toBe('MEDIA_FILE_NO_PICTURE');
  const alone = await makeMedia(
    at('alone.m4a'),
    '-f',
    'lavfi',
    '-i',
    'sine=d=0.1',
    '-i',
    picture,
    '-map',
    '1',
    '-c:v',
    'mjpeg',
    '-disposition:v',
    'attached_pic',
    '-f',
    'mp4',
  );
  expect(await refusal(alone, 'audio')).toBe('MEDIA_FILE_NO_STREAM');
});

test('a file that keeps the reader busy is given up', async () => {
  expect(await refusal(await testVideo(at('slow.mp4')), 'video', { probeMs: 1 })).toBe('MEDIA_FILE_CHECK_LATE');
});
