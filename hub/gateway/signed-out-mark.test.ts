import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookFor } from './signed-out-mark.ts';

const mark = Buffer.from('id="sign-in"');
const streamOf = (page: Buffer, cuts: readonly number[]) => {
  const edges = [0, ...[...cuts].map((cut) => cut % (page.length + 1)).sort((a, b) => a - b), page.length];
  return Readable.from(
    edges.slice(1).map((edge, index) => page.subarray(edges[index], edge)),
    { objectMode: false },
  );
};

test('the mark is found wherever the network cuts the page', async () => {
  const page = Buffer.from(`<html>${'x'.repeat(500)}<form id="sign-in">`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (cuts) => {
      expect((await lookFor(mark, streamOf(page, cuts))).found).toBe(true);
    }),
  );
});

test('a page without it comes whole, also one longer than is held back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), fc.array(fc.nat(), { maxLength: 8 }), async (length, cuts) => {
      const page = Buffer.alloc(length, 'abcdefg');
      const { found, whole } = await lookFor(mark, streamOf(page, cuts));
      expect(found).toBe(false);
      expect(Buffer.concat((await whole.toArray()) as Buffer[]).equals(page)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('a page that breaks off breaks off for the reader', async () => {
  async function* broken() {
    yield Buffer.alloc(100_000, 'x');
    throw new Error('cut');
  }
  const { whole } = await lookFor(mark, Readable.from(broken(), { objectMode: false }));
  await expect(whole.toArray()).rejects.toThrow('cut');
});
