import { expect, test } from 'vitest';
import { listedSegments, secondsOf, trimmed, type Run, type StreamSegment, type Variant } from './live-stream.ts';
import { masterPlaylist, mediaPlaylist } from './playlists.ts';

const began = Date.parse('2026-11-27T18:00:00Z');
let id = 0;
const run = (number: number, variant: Variant, more: Partial<Run> = {}): Run => ({
  number,
  variant,
  codecs: variant === 'a' ? 'mp4a.40.2' : 'avc1.42c01e,mp4a.40.2',
  width: { v: 1280, s: 640, a: 0 }[variant],
  height: { v: 720, s: 360, a: 0 }[variant],
  slate: false,
  variants: 2,
  small: false,
  initBytes: 800,
  initAt: null,
  ...more,
});
const segment = (variant: Variant, of: number, number: number, more: Partial<StreamSegment> = {}): StreamSegment => ({
  id: ++id,
  variant,
  run: of,
  number,
  seconds: 1,
  bytes: { v: 250_000, s: 75_000, a: 12_000 }[variant],
  beganAt: began + number * 1_000,
  atByte: null,
  ...more,
});
const list = (segments: ReturnType<typeof listedSegments>, more: Partial<Parameters<typeof mediaPlaylist>[0]> = {}) =>
  mediaPlaylist({ variant: 'v', segments, ended: false, segmentSeconds: 1, grant: null, skipOld: false, asLive: false, ...more });

const listsOf = (runs: readonly Run[], segments: readonly StreamSegment[]) =>
  ({ v: listedSegments('v', runs, segments), s: listedSegments('s', runs, segments), a: listedSegments('a', runs, segments) }) as const;

