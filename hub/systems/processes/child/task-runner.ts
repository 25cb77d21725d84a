import { AdapterError, type Adapter, type AdapterCall, type Connection, type FileIntake, type RowSink } from '@amanah/adapter-api';
import type { CallableSystem, ProcessCall, SystemAccess, WireMessage } from '../contract.ts';
import type { Scrubber } from '../scrubber.ts';
import { frameBytesFor, unship, type FromChild, type RowBatch, type Task, type WireError } from '../wire.ts';
import { ConnectedSystem, contextOf, readConfig } from './connected-system.ts';
import { packMessages, type Door } from './door.ts';
import { inSystem } from './current-system.ts';

/** After the deadline an adapter has so long to end the exchange and say what it knows of it. */
const graceMs = 25;

interface RunningTask {
  readonly abort: AbortController;
  /** Resolves when the hub has taken the rows it was given. */
  taken: PromiseWithResolvers<void> | null;
}

/** Carries out what the hub asks, each task until it ends or is cancelled, and answers each once. */
export class TaskRunner {
  readonly #adapter: Adapter<unknown>;
  readonly #door: Door;
  readonly #scrubber: Scrubber;
  readonly #systems = new Map<string, ConnectedSystem>();
  readonly #running = new Map<number, RunningTask>();

  constructor(adapter: Adapter<unknown>, door: Door, scrubber: Scrubber) {
    this.#adapter = adapter;
    this.#door = door;
    this.#scrubber = scrubber;
  }

  open(system: CallableSystem): void {
    this.#scrubber.add(system.secrets);
    this.#door.allow(frameBytesFor(system.limits));
    const before = this.#systems.get(system.systemId);
    const connected = new ConnectedSystem(this.#adapter, system, this.#door.logOf(system.systemId));
    this.#systems.set(system.systemId, connected);
    void before?.retire();
    // A turn of the event loop for each: a process with many systems beats while it opens them.
    setImmediate(() => inSystem(system.systemId, () => connected.warm()));
  }

  async close(systemId: string): Promise<void> {
    const connected = this.#systems.get(systemId);
    this.#systems.delete(systemId);
    await connected?.retire();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#systems.values()].map((connected) => connected.close()));
  }

  cancel(id: number, late: boolean): void {
    this.#running.get(id)?.abort.abort(endOf(late));
  }

  taken(id: number): void {
    this.#running.get(id)?.taken?.resolve();
  }

  async run(id: number, task: Task, blobs: readonly Uint8Array[], timeoutMs: number | null): Promise<void> {
    const abort = new AbortController();
    const running: RunningTask = { abort, taken: null };
    this.#running.set(id, running);
    abort.signal.addEventListener('abort', () => running.taken?.reject(abortError(abort.signal)), { once: true });
    const timer = timeoutMs === null ? undefined : setTimeout(() => abort.abort(endOf(true)), timeoutMs);
    const record: Recorded = { sent: null, received: null, sentAhead: false };
    let end: FromChild;
    try {
      const work = inSystem(systemOf(task), () => this.#do(id, task, blobs, abort.signal, record));
      const result = await endedBy(abort.signal, work);
      end = { kind: 'done', id, result: result ?? null };
    } catch (error) {
      end = { kind: 'failed', id, error: this.#wireError(error, systemOf(task)) };
    }
    clearTimeout(timer);
    this.#running.delete(id);
    const { messages, blobs: bytes } = packMessages(record.sentAhead ? null : record.sent, record.received);
    try {
      this.#door.send({ ...end, messages }, bytes);
    } catch (error) {
      // Too large, or not to be written as JSON.
      this.#door.send({ kind: 'failed', id, error: this.#wireError(error, systemOf(task)) });
    }
  }

  async #do(id: number, task: Task, blobs: readonly Uint8Array[], signal: AbortSignal, record: Recorded): Promise<unknown> {
    switch (task.do) {
      case 'call':
        return this.#call(id, this.#system(task.systemId), task.call, signal, record);
      case 'probe':
        return this.#system(task.systemId).use((connection) => connection.probe(signal));
      case 'discover':
        return this.#discover(unship<SystemAccess>(task.system, blobs), signal);
      case 'once': {
        const system = unship<CallableSystem>(task.system, blobs);
        this.#scrubber.add(system.secrets);
        this.#door.allow(frameBytesFor(system.limits));
        const connected = new ConnectedSystem(this.#adapter, system, this.#door.logOf(system.systemId));
        try {
          return await this.#call(id, connected, task.call, signal, record);
        } finally {
          void connected.retire();
        }
      }
      case 'list':
        return this.#system(task.systemId).use((connection) => intakeOf(connection).list(signal));
      case 'hash':
        return this.#system(task.systemId).use((connection) => intakeOf(connection).hash(task.file, signal));
      case 'read':
        return this.#system(task.systemId).use((connection) => intakeOf(connection).read(task.file, this.#sink(id, signal), signal));
      case 'settle':
        return this.#system(task.systemId).use((connection) => intakeOf(connection).settle(task.file, task.outcome, signal));
    }
  }

  async #discover(system: SystemAccess, signal: AbortSignal): Promise<unknown> {
    this.#scrubber.add(system.secrets);
    return this.#adapter.discover(readConfig(this.#adapter, system), contextOf(system, this.#door.logOf(system.systemId), signal));
  }

  async #call(id: number, connected: ConnectedSystem, call: ProcessCall, signal: AbortSignal, record: Recorded): Promise<unknown> {
    const operation = connected.operation(call.operation);
    const input = await operation.input(call.input);
    const adapterCall: AdapterCall = {
      operation: operation.from,
      input,
      cursor: call.cursor,
      signal,
      idempotencyKey: call.idempotencyKey,
      requestId: call.requestId,
      exchange: {
        sent: (message, contentType) => {
          if (record.sent) return;
          record.sent = kept(message, contentType, connected.limits.maxAnswerBytes);
          if (call.effect === 'read') return;
          record.sentAhead = true;
          this.#door.send({ kind: 'sent', id, contentType }, [record.sent.bytes]);
        },
        received: (message, contentType) => {
          record.received ??= kept(message, contentType, connected.limits.maxAnswerBytes);
        },
      },
    };
    const answer = await connected.use((connection) => connection.call(adapterCall));
    if (typeof answer !== 'object' || answer === null || !('output' in answer)) throw new TypeError('the adapter answered nothing');
    const output = await operation.output(answer.output);
    return { output: bounded(output, connected.limits.maxAnswerBytes), next: typeof answer.next === 'string' ? answer.next : null };
  }

  #system(systemId: string): ConnectedSystem {
    const found = this.#systems.get(systemId);
    if (!found) throw new AdapterError('unreachable', `the system ${systemId} is closed`, { reached: 'no' });
    return found;
  }

