/** A box of ISO/IEC 14496-12 with its header. */
export interface Box {
  /** Four letters, such as `moof`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** No box of a live stream is longer: what says so is not one. */
const longestBox = 64 * 1_048_576;

/** Cuts a stream of bytes into whole boxes of the top level. */
export class BoxSplitter {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = 8;

  /** @throws RangeError for bytes that are no boxes */
  *push(chunk: Buffer): Generator<Box> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#wanted) {
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      const size = all.readUInt32BE(0);
      if (size < 8 || size > longestBox) throw new RangeError(`a box of ${size} bytes`);
      if (all.length < size) {
        this.#chunks = [all];
        this.#wanted = size;
        return;
      }
      this.#chunks = [all.subarray(size)];
      this.#length = all.length - size;
      this.#wanted = 8;
      yield { type: all.toString('latin1', 4, 8), bytes: all.subarray(0, size) };
    }
  }
}

/** Boxes within a part of a box: their type and content without header. */
export function* boxesIn(content: Buffer): Generator<{ readonly type: string; readonly content: Buffer }> {
  for (let at = 0; at + 8 <= content.length;) {
    const size = content.readUInt32BE(at);
    if (size < 8 || at + size > content.length) return;
    yield { type: content.toString('latin1', at + 4, at + 8), content: content.subarray(at + 8, at + size) };
    at += size;
  }
}

/** The first box of a type along a path; `undefined`: there is none. */
export function boxAt(content: Buffer, ...path: readonly string[]): Buffer | undefined {
  let inner: Buffer | undefined = content;
  for (const type of path) {
    let found: Buffer | undefined;
    for (const box of boxesIn(inner)) {
      if (box.type !== type) continue;
      found = box.content;
      break;
    }
    if (!found) return undefined;
    inner = found;
  }
  return inner;
}
