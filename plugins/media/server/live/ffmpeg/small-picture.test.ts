import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeMedia } from '../../../testing/make-media.ts';
import type { Segment } from '../fmp4/segmenter.ts';
import { channelPlan, smallPlan, type EncoderInput, type EncoderPlan } from './arguments.ts';
import { Encoder } from './encoder.ts';

vi.setConfig({ testTimeout: 120_000 });

const lines = 360;
const picture = ['-f', 'lavfi', '-i', 'testsrc=s=960x540:r=25:d=4.5'];
const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:d=4.5'];
const keyFrames = ['-g', '25', '-keyint_min', '25', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'];
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'amanah-small-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const order = (input: EncoderInput) =>
  ({ input, kind: 'video', soundOnly: false, still: '', segmentSeconds: 1, height: 720, videoKbps: 2_000, audioKbps: 96 }) as const;

/** What an ffmpeg makes of the first seconds of a source that goes on. */
async function madeOf(plan: EncoderPlan, bytes: Buffer, variant: 'v' | 's'): Promise<{ readonly height: number; readonly segments: readonly Segment[] }> {
  let height = 0;
  const segments: Segment[] = [];
  let words = '';
  const encoder = new Encoder(plan, {
    onInit: (of, init) => of === variant && (height = init.height),
    onSegment: (of, segment) => of === variant && segments.push(segment),
    onProgress: () => undefined,
    onEnd: ({ lastWords }) => (words = lastWords),
  });
  encoder.write(bytes);
  try {
    await expect.poll(() => segments.length, { timeout: 60_000, interval: 50, message: words }).toBeGreaterThanOrEqual(3);
  } finally {
    encoder.kill();
  }
  return { height, segments: segments.slice(0, 3) };
}

/** The smaller picture has so many lines, is cut where the other is, and takes less. */
async function expectBeside(input: EncoderInput, bytes: Buffer): Promise<void> {
  const large = await madeOf(channelPlan(order(input)), bytes, 'v');
  const small = await madeOf(smallPlan(order(input), { height: lines, videoKbps: 500 }), bytes, 's');
  expect([large.height, small.height]).toEqual([540, lines]);
  for (const [index, { seconds }] of small.segments.entries()) expect(seconds).toBeCloseTo(large.segments[index]!.seconds, 1);
  const size = ({ segments }: { readonly segments: readonly Segment[] }) => segments.reduce((sum, segment) => sum + segment.bytes.length, 0);
  expect(size(small)).toBeLessThan(size(large));
}

test('beside what an encoder sends, with pictures out of their order, the smaller picture is cut at its key frames', async () => {
  const path = await makeMedia(
    join(folder, 'sent.flv'),
    picture,
    sound,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-bf',
    '2',
    '-b:v',
    '2000k',
    keyFrames,
    '-c:a',
    'aac',
  );
  await expectBeside({ from: 'rtmp', copyVideo: true, copyAudio: true, hasAudio: true }, readFileSync(path));
});

test('beside an encoder without sound it has silence as the large picture does', async () => {
  const path = await makeMedia(join(folder, 'silent.flv'), picture, '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '2000k', keyFrames);
  await expectBeside({ from: 'rtmp', copyVideo: true, copyAudio: false, hasAudio: false }, readFileSync(path));
});

test('beside a browser, whose key frames come as they like, both are cut at whole seconds', async () => {
  const coded = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '2000k', '-g', '70', '-c:a', 'libopus', '-live', '1'];
  const path = await makeMedia(join(folder, 'browser.webm'), picture, sound, coded);
  await expectBeside({ from: 'browser', hasVideo: true }, readFileSync(path));
});
