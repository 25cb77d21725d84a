import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Log } from '@amanah/plugin-api';
import { fileURLToPath } from 'node:url';
import { BrokenFrame, encodeFrame, FrameReader, type Frame } from './frames.ts';
import { childArguments, childEnvironment, type ChildRoom } from './child-room.ts';
import { outputLines } from './output-lines.ts';
import type { ProcessGuard } from './process-guard.ts';
import type { ProcessSettings } from './process-settings.ts';
import { processUse } from './process-use.ts';
import type { Scrubber } from './scrubber.ts';
import { comeLast, Silence } from './silence.ts';
import type { FromChild, ToChild } from './wire.ts';

/** What a process sends unasked, each second; more is a flood. */
const maxUnasked = { frames: 1_000, bytes: 8 * 1_048_576 };
/** Longest time spent on one process's messages before the rest of the hub has its turn. */
const sliceMs = 5;
const watchMs = 250;
const endMs = 2_000;
const lastWordsMs = 250;

export interface LinkOptions {
  readonly room: ChildRoom;
  readonly settings: ProcessSettings;
  readonly silentMs: number;
  readonly maxFrameBytes: () => number;
  /** It comes last at the processor. */
  readonly last: boolean;
  /** Takes secrets out of what the process prints past its door. */
  readonly scrubber: Scrubber;
  readonly guard: ProcessGuard;
  readonly log: Log;
  /** Calls that the process has not ended yet, for which it must beat. */
  readonly openCalls: () => number;
  /** A message; `false` when nobody had asked for it. */
  readonly onFrame: (frame: Frame<FromChild>) => boolean;
  /** It has been silent for a fifth of the time after which it is killed (`true`), or is heard again. */
  readonly onSilence: (silent: boolean) => void;
  /** The process has ended: why (`silent`, `memory`, `flood`, `start`, `ended`, or how it exited). Once. */
  readonly onDeath: (cause: string) => void;
}

/** One operating-system process that runs an adapter, from its start to its end. */
export class AdapterLink {
  readonly pid: number | null;
  readonly startedAt = new Date();
  memoryBytes = 0;
  readonly #options: LinkOptions;
  readonly #child: ChildProcess;
  readonly #stream: Socket;
  readonly #watch: NodeJS.Timeout;
  readonly #gone = Promise.withResolvers<void>();
  #ready = false;
  #silent = false;
  #dead = false;
  readonly #silence: Silence;
  #lookedAt = performance.now();
  #secondStart = performance.now();
  #unasked = { frames: 0, bytes: 0 };
  #cause: string | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { room, settings, guard } = options;
    this.#child = spawn(process.execPath, [...childArguments(room, settings.heapMb), fileURLToPath(new URL('./child/adapter-child.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: childEnvironment(room),
    });
    this.pid = this.#child.pid ?? null;
    if (options.last) comeLast(this.pid);
    this.#silence = new Silence(this.pid ?? 0, options.silentMs);
    if (this.pid !== null) guard.watch(this.pid);
    this.#child.once('error', (error) => this.#died(`not started: ${error.message}`));
    this.#child.once('exit', (code, signal) => {
      const died = () => this.#died(this.#cause ?? signal ?? `code ${code}`);
      // What it said last may still wait to be read.
      const waited = setTimeout(died, lastWordsMs);
      this.#stream.once('end', () => {
        clearTimeout(waited);
        died();
      });
    });
    this.#stream = this.#child.stdio[3] as Socket;
    this.#stream.on('error', () => {});
    const reader = new FrameReader(options.maxFrameBytes);
    this.#stream.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      if (output) outputLines(output, (line) => options.log.warn({ printed: options.scrubber.text(line, 'text') }, 'an adapter printed a line'));
    }
    this.#watch = setInterval(() => this.#look(), watchMs);
    this.#watch.unref();
    this.send({ kind: 'start', module: room.module, beatMs: settings.beatMs, logsPerSecond: settings.logsPerSecond, maxFrameBytes: settings.maxFrameBytes });
  }

  /** Whether so much waits to be read by the process that nothing more should be given to it. */
  get full(): boolean {
    return this.#stream.writableLength > 2 * this.#options.settings.maxInputBytes;
  }

  send(head: ToChild, blobs: readonly Uint8Array[] = []): void {
    if (!this.#stream.writable) return;
    this.#stream.cork();
    for (const piece of encodeFrame(head, blobs)) this.#stream.write(piece);
    this.#stream.uncork();
  }

  kill(cause: string): void {
    this.#cause ??= cause;
    this.#child.kill('SIGKILL');
  }

  /** Lets it close its connections, then ends it whatever it does. */
  async end(): Promise<void> {
    this.#cause ??= 'ended';
    this.send({ kind: 'end' });
    const timer = setTimeout(() => this.kill('ended'), endMs);
    await this.#gone.promise;
    clearTimeout(timer);
  }

  #read(reader: FrameReader, chunk: Buffer): void {
    const startedAt = performance.now();
    this.#silence.heard();
    try {
      for (const frame of reader.take(chunk)) {
        const asked = this.#options.onFrame(frame as Frame<FromChild>);
        if ((frame.head as FromChild).kind === 'ready') this.#ready = true;
        if (!asked && this.#floods(frame.bytes)) return this.kill('flood');
      }
    } catch (error) {
      if (!(error instanceof BrokenFrame)) throw error;
      this.#options.log.error({ err: error }, 'an adapter process sent what it may not');
      this.#stream.destroy();
      return this.kill('flood');
    }
    if (performance.now() - startedAt < sliceMs) return;
    this.#stream.pause();
    setImmediate(() => this.#stream.resume());
  }

  #floods(bytes: number): boolean {
    const now = performance.now();
    if (now - this.#secondStart > 1_000) {
      this.#secondStart = now;
      this.#unasked = { frames: 0, bytes: 0 };
    }
    this.#unasked.frames++;
    this.#unasked.bytes += bytes;
    return this.#unasked.frames > maxUnasked.frames || this.#unasked.bytes > maxUnasked.bytes;
  }

  #look(): void {
    const now = performance.now();
    const { settings, openCalls, onSilence } = this.#options;
    // Nobody waits for it, or the hub itself was held up (a busy machine, a debugger) and beats wait in the stream, unread.
    if (!this.#ready || openCalls() === 0 || now - this.#lookedAt > 4 * watchMs) this.#silence.heard();
    this.#lookedAt = now;
    const use = this.pid === null ? null : processUse(this.pid);
    this.memoryBytes = use?.bytes ?? this.memoryBytes;
    const state = this.#silence.look(use);
    if ((state !== 'well') !== this.#silent) onSilence((this.#silent = !this.#silent));
    if (this.memoryBytes > settings.maxMemoryBytes) this.kill('memory');
    else if (state === 'over') this.kill('silent');
    else if (!this.#ready && Date.now() - this.startedAt.getTime() > settings.startMs) this.kill('start');
  }

  #died(cause: string): void {
    if (this.#dead) return;
    this.#dead = true;
    clearInterval(this.#watch);
    if (this.pid !== null) this.#options.guard.ended(this.pid);
    this.#stream?.destroy();
    this.#gone.resolve();
    this.#options.onDeath(cause);
  }
}
