import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BrokenFrame, encodeFrame, FrameReader } from './frames.ts';

const frame = fc.record({
  head: fc.record({ kind: fc.string(), value: fc.jsonValue() }),
  blobs: fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 3 }),
});

test('frames come out as they went in, however the stream cuts them', () => {
  fc.assert(
    fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (frames, cuts) => {
      const stream = Buffer.concat(frames.flatMap(({ head, blobs }) => encodeFrame(head, blobs)));
      const reader = new FrameReader(() => 100_000);
      const read = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const next = at + (cuts[turn % cuts.length] ?? 1);
        read.push(...reader.take(stream.subarray(at, next)));
        at = next;
      }
      expect(read.map(({ head, blobs }) => ({ ...(head as object), blobs: blobs.map((blob) => [...blob]) }))).toEqual(
        frames.map(({ head, blobs }) => ({ ...(JSON.parse(JSON.stringify(head)) as object), blobs: blobs.map((blob) => [...blob]) })),
      );
    }),
  );
});

test('a frame over the limit is refused by its announcement, before it has come', () => {
  const prefix = Buffer.from([0, 1, 0, 0, 0, 0, 0, 2]);
  expect(() => [...new FrameReader(() => 65_000).take(prefix)]).toThrow(BrokenFrame);
});

test('whatever else comes is refused or waited for, never taken', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 200 }), (bytes) => {
      try {
        for (const { head } of new FrameReader(() => 100_000).take(Buffer.from(bytes))) expect(typeof head).toBe('object');
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenFrame);
      }
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['lengths that do not fill the frame', '{"blobs":[3]}', 'ab'],
  ['lengths below zero', '{"blobs":[-1]}', ''],
  ['a head that is no object', 'null', ''],
  ['a head that is no JSON', '{', ''],
])('%s are refused', (_what, head, rest) => {
  const body = Buffer.concat([Buffer.alloc(8), Buffer.from(head + rest)]);
  body.writeUInt32BE(body.length - 4, 0);
  body.writeUInt32BE(head.length, 4);
  expect(() => [...new FrameReader(() => 1_000).take(body)]).toThrow(BrokenFrame);
});
