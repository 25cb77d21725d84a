import { fork, type ChildProcess } from 'node:child_process';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { DrawAnswer, DrawTask } from './draw-messages.ts';
import type { PictureWords } from './picture-words.ts';

const deadlineMs = 15_000;
const mostWaiting = 60;
/** Typst keeps a little of each picture whatever one does: after so many a new process takes over. */
const picturesPerProcess = 500;
const idleMs = 30_000;

interface Waiting {
  readonly task: DrawTask;
  resolve(png: Uint8Array): void;
  reject(error: AmanahError): void;
}

/** Draws pictures one after the other in a process beside the hub, which ends when it has nothing to do, hangs, or has drawn many. */
export class PictureDrawer {
  readonly #log: Log;
  readonly #queue: Waiting[] = [];
  #process: ChildProcess | undefined;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawn = 0;
  #next = 1;

  constructor(log: Log) {
    this.#log = log;
  }

  /** A PNG of 1200 × 630. @throws HTTP_UNAVAILABLE when it cannot be drawn now */
  draw(words: PictureWords): Promise<Uint8Array> {
    if (this.#queue.length >= mostWaiting) return Promise.reject(notNow('many pictures are waiting already'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task: { id: this.#next++, words }, resolve, reject });
      this.#take();
    });
  }

  close(): void {
    for (const { reject } of this.#queue.splice(0)) reject(notNow('closed'));
    this.#end('closed');
  }

  #take(): void {
    if (this.#current || this.#queue.length === 0) return;
    clearTimeout(this.#timer);
    if (this.#drawn >= picturesPerProcess) this.#end('renewed');
    this.#current = this.#queue.shift()!;
    const process = (this.#process ??= this.#start());
    process.ref();
    process.channel?.ref();
    this.#timer = setTimeout(() => this.#lose(process, `not drawn in ${deadlineMs} ms`), deadlineMs);
    process.send(this.#current.task, (error) => error && this.#lose(process, error.message));
  }

  #start(): ChildProcess {
    this.#drawn = 0;
    const process = fork(new URL('./draw-process.ts', import.meta.url), [], {
      // Nothing of the hub's environment: it holds keys.
      env: {},
      execArgv: ['--v8-pool-size=1', '--max-old-space-size=128', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    process.on('message', (answer: DrawAnswer) => this.#answered(process, answer));
    process.on('error', (error) => this.#lose(process, error.message));
    process.on('exit', (code, signal) => this.#lose(process, `ended with ${signal ?? code} ${said}`));
    return process;
  }

  #answered(process: ChildProcess, answer: DrawAnswer): void {
    const drawn = this.#current;
    if (process !== this.#process || drawn?.task.id !== answer.id) return;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.#drawn++;
    if ('png' in answer) drawn.resolve(answer.png);
    else drawn.reject(notNow(answer.problem));
    if (this.#queue.length > 0) return this.#take();
    // The hub may end without it, and after a while it ends itself.
    process.unref();
    process.channel?.unref();
    this.#timer = setTimeout(() => this.#end('idle'), idleMs);
    this.#timer.unref();
  }

  #lose(process: ChildProcess, why: string): void {
    if (process !== this.#process) return;
    this.#log.error({ why }, 'the process that draws pictures of pages was lost');
    this.#end(why);
    this.#take();
  }

  #end(why: string): void {
    clearTimeout(this.#timer);
    const process = this.#process;
    this.#process = undefined;
    process?.kill('SIGKILL');
    this.#current?.reject(notNow(why));
    this.#current = undefined;
  }
}

function notNow(detail: string): AmanahError {
  return new AmanahError('HTTP_UNAVAILABLE', { detail, retryAfterSeconds: 10 });
}
