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

  /**
   * Stands between a stream and whoever reads it; after TLS begins, the one within. Drivers read in the event itself: what they throw at bytes
   * that are no answer would end the process.
   */
  follow(stream: Duplex): void {
    this.#stream = stream;
    const emit = stream.emit.bind(stream) as (event: string | symbol, ...given: unknown[]) => boolean;
    stream.emit = (event: string | symbol, ...given: unknown[]) => {
      if (event !== 'data') return emit(event, ...given);
      try {
        if (this.#stream === stream) this.#count((given[0] as Buffer).length);
        return !stream.destroyed && emit(event, ...given);
      } catch (error) {
        stream.destroy(new AdapterError('contract-violation', 'the answer cannot be read', { cause: error }));
        return true;
      }
    };
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.maxAnswerBytes * wireFactor + wireSlack)
      this.#tear(new AdapterError('too-large', `the answer is over ${this.#limits.maxAnswerBytes} bytes`));
    else if (this.#timer) this.#await(this.#limits.idleMs, 'the answer stopped');
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
