import { fork, type ChildProcess } from 'node:child_process';
import type { DrawingAnswer } from './drawing-answer.ts';

export interface DrawingLimits {
  /** Longest time for one task. */
  readonly deadlineMs: number;
  /** Tasks that may wait; one more is refused at once. */
  readonly waiting: number;
  /** Libraries keep a little of each drawing whatever one does: after so many a new process takes over. */
  readonly tasksPerProcess: number;
  /** A process that has nothing to do for so long ends. */
  readonly idleMs: number;
}

export interface DrawingOptions<Task> {
  /** Module that the process runs; it calls `serveDrawings`. */
  readonly program: URL;
  readonly log: { error(fields: object, message: string): void };
  /** What is drawn, for the log: «documents». */
  readonly what: string;
  readonly limits: DrawingLimits;
  /** Names a task where it went wrong. */
  nameOf(task: Task): string;
  /** The error that a caller gets. `retryAfterSeconds`: it was not the task's own fault, as far as is known. */
  refuse(detail: string, retryAfterSeconds?: number): Error;
}

interface Waiting<Task> {
  readonly task: Task;
  /** Processes that ended while they drew it. */
  lost: number;
  resolve(made: Uint8Array): void;
  reject(error: Error): void;
}

/** How long operators are told of a lost process when nothing is drawn after it. */
const troubledMs = 900_000;
const retrySeconds = 10;

/** Draws one task after the other in a process beside the hub: what breaks, hangs or swells there is ended and takes nothing with it. */
export class DrawingProcess<Task extends object> {
  readonly #options: DrawingOptions<Task>;
  readonly #queue: Waiting<Task>[] = [];
  #process: ChildProcess | undefined;
  #drawn = 0;
  #current: Waiting<Task> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #trouble: { readonly why: string; readonly at: number } | null = null;

  constructor(options: DrawingOptions<Task>) {
    this.#options = options;
  }

  /** The process that draws now, if there is one. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Why the last process ended before its task was drawn; `null` when a later one was drawn, or it is long ago. */
  get trouble(): string | null {
    return this.#trouble && Date.now() - this.#trouble.at < troubledMs ? this.#trouble.why : null;
  }

  /** @throws what `refuse` makes */
  async draw(task: Task): Promise<Uint8Array> {
    const { limits, what, refuse } = this.#options;
    if (this.#queue.length >= limits.waiting) throw refuse(`${this.#queue.length} ${what} are waiting already`, retrySeconds);
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, lost: 0, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const { reject } of this.#queue.splice(0)) reject(this.#closing());
    this.#end();
  }

  #next(): void {
    if (this.#current || this.#queue.length === 0) return;
    clearTimeout(this.#timer);
    const { limits } = this.#options;
    if (this.#drawn >= limits.tasksPerProcess) this.#end();
    const waiting = this.#queue.shift()!;
    this.#current = waiting;
    const process = (this.#process ??= this.#start());
    process.ref();
    process.channel?.ref();
    this.#timer = setTimeout(() => {
      waiting.lost = Infinity;
      this.#lose(process, `not drawn in ${limits.deadlineMs} ms`);
    }, limits.deadlineMs);
    process.send(waiting.task, (error) => error && this.#lose(process, error.message));
  }

  #start(): ChildProcess {
    this.#drawn = 0;
    const process = fork(this.#options.program, [], {
      // Nothing of the hub's environment: it holds keys.
      env: {},
      execArgv: ['--v8-pool-size=1', '--max-old-space-size=128', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    process.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)));
    process.on('message', (answer: DrawingAnswer) => this.#answered(process, answer));
    process.on('error', (error) => this.#lose(process, error.message));
    process.on('exit', (code, signal) => this.#lose(process, `ended with ${signal ?? code} ${said}`));
    return process;
  }

  #answered(process: ChildProcess, answer: DrawingAnswer): void {
    const drawn = this.#current;
    if (process !== this.#process || !drawn) return;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.#drawn++;
    this.#trouble = null;
    if ('made' in answer) drawn.resolve(answer.made);
    else drawn.reject(this.#options.refuse(`${this.#options.nameOf(drawn.task)}: ${answer.problem}`));
    this.#rest(process);
    this.#next();
  }

  /** Nothing to do: the hub may end without it, and after a while it ends itself. */
  #rest(process: ChildProcess): void {
    if (this.#queue.length > 0) return;
    process.unref();
    process.channel?.unref();
    this.#timer = setTimeout(() => this.#current || this.#end(), this.#options.limits.idleMs);
    this.#timer.unref();
  }

  /** A process that ended or must end. Its task is tried once more by another one, in case it was only unlucky. */
  #lose(process: ChildProcess, why: string): void {
    if (process !== this.#process) return;
    const lost = this.#current;
    this.#current = undefined;
    this.#end();
    if (lost) {
      const { log, what, nameOf, refuse } = this.#options;
      const name = nameOf(lost.task);
      this.#trouble = { why, at: Date.now() };
      log.error({ task: name, why }, `the process that draws ${what} was lost`);
      if (++lost.lost > 1) lost.reject(refuse(`${name}: ${why}`, retrySeconds));
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
    this.#current?.reject(this.#closing());
    this.#current = undefined;
  }

  #closing(): Error {
    return this.#options.refuse(`drawing ${this.#options.what} is being closed`);
  }
}