test('a run is listed once each of its variants has a segment, so that all variants have as many discontinuities', () => {
  const runs = [run(1, 'v'), run(1, 'a'), run(2, 'v'), run(2, 'a'), run(3, 'v'), run(3, 'a')];
  const segments = [segment('v', 1, 0), segment('a', 1, 0), segment('a', 2, 0), segment('v', 3, 0), segment('a', 3, 0)];
  for (const variant of ['v', 'a'] as const) {
    const listed = listedSegments(variant, runs, segments);
    expect(listed.map((one) => one.run)).toEqual([1, 3]);
    expect(list(listed, { variant }).match(/#EXT-X-DISCONTINUITY/g)).toHaveLength(1);
  }
});

test('the list only grows at its end, in whatever order two runs that overlap write', () => {
  const runs = [run(1, 'v'), run(1, 'a'), run(2, 'v'), run(2, 'a')];
  // The old ffmpeg still writes its last segments while the new one begins.
  const written = [segment('v', 1, 0), segment('a', 1, 0), segment('a', 2, 0), segment('v', 1, 1), segment('v', 2, 0), segment('a', 1, 1), segment('v', 1, 2)];
  for (const variant of ['v', 'a'] as const) {
    let before: string[] = [];
    for (let count = 1; count <= written.length; count++) {
      const now = listedSegments(variant, runs, written.slice(0, count)).map((one) => `${one.run}-${one.number}`);
      expect(now.slice(0, before.length)).toEqual(before);
      before = now;
    }
  }
  expect(listedSegments('v', runs, written).map((one) => `${one.run}-${one.number}`)).toEqual(['1-0', '1-1', '2-0']);
});

test('a running broadcast is an event that is open at its end; one that is over is closed', () => {
  const listed = listedSegments('v', [run(1, 'v', { variants: 1 })], [segment('v', 1, 0), segment('v', 1, 1, { seconds: 1.04 })]);
  expect(list(listed)).toBe(
    [
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      '#EXT-X-TARGETDURATION:1',
      '#EXT-X-PLAYLIST-TYPE:EVENT',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="1-init.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-11-27T18:00:00.000Z',
      '#EXTINF:1.00000,',
      '1-0.m4s',
      '#EXTINF:1.04000,',
      '1-1.m4s',
      '',
    ].join('\n'),
  );
  expect(list(listed, { ended: true })).toMatch(/PLAYLIST-TYPE:VOD[^]*#EXT-X-ENDLIST\n$/);
});

test('a player that has the beginning gets only its end', () => {
  const listed = listedSegments(
    'v',
    [run(1, 'v', { variants: 1 })],
    Array.from({ length: 100 }, (_, number) => segment('v', 1, number)),
  );
  const lines = list(listed, { skipOld: true }).split('\n');
  expect(lines).toContain('#EXT-X-SKIP:SKIPPED-SEGMENTS=87');
  expect(lines.filter((line) => line.endsWith('.m4s'))).toHaveLength(13);
});

test('a packed recording is read in parts of one file, and every address carries the permission to read', () => {
  const runs = [run(1, 'v', { variants: 1, initAt: 0 }), run(2, 'v', { variants: 1, initAt: 500_800, initBytes: 810 })];
  const segments = [segment('v', 1, 0, { atByte: 800 }), segment('v', 1, 1, { atByte: 250_800 }), segment('v', 2, 0, { atByte: 501_610 })];
  const text = list(listedSegments('v', runs, segments), { ended: true, grant: 'x.y' });
  expect(text).toContain('#EXT-X-MAP:URI="all.mp4?g=x.y",BYTERANGE="800@0"');
  expect(text).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="all.mp4?g=x.y",BYTERANGE="810@500800"');
  expect(text).toContain('#EXT-X-BYTERANGE:250000@250800\nall.mp4?g=x.y');
});

test('who came while it ran finds every segment where it was, also once it is packed', () => {
  const at = (atByte: number | null) => {
    const runs = [run(1, 'v', { variants: 1, initAt: atByte === null ? null : 0 })];
    const segments = [0, 1].map((number) => segment('v', 1, number, { id: number + 1, atByte: atByte === null ? null : atByte + number * 250_000 }));
    return list(listedSegments('v', runs, segments), { ended: true, asLive: true });
  };
  expect(at(800)).toBe(at(null));
});

test('the master lists picture first and always sound alone, with codecs, rates and size', () => {
  const runs = [run(1, 'v'), run(1, 'a'), run(2, 'v', { slate: true, width: 640, height: 360 }), run(2, 'a', { slate: true })];
  const segments = [segment('v', 1, 0), segment('v', 1, 1, { bytes: 500_000 }), segment('a', 1, 0), segment('v', 2, 0), segment('a', 2, 0)];
  expect(
    masterPlaylist({ runs, lists: listsOf(runs, segments), captions: [] }, { grant: 'g1', viewer: 'abc' })
      .split('\n')
      .slice(3),
  ).toEqual([
    '#EXT-X-STREAM-INF:BANDWIDTH=4000000,AVERAGE-BANDWIDTH=2666667,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=1280x720',
    'v/index.m3u8?g=g1&n=abc',
    '#EXT-X-STREAM-INF:BANDWIDTH=96000,AVERAGE-BANDWIDTH=96000,CODECS="mp4a.40.2"',
    'a/index.m3u8?g=g1&n=abc',
    '',
  ]);
});

const small = (number: number) => [run(number, 'v', { small: true }), run(number, 's'), run(number, 'a')];
const listedNames = (runs: readonly Run[], segments: readonly StreamSegment[]) =>
  listedSegments('s', runs, segments).map((one) => (one.missing ? 'missing' : `${one.variant}${one.run}-${one.number}`));

test('a smaller picture stands between picture and sound, with its own size, codecs and rates', () => {
  const segments = [segment('v', 1, 0), segment('s', 1, 0), segment('a', 1, 0)];
  const text = masterPlaylist({ runs: small(1), lists: listsOf(small(1), segments), captions: [] }, { grant: null });
  expect(text.match(/BANDWIDTH=\d+,|RESOLUTION=\S+|\n\w\/\S+/g)).toEqual(
    [
      ['BANDWIDTH=2000000,', 'BANDWIDTH=2000000,', 'RESOLUTION=1280x720', '\nv/index.m3u8'],
      ['BANDWIDTH=600000,', 'BANDWIDTH=600000,', 'RESOLUTION=640x360', '\ns/index.m3u8'],
      ['BANDWIDTH=96000,', 'BANDWIDTH=96000,', '\na/index.m3u8'],
    ].flat(),
  );
});

test('where a run has no smaller picture the one that was sent stands in its place: as many discontinuities, and as long', () => {
  const runs = [...small(1), run(2, 'v', { slate: true }), run(2, 'a', { slate: true })];
  const segments = [segment('v', 1, 0), segment('a', 1, 0), segment('s', 1, 0, { seconds: 1.02 }), segment('v', 2, 0, { seconds: 2 }), segment('a', 2, 0)];
  const listed = listedSegments('s', runs, segments);
  expect(listed.map(({ seconds }) => seconds)).toEqual([1, 2]);
  expect(list(listed, { variant: 's' })).toContain('\n1-0.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="../v/2-init.mp4"');
  const packed = segments.map((one, index) => ({ ...one, atByte: index * 1_000 }));
  const packedRuns = runs.map((one) => ({ ...one, initAt: 0 }));
  expect(list(listedSegments('s', packedRuns, packed), { variant: 's', ended: true })).toContain('#EXT-X-BYTERANGE:250000@3000\n../v/all.mp4');
});

test('a smaller picture that was given up is missing to the end of its run, and players are told which parts', () => {
  const runs = [...small(1), run(2, 'v'), run(2, 'a')];
  const segments = [segment('v', 1, 0), segment('a', 1, 0), segment('s', 1, 0), segment('v', 1, 1), segment('v', 1, 2), segment('v', 2, 0), segment('a', 2, 0)];
  expect(listedNames(runs, segments)).toEqual(['s1-0', 'missing', 'missing', 'v2-0']);
  expect(list(listedSegments('s', runs, segments), { variant: 's' })).toContain('#EXT-X-GAP\n#EXTINF:1.00000,\n1-1.m4s\n#EXT-X-GAP');
  const never = segments.filter(({ variant }) => variant !== 's');
  expect(listedNames(runs, never)).toEqual(['v1-0', 'v1-1', 'v1-2', 'v2-0']);
});

test('the list of the smaller picture only grows at its end, however late it comes', () => {
  const runs = [...small(1), ...small(2), run(3, 'v'), run(3, 'a')];
  const written = [
    [segment('v', 1, 0), segment('a', 1, 0), segment('v', 1, 1), segment('s', 1, 0), segment('s', 1, 1), segment('v', 1, 2), segment('v', 2, 0)],
    [segment('a', 2, 0), segment('s', 1, 2), segment('v', 2, 1), segment('s', 2, 0), segment('v', 3, 0), segment('s', 2, 1), segment('a', 3, 0)],
    [segment('s', 2, 2)],
  ].flat();
  let before: string[] = [];
  for (let count = 1; count <= written.length; count++) {
    const now = listedNames(runs, written.slice(0, count));
    expect(now.slice(0, before.length)).toEqual(before);
    before = now;
  }
  expect(before).toEqual(['s1-0', 's1-1', 'missing', 's2-0', 's2-1', 'v3-0']);
});

test('trimming keeps the segments between two moments', () => {
  const listed = listedSegments(
    'v',
    [run(1, 'v', { variants: 1 })],
    Array.from({ length: 10 }, (_, number) => segment('v', 1, number)),
  );
  expect(trimmed(listed, 2, 5).map(({ number }) => number)).toEqual([2, 3, 4]);
  expect(trimmed(listed, 2.5, 5.5).map(({ number }) => number)).toEqual([2, 3, 4, 5]);
  expect(trimmed(listed, null, null)).toHaveLength(10);
  expect(secondsOf(trimmed(listed, 8, null))).toBe(2);
});
