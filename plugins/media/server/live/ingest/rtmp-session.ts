import type { AvPacket, RtmpSession, Subscriber } from 'node-media-server';
import type { FromRtmp, RtmpFacts } from './rtmp-messages.ts';

/** Sound and picture that come within so long are known before the stream begins. */
const factsMs = 1_500;
/** What an encoder may send before it is admitted: headers and the first second. */
const mostHeldBytes = 8 * 1_048_576;
const arrivedMs = 1_000;
const h264 = 7;
const aac = 10;

/** One encoder: what it sends is held until the hub has admitted it, then goes on as FLV. */
export class HeldSession {
  readonly #session: RtmpSession;
  readonly #say: (message: FromRtmp) => void;
  readonly #pass: (packet: AvPacket) => void;
  #held: AvPacket[] | null = [];
  #heldBytes = 0;
  #admitted = false;
  #reader: Subscriber | undefined;
  #video: number | undefined;
  #audio: number | undefined;
  #factsAt: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  #frames = 0;
  #sounds = 0;
  lastBytes = Date.now();

  constructor(session: RtmpSession, say: (message: FromRtmp) => void) {
    this.#session = session;
    this.#say = say;
    this.#pass = session.rtmp.onPacketCallback;
    session.rtmp.onPacketCallback = (packet) => this.#take(packet);
    session.socket.once('close', () => this.#gone());
    say({ say: 'knock', session: session.id, key: session.streamName });
  }

  admit(): void {
    this.#admitted = true;
    this.#tellFacts();
  }

  refuse(): void {
    this.#session.socket.destroy();
  }

  /** Reads the stream from its headers on, and from its last key frame on, or `fromNow`. */
  again(turn: number, fromNow: boolean): void {
    const { id, broadcast } = this.#session;
    if (this.#reader) broadcast.donePlay(this.#reader);
    if (fromNow) broadcast.flvGopCache?.clear();
    const sendBuffer = (bytes: Uint8Array) => this.#say({ say: 'bytes', session: id, turn, bytes });
    this.#reader = { id: `hub-${id}`, ip: '', protocol: 'flv', endTime: 0, sendBuffer };
    broadcast.postPlay(this.#reader);
  }

  #take(packet: AvPacket): void {
    this.lastBytes = Date.now();
    if (packet.codec_type === 9) {
      this.#video ??= packet.codec_id;
      this.#frames++;
    }
    if (packet.codec_type === 8) {
      this.#audio ??= packet.codec_id;
      this.#sounds++;
    }
    if (!this.#held) return this.#pass(packet);
    // The parser uses its buffer again.
    this.#held.push({ ...packet, data: Buffer.from(packet.data) });
    this.#heldBytes += packet.data.length;
    if (this.#heldBytes > mostHeldBytes) return this.refuse();
    this.#factsAt ??= setTimeout(() => this.#tellFacts(true), factsMs);
    this.#tellFacts();
  }

  #tellFacts(late = false): void {
    const known = this.#video !== undefined && this.#audio !== undefined;
    const some = this.#video !== undefined || this.#audio !== undefined;
    if (!this.#admitted || !this.#held || !(known || (some && (late || this.#factsAt === undefined)))) return;
    clearTimeout(this.#factsAt);
    for (const packet of this.#held.splice(0)) this.#pass(packet);
    this.#held = null;
    const facts: RtmpFacts = {
      hasVideo: this.#video !== undefined,
      hasAudio: this.#audio !== undefined,
      h264: this.#video === h264,
      aac: this.#audio === aac,
    };
    this.#say({ say: 'begins', session: this.#session.id, facts });
    this.#tellArrived();
  }

  #tellArrived(): void {
    let from = performance.now();
    [this.#frames, this.#sounds] = [0, 0];
    this.#telling = setInterval(() => {
      const now = performance.now();
      const arrived = { seconds: (now - from) / 1_000, frames: this.#frames, sounds: this.#sounds };
      [from, this.#frames, this.#sounds] = [now, 0, 0];
      this.#say({ say: 'arrived', session: this.#session.id, arrived });
    }, arrivedMs);
  }

  #gone(): void {
    clearTimeout(this.#factsAt);
    clearInterval(this.#telling);
    if (this.#reader) this.#session.broadcast.donePlay(this.#reader);
    this.#say({ say: 'gone', session: this.#session.id });
  }
}
