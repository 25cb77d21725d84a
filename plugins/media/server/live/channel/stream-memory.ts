import { buffer } from 'node:stream/consumers';
import { AmanahError } from '@amanah/errors';
import type { Files } from '@amanah/plugin-api';
import { listedSegments, type ListedSegment, type Run, type StreamSegment, type Variant } from '../hls/live-stream.ts';
import { packedKey, segmentKey, type StreamStore } from './stream-store.ts';

/** How old what another process wrote may be before it is read again. */
const freshMs = 250;
/** Bytes of segments that one stream keeps at hand: the last minute or two, which nearly all viewers watch. */
const mostBytes = 48 * 1_048_576;

/** One broadcast as this process answers it: the list of its segments, and the bytes of the latest. */
export class LiveStream {
  readonly programme: string;
  readonly #store: StreamStore;
  readonly #files: Pick<Files, 'open'>;
  #runs: Run[] = [];
  #segments: StreamSegment[] = [];
  readonly #known = new Set<number>();
  #lists: Partial<Record<Variant, ListedSegment[]>> = {};
  readonly #bytes = new Map<string, Promise<Buffer>>();
  #held = 0;
  #last = 0;
  #readAt = 0;
  #reading: Promise<void> | undefined;
  readonly #waiting = new Set<() => void>();
  /** This process makes it, and knows of every segment first. */
  own = false;
  usedAt = Date.now();

  constructor(programme: string, store: StreamStore, files: Pick<Files, 'open'>) {
    this.programme = programme;
    this.#store = store;
    this.#files = files;
  }

  /** Its segments are known as they lay before they were packed. */
  get isUnpacked(): boolean {
    return this.#segments.some(({ atByte }) => atByte === null);
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  list(variant: Variant): readonly ListedSegment[] {
    return (this.#lists[variant] ??= listedSegments(variant, this.#runs, this.#segments));
  }

  /** Reads what is new, unless this process makes it itself. */
  async refresh(): Promise<void> {
    this.usedAt = Date.now();
    if ((this.own && this.#readAt > 0) || Date.now() - this.#readAt < freshMs) return;
    await (this.#reading ??= this.#read().finally(() => (this.#reading = undefined)));
  }

  /** Resolves when the list of a variant has grown, or after so long. Another process's segments are looked for a few times a second. */
  async next(variant: Variant, ms: number, signal: AbortSignal): Promise<void> {
    const before = this.list(variant).length;
    const until = Date.now() + ms;
    while (this.list(variant).length === before && Date.now() < until && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, freshMs);
        const waiting = this.#waiting;
        function done() {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
        waiting.add(done);
      });
      await this.refresh();
    }
  }

  addRun(run: Run, init: Buffer): void {
    this.#runs = withRuns(this.#runs, [run]);
    this.#lists = {};
    this.#keep(segmentKey(this.programme, run.variant, run.number, 'init'), Promise.resolve(init), init.length);
  }

  addSegment(segment: StreamSegment, bytes: Buffer): void {
    this.#keep(segmentKey(this.programme, segment.variant, segment.run, segment.number), Promise.resolve(bytes), bytes.length);
    this.#append([segment]);
  }

  /** Bytes of a segment or init section: from memory where they are, else from the files. @throws FILES_MISSING */
  async bytes(variant: Variant, run: number, number: number | 'init'): Promise<Buffer> {
    const key = segmentKey(this.programme, variant, run, number);
    const held = this.#bytes.get(key);
    if (held) return held;
    try {
      const file = await this.#files.open(key);
      const read = file.stream().then((stream) => buffer(stream));
      this.#keep(key, read, file.bytes);
      read.catch(() => this.#bytes.delete(key));
      return await read;
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'FILES_MISSING') throw error;
      return this.#packedBytes(variant, run, number, error);
    }
  }

  /** A player that came before the recording was packed asks for what lies in the one file now. */
  async #packedBytes(variant: Variant, run: number, number: number | 'init', missing: AmanahError): Promise<Buffer> {
    const at = (list: readonly ListedSegment[]) => {
      const found = list.find((one) => one.run === run && (number === 'init' || one.number === number));
      return number === 'init' ? { start: found?.of.initAt, bytes: found?.of.initBytes ?? 0 } : { start: found?.atByte, bytes: found?.bytes ?? 0 };
    };
    const [runs, segments] = await Promise.all([this.#store.runs(this.programme), this.#store.segments(this.programme, 0)]);
    const { start, bytes } = at(listedSegments(variant, runs, segments));
    if (start === null || start === undefined) throw missing;
    return buffer(await (await this.#files.open(packedKey(this.programme, variant))).stream({ start, end: start + bytes - 1 }));
  }

  async #read(): Promise<void> {
    const segments = await this.#store.segments(this.programme, this.#last);
    if (segments.some(({ run, variant }) => !this.#runs.some((one) => one.number === run && one.variant === variant)) || this.#readAt === 0)
      this.#runs = withRuns(this.#runs, await this.#store.runs(this.programme));
    this.#readAt = Date.now();
    this.#last = segments.at(-1)?.id ?? this.#last;
    this.#append(segments);
  }

  #append(segments: readonly StreamSegment[]): void {
    const fresh = segments.filter(({ id }) => !this.#known.has(id));
    if (fresh.length === 0) return;
    for (const { id } of fresh) this.#known.add(id);
    this.#segments.push(...fresh);
    this.#lists = {};
    for (const done of this.#waiting) done();
  }

  #keep(key: string, bytes: Promise<Buffer>, length: number): void {
    this.#bytes.set(key, bytes);
    this.#held += length;
    for (const [oldest, gone] of this.#bytes) {
      if (this.#held <= mostBytes || oldest === key) break;
      this.#bytes.delete(oldest);
      void gone.then(
        ({ length: freed }) => (this.#held -= freed),
        () => undefined,
      );
    }
  }
}

function withRuns(runs: readonly Run[], more: readonly Run[]): Run[] {
  const fresh = more.filter((run) => !runs.some(({ number, variant }) => number === run.number && variant === run.variant));
  return [...runs, ...fresh].sort((a, b) => a.number - b.number);
}

/** Streams that this process answers. */
export class LiveStreams {
  readonly #store: StreamStore;
  readonly #files: Pick<Files, 'open'>;
  readonly #streams = new Map<string, LiveStream>();

  constructor(store: StreamStore, files: Pick<Files, 'open'>) {
    this.#store = store;
    this.#files = files;
  }

  of(programme: string): LiveStream {
    let stream = this.#streams.get(programme);
    if (!stream) this.#streams.set(programme, (stream = new LiveStream(programme, this.#store, this.#files)));
    return stream;
  }

  forget(programme: string): void {
    this.#streams.delete(programme);
  }

  /** Lets go of what nobody has asked for since so long. */
  sweep(idleMs: number): void {
    for (const [programme, { own, usedAt }] of this.#streams) if (!own && Date.now() - usedAt > idleMs) this.#streams.delete(programme);
  }
}
