import { isDeepStrictEqual } from 'node:util';
import type { AdapterProcessInfo } from '@amanah/plugin-api';
import { AdapterLink } from './adapter-link.ts';
import type { AdapterProcessOptions } from './adapter-process-options.ts';
import { DeathRecord } from './death-record.ts';
import type { CallableSystem, SystemAccess } from './contract.ts';
import type { Frame } from './frames.ts';
import type { PendingTask } from './pending-task.ts';
import { RowTaker } from './row-taker.ts';
import { Scrubber } from './scrubber.ts';
import { frameBytesFor, ship, type FromChild } from './wire.ts';
import { Standby } from './standby.ts';
import { writeLine } from './write-line.ts';

/** A call waits so long for a process that is started again; when it takes longer it ends at once. */
const patienceMs = 1_500;

/** After so many deaths in the time that they are remembered the next process comes last at the processor: what it does to die must not hold up the others. */
const deathsUntilLast = 2;

/** A place for systems of one protocol: one process at a time, started again when it dies. */
export class AdapterProcess {
  readonly options: AdapterProcessOptions;
  readonly systems = new Map<string, CallableSystem>();
  readonly #scrubber = new Scrubber();
  readonly #tasks = new Map<number, PendingTask>();
  readonly #closing = new Map<number, () => void>();
  readonly #rows = new RowTaker();
  #queue: PendingTask[] = [];
  readonly #deaths: DeathRecord;
  readonly #standby = new Standby();
  #link: AdapterLink | null = null;
  #state: AdapterProcessInfo['state'] = 'waiting';
  #named: string | null = null;
  #refusal: string | null = null;
  #lastId = 0;
  /** Grows with the systems it meets and never shrinks: the process counts the same way. */
  #maxFrameBytes: number;
  #restart: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #restartAt = 0;
  #ended = false;

  constructor(options: AdapterProcessOptions) {
    this.options = options;
    this.#maxFrameBytes = options.settings.maxFrameBytes;
    this.#deaths = new DeathRecord(options.settings);
    if (options.startAfterMs !== undefined) this.#startIn(options.startAfterMs);
  }

  /** Deaths that are remembered. */
  get deaths(): number {
    return this.#deaths.count;
  }

  get openCalls(): number {
    return this.#tasks.size + this.#queue.length;
  }

  info(): AdapterProcessInfo {
    return {
      protocol: this.options.protocol,
      pid: this.#link?.pid ?? null,
      state: this.#state,
      systems: [...this.systems.keys()],
      memoryBytes: this.#link?.memoryBytes ?? 0,
      openCalls: this.openCalls,
      startedAt: this.#link?.startedAt.toISOString() ?? null,
      deaths: this.deaths,
      lastDeath: this.#deaths.last,
    };
  }

