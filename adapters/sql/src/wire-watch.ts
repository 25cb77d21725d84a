import type { Duplex } from 'node:stream';
import { AdapterError, type AdapterLimits } from '@amanah/adapter-api';

/** Text protocols write values longer than JSON does (`\x` before two digits a byte), and frame each of them. */
const wireFactor = 2;
const wireSlack = 262_144;

/**
 * Holds a connection to its limits from below the driver, which would gather a message of any length: bytes of one answer, silence before
 * it and in it. Over a limit the stream is torn down with the error that says so.
 */
export class WireWatch {
  readonly #limits: AdapterLimits;
  #stream: Duplex | null = null;
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(limits: AdapterLimits) {
    this.#limits = limits;
  }

  /** Listens to a stream; after TLS begins, to the one within. */
  follow(stream: Duplex): void {
    this.#stream = stream;
    // Before the driver, which then finds the stream torn down already.
    stream.prependListener('data', (chunk: Buffer) => {
      if (this.#stream !== stream) return;
      this.#bytes += chunk.length;
      if (this.#bytes > this.#limits.maxAnswerBytes * wireFactor + wireSlack)
        return this.#tear(new AdapterError('too-large', `the answer is over ${this.#limits.maxAnswerBytes} bytes`));
      if (this.#timer) this.#await(this.#limits.idleMs, 'the answer stopped');
    });
  }

  /** An answer is awaited from now on. */
  begin(): void {
    this.#bytes = 0;
    this.#await(this.#limits.answerMs, 'no answer in time');
  }

  /** The answer is complete. */
  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#bytes = 0;
  }

  #await(ms: number, detail: string): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tear(new AdapterError('timeout', detail)), ms);
  }

  #tear(error: AdapterError): void {
    this.end();
    this.#stream?.destroy(error);
  }
}
