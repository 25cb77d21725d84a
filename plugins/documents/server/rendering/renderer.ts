import { fork, type ChildProcess } from 'node:child_process';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { RenderAnswer, RenderTask } from './render-messages.ts';

export interface RenderLimits {
  /** Longest time for one paper. */
  readonly deadlineMs: number;
  /** Papers that may wait; one more is refused at once. */
  readonly waiting: number;
  /** Typst keeps a little of each paper whatever one does: after so many a new process takes over. */
  readonly papersPerProcess: number;
  /** A process that has nothing to do for so long ends. */
  readonly idleMs: number;
}

const usual: RenderLimits = { deadlineMs: 20_000, waiting: 200, papersPerProcess: 1_000, idleMs: 60_000 };

/** How long operators are told of a lost process when nothing is drawn after it. */
const troubledMs = 900_000;

interface Waiting {
  readonly task: RenderTask;
  /** Processes that ended while they drew it. */
  lost: number;
  resolve(pdf: Uint8Array): void;
  reject(error: AmanahError): void;
}

/** Draws papers as PDF, one after the other, in a process beside the hub: what breaks, hangs or swells there is ended and takes nothing with it. */
export class Renderer {
  readonly #log: Log;
  readonly #limits: RenderLimits;
  readonly #queue: Waiting[] = [];
  #process: ChildProcess | undefined;
  #drawn = 0;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #trouble: { readonly why: string; readonly at: number } | null = null;

  constructor(log: Log, limits: Partial<RenderLimits> = {}) {
    this.#log = log;
    this.#limits = { ...usual, ...limits };
  }

  /** The process that draws now, if there is one. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Why the last process ended before its paper was drawn; `null` when a later one was drawn, or it is long ago. */
  get trouble(): string | null {
    return this.#trouble && Date.now() - this.#trouble.at < troubledMs ? this.#trouble.why : null;
  }

  /** @throws DOCUMENTS_NOT_MADE */
  async render(task: RenderTask): Promise<Uint8Array> {
    if (this.#queue.length >= this.#limits.waiting) throw notMade(`${this.#queue.length} documents are waiting already`, 10);
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, lost: 0, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const { reject } of this.#queue.splice(0)) reject(notMade('the renderer is being closed'));
    this.#end();
  }

  #next(): void {
    if (this.#current || this.#queue.length === 0) return;
    clearTimeout(this.#timer);
    if (this.#drawn >= this.#limits.papersPerProcess) this.#end();
    const waiting = this.#queue.shift()!;
    this.#current = waiting;
    const process = (this.#process ??= this.#start());
    process.ref();
    process.channel?.ref();
    this.#timer = setTimeout(() => {
      waiting.lost = Infinity;
      this.#lose(process, `not drawn in ${this.#limits.deadlineMs} ms`);
    }, this.#limits.deadlineMs);
    process.send(waiting.task, (error) => error && this.#lose(process, error.message));
  }

  #start(): ChildProcess {
    this.#drawn = 0;
    const process = fork(new URL('./render-process.ts', import.meta.url), [], {
      // Nothing of the hub's environment: it holds keys.
      env: {},
      execArgv: ['--v8-pool-size=1', '--max-old-space-size=128', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    process.on('message', (answer: RenderAnswer) => this.#answered(process, answer));
    process.on('error', (error) => this.#lose(process, error.message));
    process.on('exit', (code, signal) => this.#lose(process, `ended with ${signal ?? code} ${said}`));
    return process;
  }

  #answered(process: ChildProcess, answer: RenderAnswer): void {
    const drawn = this.#current;
    if (process !== this.#process || !drawn) return;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.#drawn++;
    this.#trouble = null;
    if ('pdf' in answer) drawn.resolve(answer.pdf);
    else drawn.reject(notMade(`${drawn.task.template}: ${answer.problem}`));
    this.#rest(process);
    this.#next();
  }

  /** Nothing to do: the hub may end without it, and after a while it ends itself. */
  #rest(process: ChildProcess): void {
    if (this.#queue.length > 0) return;
    process.unref();
    process.channel?.unref();
    this.#timer = setTimeout(() => this.#current || this.#end(), this.#limits.idleMs);
    this.#timer.unref();
  }

  /** A process that ended or must end. Its paper is tried once more by another one, in case it was only unlucky. */
  #lose(process: ChildProcess, why: string): void {
    if (process !== this.#process) return;
    const lost = this.#current;
    this.#current = undefined;
    this.#end();
    if (lost) {
      this.#trouble = { why, at: Date.now() };
      this.#log.error({ template: lost.task.template, why }, 'the process that draws documents was lost');
      if (++lost.lost > 1) lost.reject(notMade(`${lost.task.template}: ${why}`, 10));
      else this.#queue.unshift(lost);
    }
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#timer);
    const process = this.#process;
    this.#process = undefined;
    this.#drawn = 0;
    process?.kill('SIGKILL');
    if (!this.#current) return;
    this.#current.reject(notMade('the renderer is being closed'));
    this.#current = undefined;
  }
}

function notMade(detail: string, retryAfterSeconds?: number): AmanahError {
  return new AmanahError('DOCUMENTS_NOT_MADE', { detail, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
}
