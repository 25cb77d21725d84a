import type { Log } from '@amanah/plugin-api';
import type { EncoderPlan } from '../ffmpeg/arguments.ts';
import { Encoder } from '../ffmpeg/encoder.ts';
import type { RunRecorder } from './run-recorder.ts';

/** One that is further behind the picture beside it is of no use to anybody. */
const mostBehindSeconds = 8;

/**
 * The smaller picture of one run, made by an ffmpeg of its own: one that falls behind holds up nobody, and is given up. The same process would read, copy
 * and encode in turn, so that the picture as it was sent would wait for it.
 */
export class SmallPicture {
  readonly #encoder: Encoder;
  readonly #onGivenUp: () => void;
  readonly #log: Log;
  #besideSeconds = 0;
  #seconds = 0;
  #over = false;
  /** Everything that it made is kept. */
  readonly ended: Promise<void>;

  /** `onGivenUp`: it has fallen behind or ended by itself. */
  constructor(plan: EncoderPlan, recorder: RunRecorder, log: Log, onGivenUp: () => void) {
    this.#onGivenUp = onGivenUp;
    this.#log = log;
    let ended = () => {};
    this.ended = new Promise((resolve) => (ended = resolve));
    this.#encoder = new Encoder(plan, {
      onInit: (variant, init) => recorder.init(variant, init),
      onSegment: (variant, segment) => {
        this.#seconds += segment.seconds;
        recorder.segment(variant, segment);
      },
      onProgress: () => undefined,
      onEnd: ({ code, signal, lastWords }) => {
        void recorder.done().finally(ended);
        this.#giveUp({ code, signal, lastWords });
      },
    });
    log.info({ pid: this.#encoder.pid }, 'a smaller picture is made');
  }

  write(bytes: Uint8Array): void {
    if (!this.#over && !this.#encoder.write(bytes)) this.#giveUp({ reason: 'it takes nothing more' });
  }

  /** The picture beside it is longer by so many seconds. */
  besideGrew(seconds: number): void {
    this.#besideSeconds += seconds;
    if (this.#besideSeconds - this.#seconds > mostBehindSeconds) this.#giveUp({ behindSeconds: this.#besideSeconds - this.#seconds });
  }

  /** Nothing more comes: what it has is written out. */
  stop(): void {
    this.#over = true;
    this.#encoder.stop();
  }

  /** It is not wanted: what it has goes with it. */
  drop(): void {
    this.#over = true;
    this.#encoder.kill();
  }

  #giveUp(why: object): void {
    if (this.#over) return;
    this.drop();
    this.#log.warn(why, 'the smaller picture of a broadcast is given up');
    this.#onGivenUp();
  }
}