  /** Gives rows to the hub one batch at a time. */
  #sink(id: number, signal: AbortSignal): RowSink {
    const give = async (batch: RowBatch) => {
      signal.throwIfAborted();
      const running = this.#running.get(id);
      if (!running) throw new AdapterError('cancelled', 'nobody takes the rows any more');
      running.taken = Promise.withResolvers();
      this.#door.send({ kind: 'batch', id, batch });
      await running.taken.promise;
    };
    return { rows: (rows) => give({ rows }), rejected: (rejected) => give({ rejected }) };
  }

  #wireError(error: unknown, systemId: string): WireError {
    if (error instanceof AdapterError) {
      const { outcome, message, reached, fault, findings } = error;
      return { outcome, detail: message, reached, ...(fault ? { fault } : {}), ...(findings ? { findings } : {}) };
    }
    this.#door.logOf(systemId).error({ err: error }, 'an adapter threw something of its own');
    const named = error instanceof Error ? `${error.name}: ${error.message}` : 'no error at all';
    return { outcome: 'failed', detail: `the adapter failed: ${named}`.slice(0, 2_000), reached: 'maybe' };
  }
}

interface Recorded {
  sent: WireMessage | null;
  received: WireMessage | null;
  /** Already at the hub. */
  sentAhead: boolean;
}

const systemOf = (task: Task) => ('system' in task ? task.system.systemId : task.systemId);

const endOf = (late: boolean) => (late ? new DOMException('the deadline passed', 'TimeoutError') : new DOMException('the caller went away', 'AbortError'));

function abortError({ reason }: AbortSignal): AdapterError {
  const { name, message } = reason as DOMException;
  return new AdapterError(name === 'TimeoutError' ? 'timeout' : 'cancelled', message);
}

/** The work's own end, or, when it does not end soon after it was told to, an end without it. */
async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const given = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      timer = setTimeout(() => reject(abortError(signal)), graceMs);
    });
  });
  try {
    return await Promise.race([work, given]);
  } catch (error) {
    // What ended because it was told to, said in whatever words.
    throw signal.aborted && !(error instanceof AdapterError) ? abortError(signal) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A message as it is recorded: a copy, since buffers are used again, cut at the limit of answers. */
function kept(message: Uint8Array | string, contentType: string, maxBytes: number): WireMessage {
  const bytes = typeof message === 'string' ? Buffer.from(message) : Buffer.from(message.subarray(0, maxBytes));
  return { contentType: String(contentType), bytes: bytes.subarray(0, maxBytes) };
}

/** The output, when its JSON is within what an answer of the allowed size can become. */
function bounded(output: unknown, maxAnswerBytes: number): unknown {
  const allowed = 2 * maxAnswerBytes + 65_536;
  const bytes = jsonBytes(output, allowed);
  if (bytes > allowed) throw new AdapterError('too-large', `the answer became more than ${allowed} bytes`, { reached: 'yes' });
  return output ?? null;
}

/** Size as JSON, counted without making the text; stops when it is over `most`. */
function jsonBytes(value: unknown, most: number): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let sum = 2;
  for (const [name, one] of Object.entries(value)) {
    sum += (Array.isArray(value) ? 1 : name.length + 4) + jsonBytes(one, most - sum);
    if (sum > most) return sum;
  }
  return sum;
}

function intakeOf({ intake }: Connection): FileIntake {
  if (!intake) throw new AdapterError('input-invalid', 'this system takes in no files', { reached: 'no' });
  return intake;
}
