/**
 * Messages between the hub and an adapter process: 4 bytes length of the rest, 4 bytes length of the head, the head as JSON, then the
 * blobs that the head's `blobs` gives the lengths of. A stream of its own instead of Node's IPC channel, because that one has neither a
 * bound on a message nor a way to make the other side wait.
 */
export interface Frame<H = unknown> {
  readonly head: H;
  readonly blobs: readonly Uint8Array[];
  /** Size as it came. */
  readonly bytes: number;
}

const prefixBytes = 8;

/** The pieces to write, in order. */
export function encodeFrame(head: object, blobs: readonly Uint8Array[] = []): Uint8Array[] {
  return frameOf(Buffer.from(JSON.stringify(blobs.length > 0 ? { ...head, blobs: blobs.map(({ length }) => length) } : head)), blobs);
}

/** The same for a head that is JSON already and names the lengths of its blobs. */
export function frameOf(json: Uint8Array, blobs: readonly Uint8Array[]): Uint8Array[] {
  const prefix = Buffer.allocUnsafe(prefixBytes);
  prefix.writeUInt32BE(4 + json.length + blobs.reduce((sum, { length }) => sum + length, 0), 0);
  prefix.writeUInt32BE(json.length, 4);
  // Small frames go out as one piece: each piece costs a write.
  return blobs.length === 0 && json.length < 65_536 ? [Buffer.concat([prefix, json])] : [prefix, json, ...blobs];
}

/** The other side does not keep to the form, or sends more than it may. */
export class BrokenFrame extends Error {}

/** Puts frames together from chunks of a stream; holds at most one frame that is not whole. */
export class FrameReader {
  readonly #maxBytes: () => number;
  #chunks: Buffer[] = [];
  #held = 0;

  /** @param maxBytes largest frame taken */
  constructor(maxBytes: () => number) {
    this.#maxBytes = maxBytes;
  }

  /** Frames that are whole now. @throws BrokenFrame */
  *take(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= prefixBytes) {
      const start = this.#peek();
      const bytes = 4 + start.readUInt32BE(0);
      if (bytes < prefixBytes || bytes > this.#maxBytes()) throw new BrokenFrame(`a message of ${bytes} bytes`);
      if (this.#held < bytes) return;
      const all = this.#chunks.length === 1 ? start : Buffer.concat(this.#chunks);
      this.#chunks = all.length > bytes ? [all.subarray(bytes)] : [];
      this.#held -= bytes;
      yield decode(all.subarray(0, bytes));
    }
  }

  /** The first chunk, made to hold the prefix. */
  #peek(): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    if (first.length >= prefixBytes) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

function decode(frame: Buffer): Frame {
  const headEnd = prefixBytes + frame.readUInt32BE(4);
  if (headEnd > frame.length) throw new BrokenFrame('a head longer than its message');
  let head: { blobs?: unknown } | null;
  try {
    head = JSON.parse(frame.toString('utf8', prefixBytes, headEnd)) as { blobs?: unknown } | null;
  } catch {
    throw new BrokenFrame('a head that is not JSON');
  }
  if (typeof head !== 'object' || head === null) throw new BrokenFrame('a head that is no object');
  const lengths = head.blobs ?? [];
  if (!Array.isArray(lengths) || !lengths.every((length) => Number.isInteger(length) && length >= 0)) throw new BrokenFrame('lengths that are none');
  let at = headEnd;
  const blobs = (lengths as number[]).map((length) => frame.subarray(at, (at += length)));
  if (at !== frame.length) throw new BrokenFrame('blobs that do not fill their message');
  return { head, blobs, bytes: frame.length };
}
