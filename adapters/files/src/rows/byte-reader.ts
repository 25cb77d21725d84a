/** Bytes that come in portions of any size, taken in the sizes that a format asks for. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #kept: Buffer = Buffer.alloc(0);
  #over = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes without taking them; fewer only at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.#kept.length < length && !this.#over) {
      const { value, done } = await this.#source.next();
      if (done) this.#over = true;
      else this.#kept = this.#kept.length === 0 ? value : Buffer.concat([this.#kept, value]);
    }
    return this.#kept.subarray(0, length);
  }

  /** Exactly so many bytes, or `null` when the source ends before. */
  async take(length: number): Promise<Buffer | null> {
    const taken = await this.peek(length);
    if (taken.length < length) return null;
    this.#kept = this.#kept.subarray(length);
    return taken;
  }

  /** What comes next, at most so many bytes; `null` at the end. */
  async some(atMost: number): Promise<Buffer | null> {
    const available = await this.peek(1);
    if (available.length === 0) return null;
    const taken = this.#kept.subarray(0, atMost);
    this.#kept = this.#kept.subarray(taken.length);
    return taken;
  }

  /** Gives back what was taken last. */
  giveBack(bytes: Buffer): void {
    if (bytes.length > 0) this.#kept = this.#kept.length === 0 ? bytes : Buffer.concat([bytes, this.#kept]);
  }

  async *rest(): AsyncIterable<Buffer> {
    for (let part = await this.some(262_144); part; part = await this.some(262_144)) yield part;
  }

  /** Lets go of the source, wherever it stands. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
