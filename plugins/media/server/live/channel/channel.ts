import type { Files, Log } from '@amanah/plugin-api';
import { channelPlan, smallPlan, type EncoderOrder } from '../ffmpeg/arguments.ts';
import { Encoder } from '../ffmpeg/encoder.ts';
import type { Progress } from '../ffmpeg/progress.ts';
import type { LiveConfig } from '../live-config.ts';
import type { Broadcasts, MonitorFigures, SmallPictureState } from './broadcasts.ts';
import { PictureWatch, type Arrived } from './picture-watch.ts';
import { RateMeter } from './rate-meter.ts';
import { RecordingQueue, RunRecorder } from './run-recorder.ts';
import { SmallPicture } from './small-picture.ts';
import type { Source } from './source.ts';
import type { LiveStream } from './stream-memory.ts';
import type { StreamStore } from './stream-store.ts';

export interface ChannelParts {
  readonly programme: string;
  readonly kind: 'video' | 'audio';
  readonly config: LiveConfig;
  readonly broadcasts: Broadcasts;
  readonly store: StreamStore;
  readonly stream: LiveStream;
  readonly files: Files;
  /** Files of the still pictures: interruption, and sound alone. */
  readonly stills: () => Promise<{ readonly interrupted: string; readonly soundOnly: string }>;
  readonly log: Log;
}

/** Key frames further apart make segments that viewers wait for: then the picture is encoded here. */
const farApartSeconds = 4;
const crashPauseMs = { first: 100, later: 3_000 };
const weakSpeed = 0.8;
const weakAfterMs = 15_000;
/** A smaller picture is worth its while beside one that is so many times as high. */
const worthSmaller = 1.25;
/** One that was given up is tried again by what begins after so long. */
const smallPauseMs = 600_000;