  /** Holds a system from now on, or goes on with its configuration when that has changed. */
  open(system: CallableSystem): void {
    if (isDeepStrictEqual(this.systems.get(system.systemId), system)) return;
    this.systems.set(system.systemId, system);
    this.expect(system);
    if (this.#state === 'running') this.#sendOpen(system);
    else this.#start();
  }

  /** Lets go of a system; resolves when its calls have ended and its connection is closed. */
  async close(systemId: string): Promise<void> {
    if (!this.systems.delete(systemId) || this.#state !== 'running') return;
    const id = ++this.#lastId;
    await new Promise<void>((resolve) => {
      this.#closing.set(id, resolve);
      this.#link?.send({ kind: 'close', id, systemId });
    });
  }

  /** Gets ready for a system's secrets and the size of its answers. */
  expect({ secrets, limits }: SystemAccess): void {
    this.#scrubber.add(secrets);
    this.#maxFrameBytes = Math.max(this.#maxFrameBytes, frameBytesFor(limits));
  }

  give(task: PendingTask): void {
    if (task.settled) return;
    const restIn = this.#restartAt - performance.now();
    if (this.#state === 'waiting' && restIn > patienceMs)
      return task.lost('unreachable', `the adapter process keeps dying (${this.#deaths.last}); it is started again in ${Math.ceil(restIn / 1_000)} s`);
    if (this.#ended) return task.lost('unreachable', 'the adapter process is ended', 'no');
    if (this.#refusal !== null && this.#state === 'waiting') return task.lost('unreachable', `the adapter cannot be loaded: ${this.#refusal}`, 'no');
    if (this.openCalls >= this.options.settings.maxOpenCalls || this.#link?.full)
      return task.lost('unreachable', 'the adapter process has too many open calls', 'no');
    clearTimeout(this.#idle);
    this.#queue.push(task);
    if (this.#state === 'running') this.#dispatch();
    else this.#start();
  }

  /** Lets open tasks end, at most for the drain time, then ends the process. */
  async end(drainMs: number): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#idle);
    const open = [...this.#tasks.values(), ...this.#queue].map(({ ended }) => ended.catch(() => {}));
    const drained = new AbortController();
    const timer = setTimeout(() => drained.abort(), drainMs);
    await Promise.race([Promise.all(open), new Promise((resolve) => drained.signal.addEventListener('abort', resolve))]);
    clearTimeout(timer);
    for (const task of this.#queue.splice(0)) task.lost('unreachable', 'the hub is ending', 'no');
    await Promise.all([this.#link?.end(), this.#standby.end()]);
  }

  #start(): void {
    if (this.#link || this.#ended || this.#restart) return;
    this.#state = 'starting';
    this.#named = null;
    this.#link = this.#createLink();
  }

  #createLink(): AdapterLink {
    const { room, settings, drafts, guard, log, protocol } = this.options;
    const link: AdapterLink = new AdapterLink({
      room,
      settings,
      silentMs: drafts ? settings.draftSilentMs : settings.silentMs,
      maxFrameBytes: () => this.#maxFrameBytes,
      last: this.#deaths.count >= deathsUntilLast,
      scrubber: this.#scrubber,
      guard,
      log,
      openCalls: () => (link === this.#link ? this.#tasks.size : 0),
      onFrame: (frame) => (link === this.#link ? this.#take(frame) : this.#takeAside(link, frame)),
      onSilence: (silent) => (link === this.#link ? this.#silence(silent) : undefined),
      onDeath: (cause) => (link === this.#link ? this.#died(cause) : this.#standby.lost(link)),
    });
    log.debug({ protocol, pid: link.pid }, 'an adapter process starts');
    return link;
  }

  /** Neighbours of a system that may be looping will need another process soon. */
  #silence(silent: boolean): void {
    if (!silent) void this.#standby.end();
    else if (!this.#ended && this.systems.size > 1) this.#standby.prepare(() => this.#createLink());
  }

  /** A message of the standby: all it can have to say is that it is loaded. */
  #takeAside(link: AdapterLink, { head }: Frame<FromChild>): boolean {
    if (head.kind === 'ready') this.#standby.loaded(link);
    return false;
  }

  #loaded(): void {
    this.#state = 'running';
    this.#refusal = null;
    for (const system of this.systems.values()) this.#sendOpen(system);
    this.#dispatch();
  }

  #sendOpen(system: CallableSystem): void {
    const { system: shipped, blobs } = ship(system);
    this.#link?.send({ kind: 'open', system: shipped }, blobs);
  }

  #dispatch(): void {
    const link = this.#link;
    if (!link) return;
    for (const task of this.#queue.splice(0)) {
      if (task.settled) continue;
      const id = ++this.#lastId;
      this.#tasks.set(id, task);
      task.tries++;
      task.onCancel = (late) => link.send({ kind: 'cancel', id, late });
      link.send({ kind: 'task', id, task: task.task, timeoutMs: task.timeoutMs() }, task.options.blobs);
    }
  }

  /** @returns whether the process was asked for this */
  #take({ head, blobs }: Frame<FromChild>): boolean {
    switch (head.kind) {
      case 'ready':
        this.#loaded();
        return false;
      case 'refused':
        this.#refusal = String(head.detail);
        return false;
      case 'log':
        writeLine(this.options.log, this.options.protocol, head);
        return false;
      case 'dying':
        this.#named = String(head.system);
        return false;
      case 'sent':
        this.#tasks.get(head.id)?.sent({ contentType: String(head.contentType), bytes: blobs[0] ?? new Uint8Array() });
        return false;
      case 'batch': {
        const task = this.#tasks.get(head.id);
        if (task && this.#link) void this.#rows.take(head.id, task, head.batch, this.#link);
        return task !== undefined;
      }
      case 'closed':
        this.#closing.get(head.id)?.();
        return this.#closing.delete(head.id);
      case 'done':
      case 'failed': {
        const task = this.#tasks.get(head.id);
        if (!task) return false;
        this.#tasks.delete(head.id);
        if (head.kind === 'done') task.done(head.result, head.messages, blobs);
        else task.failed(head.error, head.messages, blobs);
        this.#rest();
        return true;
      }
      default:
        return false;
    }
  }

  /** A process for drafts that nobody uses is not kept. */
  #rest(): void {
    if (!this.options.drafts || this.openCalls > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      // What comes from now on waits for the next process.
      this.#state = 'waiting';
      void this.#link?.end();
    }, this.options.settings.draftIdleMs);
    this.#idle.unref();
  }

  #died(cause: string): void {
    const { log, protocol, onDeath } = this.options;
    // Calls that passed their deadline and never ended in the process count too: one of them may be the endless loop.
    const given = [...this.#tasks.values()];
    const waiting = this.#queue.splice(0);
    const pid = this.#link?.pid ?? null;
    const oldest = given.filter(({ systemId }) => systemId !== null).sort((a, b) => a.openedAt - b.openedAt)[0];
    const suspect = this.#named ?? oldest?.systemId ?? null;
    this.#tasks.clear();
    this.#link = null;
    this.#state = 'waiting';
    for (const closed of this.#closing.values()) closed();
    this.#closing.clear();
    const planned = cause === 'ended';
    if (!planned) {
      this.#deaths.add(cause);
      log.error({ adapter: protocol, pid, cause, suspect, openCalls: given.length }, 'an adapter process died');
    }
    const orphans: PendingTask[] = [];
    for (const task of given) {
      task.onCancel = null;
      if (task.options.repeatable && task.tries < 2 && !this.#ended) orphans.push(task);
      else task.lost('unreachable', `the adapter process ended (${cause})`, 'maybe');
    }
    if (this.#refusal !== null) for (const task of waiting.splice(0)) task.lost('unreachable', `the adapter cannot be loaded: ${this.#refusal}`, 'no');
    const next = this.#ended ? null : this.#standby.take();
    if (next) {
      this.#link = next.link;
      this.#state = 'starting';
      this.#named = null;
    } else this.#startLater();
    onDeath({ cause, orphans: [...waiting, ...orphans], suspect: planned ? null : suspect });
    if (next?.ready) this.#loaded();
  }

  #startLater(): void {
    if (this.#ended || this.#link || this.#restart) return;
    this.#startIn(this.#deaths.restMs);
  }

  #startIn(wait: number): void {
    this.#restartAt = performance.now() + wait;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      if (this.systems.size > 0 || this.#queue.length > 0) this.#start();
    }, wait);
  }
}
