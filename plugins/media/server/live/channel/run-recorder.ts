import type { Files, Log } from '@amanah/plugin-api';
import type { InitSection, Segment } from '../fmp4/segmenter.ts';
import type { Variant } from '../hls/live-stream.ts';
import type { LiveStream } from './stream-memory.ts';
import { segmentKey, type StreamStore } from './stream-store.ts';

export interface RecorderParts {
  readonly store: StreamStore;
  readonly stream: LiveStream;
  readonly files: Pick<Files, 'put'>;
  readonly log: Log;
  readonly queue: RecordingQueue;
}

/**
 * What all runs of a broadcast keep, one after another: a segment of an earlier run that was still on its way when one of a later run was told would push
 * aside what players know, or never be seen by processes that read on from the last they know.
 */
export class RecordingQueue {
  #last: Promise<void> = Promise.resolve();

  /** Resolves once everything told so far is kept. */
  get done(): Promise<void> {
    return this.#last;
  }

  add(work: () => Promise<void>): void {
    this.#last = this.#last.then(work);
  }
}

/**
 * Keeps what one run of ffmpeg makes: a segment is in the files and in the database before any player hears of it, so that what was watched is in
 * the recording, whatever dies.
 */
export class RunRecorder {
  readonly #parts: RecorderParts;
  readonly #run: { readonly number: number; readonly slate: boolean; readonly variants: number };
  readonly #next = { v: 0, s: 0, a: 0 };
  readonly #clock: Partial<Record<Variant, number>> = {};

  constructor(parts: RecorderParts, run: { readonly number: number; readonly slate: boolean; readonly variants: number }) {
    this.#parts = parts;
    this.#run = run;
  }

  /** `small`: of the picture as it was sent, whether a smaller one is made beside it. */
  init(variant: Variant, { bytes, codecs, width, height }: InitSection, small = false): void {
    const run = { ...this.#run, variant, small, codecs, width, height, initBytes: bytes.length, initAt: null };
    this.#then(async ({ files, store, stream }) => {
      await files.put(segmentKey(stream.programme, variant, run.number, 'init'), bytes, { type: 'video/mp4' });
      await store.addRun(stream.programme, run);
      stream.addRun(run, bytes);
    });
  }

  segment(variant: Variant, { bytes, seconds }: Segment): void {
    const number = this.#next[variant]++;
    const beganAt = this.#clock[variant] ?? Date.now() - seconds * 1_000;
    this.#clock[variant] = beganAt + seconds * 1_000;
    const segment = { variant, run: this.#run.number, number, seconds, bytes: bytes.length, beganAt, atByte: null };
    this.#then(async ({ files, store, stream }) => {
      await files.put(segmentKey(stream.programme, variant, segment.run, number), bytes, { type: 'video/iso.segment' });
      stream.addSegment({ ...segment, id: await store.addSegment(stream.programme, segment) }, bytes);
    });
  }

  /** Resolves once everything told so far is kept. */
  done(): Promise<void> {
    return this.#parts.queue.done;
  }

  #then(work: (parts: RecorderParts) => Promise<void>): void {
    const { queue, log, stream } = this.#parts;
    queue.add(() =>
      work(this.#parts).catch((error: unknown) => log.error({ err: error, programme: stream.programme }, 'a segment of a broadcast could not be kept')),
    );
  }
}