/** One broadcast in the process that runs it: its encoder, the ffmpeg that reads it, and what viewers see while nothing comes. */
export class Channel {
  readonly #parts: ChannelParts;
  readonly #meter = new RateMeter();
  readonly #queue = new RecordingQueue();
  readonly #watch = new PictureWatch();
  #source: Source | null = null;
  #encoder: Encoder | null = null;
  #small: SmallPicture | null = null;
  /** What the encoder sends is small already. */
  #isSmall = false;
  #smallGivenUpAt: number | null = null;
  #recorder: RunRecorder | null = null;
  #awayTimer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #copyVideo = true;
  #crashes = 0;
  #progress: Progress | null = null;
  #keyFrameSeconds: number | null = null;
  #weakSince: number | null = null;
  #soundOnly: 'asked' | 'weak' | null = null;
  #closed = false;
  #ends: Promise<void>[] = [];

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    parts.stream.own = true;
  }

  get hasSource(): boolean {
    return this.#source !== null;
  }

  /** Why there is a still picture. */
  get soundOnly(): 'asked' | 'weak' | null {
    return this.#soundOnly;
  }

  /** An encoder has come, for the first time or again: the same broadcast goes on with it. */
  async attach(source: Source): Promise<void> {
    clearTimeout(this.#awayTimer);
    this.#source = source;
    this.#copyVideo = true;
    this.#isSmall = false;
    if (source.from === 'rtmp') {
      this.#watch.restart();
      if (this.#soundOnly === 'weak' && (await this.#parts.broadcasts.setWeak(this.#parts.programme, false))) this.#soundOnly = null;
    }
    await this.#parts.broadcasts.note(this.#parts.programme, { signal: 'on', awaySince: null, source: source.from, problem: null });
    await this.#run();
  }

  /** What the encoder sent. */
  bytes(source: Source, bytes: Uint8Array): void {
    if (source !== this.#source) return;
    this.#meter.add(bytes.length);
    if (this.#meter.kbps > this.#parts.config.maxKbps * 1.15) return void this.#sendAway('MEDIA_BITRATE_TOO_HIGH', { kbps: this.#parts.config.maxKbps });
    // One that does not keep up is started anew at the present.
    if (this.#encoder && !this.#encoder.write(bytes)) this.#encoder.kill();
    this.#small?.write(bytes);
  }

  /** How much came from the encoder: where the line does not carry its picture, it is left out until it does. */
  arrived(source: Source, arrived: Arrived): void {
    if (source !== this.#source || this.#parts.kind !== 'video') return;
    const weak = this.#watch.add(arrived);
    if (weak !== (this.#soundOnly === 'weak') && this.#soundOnly !== 'asked') void this.#setWeak(weak);
  }

  /** The encoder broke off. Viewers go on with what there is; after a while they are told. */
  async lost(source: Source): Promise<void> {
    if (source !== this.#source || this.#closed) return;
    this.#source = null;
    this.#stopEncoder();
    await this.#parts.broadcasts.note(this.#parts.programme, { signal: 'away', awaySince: new Date() });
    this.waitForSource(0);
  }

  /** Nothing comes, since so many milliseconds. */
  waitForSource(sinceMs: number): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = setTimeout(() => void this.#showSlate(), Math.max(0, this.#parts.config.slateAfterSeconds * 1_000 - sinceMs)).unref();
  }

  /** Sound with a still picture from now on, or the picture again. */
  async setSoundOnly(why: 'asked' | 'weak' | null): Promise<void> {
    const before = this.#soundOnly;
    this.#soundOnly = why;
    if ((why === null) === (before === null)) return;
    this.#weakSince = null;
    if (why !== 'weak') this.#watch.restart();
    this.#source?.soundOnly(why !== null);
    if (this.#source?.from === 'rtmp') await this.#run();
  }

  figures(): MonitorFigures {
    const { framesPerSecond = 0, droppedFrames = 0, speed = 0 } = this.#source ? (this.#progress ?? {}) : {};
    return {
      kbps: this.#source ? this.#meter.kbps : 0,
      framesPerSecond,
      droppedFrames,
      speed,
      keyFrameSeconds: this.#keyFrameSeconds,
      crashes: this.#crashes,
      weakLink: this.#weakSince !== null || this.#soundOnly === 'weak',
      smallPicture: this.#smallState(),
    };
  }

  /** Writes out what there is and stops for good; the broadcast itself may go on in another process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#awayTimer);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
    this.#stopEncoder();
    await Promise.all(this.#ends);
    await this.#recorder?.done();
    this.#parts.stream.own = false;
  }

  async #run(): Promise<void> {
    const source = this.#source;
    if (!source || this.#closed) return;
    const { kind, programme, config } = this.#parts;
    if (kind === 'video' && !source.hasVideo && source.from === 'rtmp') return this.#sendAway('MEDIA_NO_PICTURE', {});
    this.#stopEncoder();
    const stills = await this.#parts.stills();
    const number = await this.#parts.store.nextRun(programme);
    if (source !== this.#source || this.#closed) return;
    const { small, ...encode } = config.encode;
    const soundOnly = this.#soundOnly !== null || !source.hasVideo;
    const order = { input: source.input(this.#copyVideo), soundOnly, still: stills.soundOnly, kind, segmentSeconds: config.segmentSeconds, ...encode };
    const wanted = kind === 'video' && !soundOnly && !this.#isSmall && Date.now() - (this.#smallGivenUpAt ?? 0) > smallPauseMs;
    this.#start(number, false, order, wanted && small);
    source.again(this.#soundOnly === 'weak');
  }

  async #showSlate(): Promise<void> {
    if (this.#source || this.#closed) return;
    const { kind, programme, config, broadcasts, log } = this.#parts;
    try {
      const { interrupted } = await this.#parts.stills();
      const number = await this.#parts.store.nextRun(programme);
      if (this.#source || this.#closed) return;
      await broadcasts.note(programme, { signal: 'slate' });
      const { segmentSeconds, encode } = config;
      this.#start(number, true, { input: { from: 'slate' }, soundOnly: false, still: interrupted, kind, segmentSeconds, ...encode }, false);
    } catch (error) {
      log.error({ err: error, programme }, 'the picture of an interrupted broadcast could not be shown');
    }
  }

  #start(number: number, slate: boolean, order: EncoderOrder, small: LiveConfig['encode']['small']): void {
    const { kind, files, store, stream, log, programme } = this.#parts;
    const recorder = new RunRecorder({ store, stream, files, log, queue: this.#queue }, { number, slate, variants: kind === 'audio' ? 1 : 2 });
    this.#recorder = recorder;
    this.#progress = null;
    let ended = () => {};
    this.#ends.push(new Promise((resolve) => (ended = resolve)));
    const encoder: Encoder = new Encoder(channelPlan(order), {
      onInit: (variant, init) => {
        if (variant === 'v' && small && encoder === this.#encoder && init.height < small.height * worthSmaller) this.#leaveOutSmall();
        recorder.init(variant, init, variant === 'v' && beside !== null && beside === this.#small);
      },
      onSegment: (variant, segment) => {
        recorder.segment(variant, segment);
        if (variant !== 'v' || encoder !== this.#encoder || slate) return;
        beside?.besideGrew(segment.seconds);
        this.#lookAtKeyFrames(segment.seconds, order);
      },
      onProgress: (progress) => encoder === this.#encoder && this.#note(progress),
      onEnd: ({ code, signal, lastWords }) => {
        void recorder.done().finally(ended);
        if (encoder !== this.#encoder) return;
        this.#encoder = null;
        log.warn({ programme, code, signal, lastWords }, 'ffmpeg of a broadcast ended and is started again');
        this.#restart(slate);
      },
    });
    this.#encoder = encoder;
    const beside = small ? new SmallPicture(smallPlan(order, small), recorder, log, () => beside === this.#small && this.#giveSmallUp()) : null;
    this.#small = beside;
    if (beside) this.#ends.push(beside.ended);
    log.info({ programme, run: number, slate, from: order.input.from, pid: encoder.pid }, 'ffmpeg of a broadcast runs');
  }

  #restart(slate: boolean): void {
    if (this.#closed) return;
    this.#crashes++;
    // A browser begins a new recording, and with it a new ffmpeg is started.
    if (!slate && this.#source?.from === 'browser') return this.#source.again(false);
    const pause = this.#crashes > 3 ? crashPauseMs.later : crashPauseMs.first;
    this.#again = setTimeout(() => void (slate ? this.#showSlate() : this.#run()), pause).unref();
  }

  #stopEncoder(): void {
    const encoder = this.#encoder;
    this.#encoder = null;
    encoder?.stop();
    this.#small?.stop();
    this.#small = null;
  }

  #leaveOutSmall(): void {
    this.#isSmall = true;
    this.#small?.drop();
    this.#small = null;
  }

  /** Whoever watched the smaller picture goes on with the one that is sent, from a new run on. */
  #giveSmallUp(): void {
    this.#small = null;
    this.#smallGivenUpAt = Date.now();
    if (this.#source?.from === 'browser') this.#source.again(false);
    else void this.#run();
  }

  #smallState(): SmallPictureState {
    if (this.#small) return 'on';
    return this.#source && this.#smallGivenUpAt !== null && this.#soundOnly === null ? 'given-up' : 'none';
  }

  async #setWeak(weak: boolean): Promise<void> {
    const { broadcasts, programme, log } = this.#parts;
    if (!(await broadcasts.setWeak(programme, weak))) return;
    log.info({ programme, weak }, weak ? 'the picture of a broadcast is left out: its line is too weak' : 'the picture of a broadcast is shown again');
    await this.setSoundOnly(weak ? 'weak' : null);
  }

  #note(progress: Progress): void {
    const before = this.#progress;
    this.#progress = progress;
    const weak = before !== null && progress.seconds - before.seconds < weakSpeed && this.#source?.from === 'browser';
    this.#weakSince = weak ? (this.#weakSince ?? Date.now()) : null;
    if (this.#weakSince !== null && this.#soundOnly === null && Date.now() - this.#weakSince > weakAfterMs) {
      void this.#setWeak(true);
    }
  }

  #lookAtKeyFrames(seconds: number, { input }: EncoderOrder): void {
    this.#keyFrameSeconds = Math.round(seconds * 10) / 10;
    if (input.from !== 'rtmp' || !input.copyVideo || seconds < farApartSeconds) return;
    this.#copyVideo = false;
    this.#parts.log.info({ programme: this.#parts.programme, seconds }, 'key frames of the encoder are far apart: its picture is encoded here');
    void this.#run();
  }

  async #sendAway(code: 'MEDIA_BITRATE_TOO_HIGH' | 'MEDIA_NO_PICTURE', params: Readonly<Record<string, string | number>>): Promise<void> {
    const source = this.#source;
    if (!source) return;
    await this.lost(source);
    source.close();
    await this.#parts.broadcasts.note(this.#parts.programme, { problem: { code, params } });
    this.#parts.log.warn({ programme: this.#parts.programme, code }, 'an encoder was sent away');
  }
}
