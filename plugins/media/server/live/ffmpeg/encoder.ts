import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { Segmenter, type InitSection, type Segment } from '../fmp4/segmenter.ts';
import type { Variant } from '../hls/live-stream.ts';
import { outputs, type EncoderPlan } from './arguments.ts';
import { ProgressReader, type Progress } from './progress.ts';

export interface EncoderEvents {
  onInit(variant: Variant, init: InitSection): void;
  onSegment(variant: Variant, segment: Segment): void;
  onProgress(progress: Progress): void;
  /** It is over: every segment has been told. `lastWords`: what it wrote to its error output, for the log. */
  onEnd(end: { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly lastWords: string }): void;
}

/** It stops by itself once its input has ended; a still picture would go on for ever. */
const politeMs = 1_000;
const patienceMs = 4_000;
/** Bytes that wait for a program that does not keep up. */
const mostWaiting = 16 * 1_048_576;
const keptWords = 2_000;

/** One run of ffmpeg. It lives as long as its pipes: when this process dies, it has nowhere to write and ends too. */
export class Encoder {
  readonly #child: ChildProcess;
  readonly #events: EncoderEvents;
  #words = '';
  #stopping = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(plan: EncoderPlan, events: EncoderEvents) {
    this.#events = events;
    this.#child = spawn('ffmpeg', plan.args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#words = (this.#words + chunk.toString()).slice(-keptWords)));
    this.#child.stdin?.on('error', () => undefined);
    const ends = [new Promise<void>((resolve) => this.#child.once('close', () => resolve()))];
    for (const [variant, descriptor] of plan.pipes) ends.push(this.#cut(variant, descriptor, plan.segmentSeconds));
    const progress = new ProgressReader();
    this.#pipe(outputs.progress).on('data', (chunk: Buffer) => {
      for (const one of progress.push(chunk)) events.onProgress(one);
    });
    if (plan.nice !== undefined) this.#yield(plan.nice);
    let failure = '';
    this.#child.once('error', (error) => (failure = error.message));
    void Promise.all(ends).then(() => {
      this.#timers.forEach(clearTimeout);
      events.onEnd({ code: this.#child.exitCode, signal: this.#child.signalCode, lastWords: failure || this.#words });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Gives it what the source sent. @returns false when it does not keep up: then it is of no more use */
  write(bytes: Uint8Array): boolean {
    const { stdin } = this.#child;
    if (!stdin?.writable) return true;
    stdin.write(bytes);
    return stdin.writableLength < mostWaiting;
  }

  /** Nothing more comes: what it has is written out, then `onEnd` is called. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#child.stdin?.end();
    this.#timers = [setTimeout(() => this.#child.kill('SIGTERM'), politeMs), setTimeout(() => this.#child.kill('SIGKILL'), patienceMs)];
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #yield(nice: number): void {
    try {
      if (this.pid !== undefined) setPriority(this.pid, nice);
    } catch {
      // It has ended already, which is told elsewhere.
    }
  }

  #cut(variant: Variant, descriptor: number, seconds: number): Promise<void> {
    const segmenter = new Segmenter(seconds);
    const pipe = this.#pipe(descriptor);
    const tell = (part: InitSection | Segment) => ('codecs' in part ? this.#events.onInit(variant, part) : this.#events.onSegment(variant, part));
    pipe.on('data', (chunk: Buffer) => {
      try {
        for (const part of segmenter.push(chunk)) tell(part);
      } catch {
        this.kill();
      }
    });
    return new Promise((resolve) =>
      pipe.once('close', () => {
        const rest = segmenter.rest();
        if (rest) tell(rest);
        resolve();
      }),
    );
  }

  #pipe(descriptor: number): Readable {
    return this.#child.stdio[descriptor] as Readable;
  }
}
