import type { Socket } from 'node:net';
import { AdapterError, type AdapterLog } from '@amanah/adapter-api';
import { frameOf } from '../frames.ts';
import type { ScrubbedPlace, Scrubber } from '../scrubber.ts';
import type { FromChild, WireMessages } from '../wire.ts';

/** Log lines are left out while so much waits for the hub. */
const maxWaitingBytes = 1_048_576;
const maxLineBytes = 16_384;

/** The one way out of the process: nothing passes with a secret in it. */
export class Door {
  readonly #socket: Socket;
  readonly #scrubber: Scrubber;
  #maxFrameBytes: number;
  #linesLeft: number;
  #leftOut = 0;

  constructor(socket: Socket, scrubber: Scrubber, { linesPerSecond, maxFrameBytes }: { linesPerSecond: number; maxFrameBytes: number }) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#socket = socket;
    this.#scrubber = scrubber;
    this.#linesLeft = linesPerSecond;
    setInterval(() => {
      this.#linesLeft = linesPerSecond;
      const leftOut = this.#leftOut;
      this.#leftOut = 0;
      if (leftOut > 0) this.send({ kind: 'log', level: 'warn', system: null, fields: { leftOut }, message: 'log lines of an adapter were left out' });
    }, 1_000).unref();
  }

  /** Lets messages of this size out from now on; the hub counts the same way. */
  allow(bytes: number): void {
    this.#maxFrameBytes = Math.max(this.#maxFrameBytes, bytes);
  }

  /** @throws AdapterError `too-large` for a message that the hub would not take; TypeError for one that is no JSON */
  send(head: FromChild, blobs: readonly Uint8Array[] = []): void {
    const place: ScrubbedPlace = head.kind === 'done' || head.kind === 'batch' ? 'data' : 'text';
    const clean = blobs.map((blob) => this.#scrubber.bytes(blob, 'text'));
    const whole = clean.length > 0 ? { ...head, blobs: clean.map(({ length }) => length) } : head;
    const json = Buffer.from(JSON.stringify(whole));
    const safe = this.#scrubber.holds(json, place) ? Buffer.from(JSON.stringify(this.#scrubber.value(JSON.parse(json.toString()), place))) : json;
    const bytes = clean.reduce((sum, { length }) => sum + length, safe.length);
    if (bytes > this.#maxFrameBytes - 8) throw new AdapterError('too-large', `${bytes} bytes are more than a process may send`, { reached: 'yes' });
    this.#socket.cork();
    for (const piece of frameOf(safe, clean)) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** A log that writes under a system's name, bounded in lines and size. */
  logOf(system: string | null): AdapterLog {
    const write = (level: keyof AdapterLog) => (fields: object, message: string) => {
      if (this.#linesLeft <= 0 || this.#socket.writableLength > maxWaitingBytes) {
        this.#leftOut++;
        return;
      }
      this.#linesLeft--;
      const plain = plainFields(fields);
      this.send({ kind: 'log', level, system, fields: plain, message: String(message).slice(0, 2_000) });
    };
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  }
}

/** Both messages as a frame carries them. */
export function packMessages(sent: { contentType: string; bytes: Uint8Array } | null, received: { contentType: string; bytes: Uint8Array } | null) {
  const messages: WireMessages = { sent: sent?.contentType ?? null, received: received?.contentType ?? null };
  return { messages, blobs: [sent, received].flatMap((one) => (one ? [one.bytes] : [])) };
}

/** Fields of a log line as JSON, errors with their traces; a line too long loses its fields. */
function plainFields(fields: object): object {
  try {
    const json = JSON.stringify(fields, (_name, value: unknown) =>
      value instanceof Error ? plainError(value) : typeof value === 'bigint' ? `${value}` : value,
    );
    return json.length > maxLineBytes ? { cut: json.slice(0, 1_000) } : (JSON.parse(json) as object);
  } catch {
    return { cut: 'fields that are not JSON' };
  }
}

function plainError(error: Error): object {
  return { type: error.name, message: error.message, stack: error.stack, ...(error.cause instanceof Error ? { cause: plainError(error.cause) } : {}) };
}
