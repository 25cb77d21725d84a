import { createHash } from 'node:crypto';

/** SHA-256 of what passes, in hex once it has passed. */
export class PassingHash {
  readonly #hash = createHash('sha256');

  async *of(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const part of source) {
      this.#hash.update(part);
      yield part;
    }
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}
