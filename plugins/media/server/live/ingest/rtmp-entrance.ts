import { fork, type ChildProcess } from 'node:child_process';
import type { Log } from '@amanah/plugin-api';
import type { Arrived } from '../channel/picture-watch.ts';
import type { FromRtmp, RtmpFacts, RtmpListening, ToRtmp } from './rtmp-messages.ts';

/** What the hub does with encoders that come by RTMP. */
export interface RtmpGuest {
  /** Whether this key may publish now. */
  admit(session: string, key: string): Promise<boolean>;
  begins(session: string, facts: RtmpFacts): void;
  bytes(session: string, turn: number, bytes: Uint8Array): void;
  arrived(session: string, arrived: Arrived): void;
  gone(session: string): void;
}

const againMs = 2_000;
/** After a port that is taken, as by another process of the hub on the same machine. */
const takenMs = 10_000;

/** The process that takes RTMP, and starts again when it ends. */
export class RtmpEntrance {
  readonly #listening: Omit<RtmpListening, 'before'>;
  readonly #guest: RtmpGuest;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #opened = false;
  readonly #sessions = new Set<string>();
  #before: number | null = null;
  /** Where encoders are taken now; `null`: nowhere, as another process has the port or it is being started. */
  port: number | null = null;

  constructor(listening: Omit<RtmpListening, 'before'>, guest: RtmpGuest, log: Log) {
    this.#listening = listening;
    this.#guest = guest;
    this.#log = log;
  }

  get isOpen(): boolean {
    return this.#opened;
  }

  /** `before`: the port that encoders were told when the hub ran last. */
  open(before: number | null): void {
    this.#opened = true;
    this.#before = before;
    this.#start();
  }

  #start(): void {
    const listening: RtmpListening = { ...this.#listening, before: this.#before };
    const child = fork(new URL('./rtmp-process.ts', import.meta.url), [JSON.stringify(listening)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { PATH: process.env.PATH },
    });
    this.#child = child;
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-1_000)));
    child.on('message', (message: FromRtmp) => this.#hear(message));
    child.on('error', (error) => (words += error.message));
    child.once('exit', (code) => child === this.#child && this.#over(code, words));
  }

  refuse(session: string): void {
    this.#tell({ say: 'refuse', session });
  }

  /** What the session sends is wanted again from its headers on; `fromNow`: without what was sent before. */
  again(session: string, turn: number, fromNow: boolean): void {
    this.#tell({ say: 'again', session, turn, fromNow });
  }

  close(): void {
    this.#opened = false;
    this.port = null;
    clearTimeout(this.#timer);
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #hear(message: FromRtmp): void {
    if (message.say === 'listening') {
      this.port = message.port;
      this.#before = message.port;
      this.#log.info({ port: message.port, bind: this.#listening.bind }, 'encoders are taken by RTMP');
    } else if (message.say === 'knock') void this.#knock(message.session, message.key);
    else if (message.say === 'begins') this.#guest.begins(message.session, message.facts);
    else if (message.say === 'bytes') this.#guest.bytes(message.session, message.turn, message.bytes);
    else if (message.say === 'arrived') this.#guest.arrived(message.session, message.arrived);
    else this.#left(message.session);
  }

  async #knock(session: string, key: string): Promise<void> {
    const admitted = await this.#guest.admit(session, key).catch((error: unknown) => {
      this.#log.error({ err: error }, 'an encoder could not be checked and is refused');
      return false;
    });
    if (admitted) this.#sessions.add(session);
    this.#tell({ say: admitted ? 'admit' : 'refuse', session });
  }

  #left(session: string): void {
    if (this.#sessions.delete(session)) this.#guest.gone(session);
  }

  #over(code: number | null, words: string): void {
    const taken = this.port === null && code === 1;
    this.port = null;
    this.#child = undefined;
    for (const session of this.#sessions) this.#left(session);
    if (!this.#opened) return;
    const { port } = this.#listening;
    if (taken) this.#log.info({ port }, 'the RTMP port is taken, as by another process of the hub; it is tried again');
    else this.#log.warn({ code, words }, 'the process that takes RTMP has ended and is started again');
    this.#timer = setTimeout(() => this.#start(), taken ? takenMs : againMs).unref();
  }

  #tell(message: ToRtmp): void {
    if (this.#child?.connected) this.#child.send(message);
  }
}
