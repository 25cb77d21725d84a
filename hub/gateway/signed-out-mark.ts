import { Readable } from 'node:stream';

/** So much of a page is held back to see whether it says "signed out"; sign-in forms stand near the top. */
const maxHeld = 65_536;

/** Looks for a mark at the beginning of a stream, and gives the stream back whole. */
export async function lookFor(mark: Buffer, source: Readable): Promise<{ found: boolean; whole: Readable }> {
  const parts = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = Buffer.alloc(0);
  let ended = false;
  while (held.length < maxHeld && !ended) {
    const next = await parts.next();
    if (next.done) ended = true;
    else held = Buffer.concat([held, next.value]);
    if (held.includes(mark)) return { found: true, whole: source };
  }
  return { found: false, whole: Readable.from(rest(held, parts, ended), { objectMode: false }) };
}

async function* rest(held: Buffer, parts: AsyncIterator<Buffer>, ended: boolean): AsyncGenerator<Buffer> {
  try {
    if (held.length > 0) yield held;
    while (!ended) {
      const next = await parts.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await parts.return?.();
  }
}
